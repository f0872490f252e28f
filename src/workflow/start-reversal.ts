import { ParentClosePolicy, startChild, type ChildWorkflowHandle } from '@temporalio/workflow';
import { workflowTypes } from '../contract/names';
import type { ReversalOperation } from '../contract/reversal-request';
import type { ReversalView } from '../domain/views/view';
import { readReversalInput, type ReversalInput } from './reversal-input';

type ReversalWorkflow = (input: ReversalInput) => Promise<ReversalView>;

/** A reversal that was started. Its `result()` is the final outcome: a refusal or a decline is a value too. */
export type ReversalHandle = ChildWorkflowHandle<ReversalWorkflow>;

/**
 * Refunds an amount of what was captured, or all that is left, and waits for the final outcome. Waiting can take days,
 * for instance for an approval. Safe to repeat with the same `requestId`.
 *
 * @throws ApplicationFailure of type `InvalidRequest` for a malformed request: nothing is started
 * @throws ChildWorkflowFailure when an operator ended the child; the reversal continues in its ledger
 */
export async function refund(request: ReversalInput): Promise<ReversalView> {
  return (await startRefund(request)).result();
}

/**
 * Gives up a payment as a whole, and waits for the final outcome: voids what is authorized, refunds what was captured.
 * Otherwise as {@link refund}.
 */
export async function cancel(request: ReversalInput): Promise<ReversalView> {
  return (await startCancel(request)).result();
}

/**
 * Starts a refund and returns its handle, for a workflow that does something else meanwhile. The refund continues when
 * the workflow that started it ends.
 *
 * @throws ApplicationFailure of type `InvalidRequest` for a malformed request: nothing is started
 */
export function startRefund(request: ReversalInput): Promise<ReversalHandle> {
  return start('refund', request);
}

/** Starts a cancel and returns its handle. Otherwise as {@link startRefund}. */
export function startCancel(request: ReversalInput): Promise<ReversalHandle> {
  return start('cancel', request);
}

async function start(operation: ReversalOperation, input: ReversalInput): Promise<ReversalHandle> {
  // No workflow id: the request's own id makes a repeat harmless, and a second id could only contradict it.
  return startChild<ReversalWorkflow>(workflowTypes[operation], {
    args: [readReversalInput(operation, input)],
    // The money is owed even if the workflow that asked for it closes.
    parentClosePolicy: ParentClosePolicy.ABANDON,
  });
}
