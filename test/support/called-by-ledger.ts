import type { Info } from '@temporalio/activity';
import { ledgerIdOf, workflowTypes } from '../../src/contract/names';

/** What the server says of an activity that the ledger of a payment has called. */
export function calledByLedger(paymentId: string, runId = 'run-1'): Partial<Info> {
  return { workflowType: workflowTypes.ledger, workflowExecution: { workflowId: ledgerIdOf(paymentId), runId } };
}
