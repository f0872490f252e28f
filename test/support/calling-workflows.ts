import { condition } from '@temporalio/workflow';
import type { ReversalView } from '../../src/domain/views/view';
import { cancel, refund, startCancel, startRefund, type ReversalInput } from '../../src/workflow';

export * from '../../workflows';

/** Refunds and waits. */
export async function refundAndWait(request: ReversalInput): Promise<ReversalView> {
  return refund(request);
}

/** Cancels and waits. */
export async function cancelAndWait(request: ReversalInput): Promise<ReversalView> {
  return cancel(request);
}

/** Starts a refund and ends without waiting for it. Returns the id that the child was given. */
export async function startRefundAndEnd(request: ReversalInput): Promise<string> {
  return (await startRefund(request)).workflowId;
}

/** Starts a cancel, then waits for it by its handle. */
export async function startCancelAndFollow(request: ReversalInput): Promise<ReversalView> {
  const child = await startCancel(request);
  return child.result();
}

/** Waits until it is terminated, in a call that a stack trace names. */
export async function waitForEver(): Promise<void> {
  await condition(() => false);
}
