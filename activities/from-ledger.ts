import { ledgerIdOf, workflowTypes } from '../src/contract/names';
import type { Problem } from '../src/contract/problems';
import { isRecord } from '../src/contract/value-rules';

/** Who called an activity, as the server says: an activity's info, as far as it names the workflow. */
export interface Caller {
  /** Absent: no workflow called it. */
  readonly workflowExecution?: { readonly workflowId: string; readonly runId: string };
  readonly workflowType?: string;
}

/** The longest text that a result may carry. */
const longestWhy = 1_000;

/**
 * Why this call is not one that the payment's own ledger makes; null: it is. Whoever may write to the namespace can start
 * this activity by itself, or from a workflow of their own; only the ledger knows what was sent before. `problems`: what
 * is wrong with the input. Says everything at once, and repeats no value of the input.
 */
export function whyNotFromLedger(caller: Caller, input: unknown, problems: readonly Problem[]): string | null {
  const wrong = [
    ...callerProblems(caller, input),
    ...problems.map(({ field, message }) => (field === 'input' ? `the input ${message}` : `${field} ${message}`)),
  ];
  return wrong.length === 0 ? null : wrong.join('; ').slice(0, longestWhy);
}

function callerProblems({ workflowExecution, workflowType }: Caller, input: unknown): readonly string[] {
  if (workflowExecution === undefined) return ['it was not called by a workflow'];
  const { workflowId, runId } = workflowExecution;
  const paymentId = isRecord(input) ? input['paymentId'] : undefined;
  const isOwn = typeof paymentId === 'string' && workflowId === ledgerIdOf(paymentId);
  return [
    ...(workflowType === workflowTypes.ledger
      ? []
      : ['it was called by a workflow of another type than paymentLedger']),
    ...(isOwn ? [] : ['it was called by another workflow than the ledger of paymentId']),
    ...(runId === '' ? ['the server names no run that called it'] : []),
  ];
}
