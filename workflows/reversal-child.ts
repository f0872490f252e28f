import {
  CancellationScope,
  proxyLocalActivities,
  setHandler,
  sleep,
  Trigger,
  workflowInfo,
} from '@temporalio/workflow';
import type { ReversalActivities } from '../src/contract/activity-shapes';
import { signals } from '../src/contract/messages';
import type { ReversalOperation, ReversalRequest } from '../src/contract/reversal-request';
import type { ReversalView } from '../src/domain/views/view';
import { malformed, readReversalInput, type ReversalInput } from '../src/workflow/reversal-input';

const { submitReversal, askReversal } = proxyLocalActivities<
  Pick<ReversalActivities, 'submitReversal' | 'askReversal'>
>({ startToCloseTimeout: '10s', retry: { maximumInterval: '1m' } });

/** The first and the longest pause between two questions how it went. The ledger's signal answers at once; each question
 * adds six events to the child's history. */
const firstPauseMs = 60_000;
const longestPauseMs = 6 * 60 * 60_000;

/**
 * Hands the request to the payment's ledger and returns the reversal once it has completed. Runs to its end though the
 * order is cancelled or closed: the money is still owed. Throws only for malformed input.
 */
export async function reverse(operation: ReversalOperation, input: ReversalInput): Promise<ReversalView> {
  const request = readReversalInput(operation, input);
  return CancellationScope.nonCancellable(() => completedView(request));
}

async function completedView(request: ReversalRequest): Promise<ReversalView> {
  const completion = new Trigger<ReversalView>();
  setHandler(signals.reversalCompleted, (view) => {
    if (isCompleted(view) && view.reversalId === request.requestId) completion.resolve(view);
  });
  let latest: ReversalView | null = null;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    // Once the ledger knows the request, asking is enough: a signal each time would only lengthen its history.
    if (latest === null) {
      const submitted = await submitReversal({ request, replyTo: { workflowId: workflowInfo().workflowId } });
      if (submitted.status === 'malformed') throw malformed(submitted.problems);
      if (submitted.status === 'closed') return submitted.view;
    }
    const completed = await within(pauseMs, completion);
    if (completed !== null) return completed;
    latest = await askReversal({ paymentId: request.payment.paymentId, requestId: request.requestId });
    if (isCompleted(latest)) return latest;
  }
}

/** What the promise resolves to in this time; null: nothing yet. */
async function within<T>(pauseMs: number, promise: PromiseLike<T>): Promise<T | null> {
  const timer = new CancellationScope();
  try {
    return await Promise.race([promise, timer.run(() => sleep(pauseMs)).then(() => null)]);
  } finally {
    timer.cancel();
  }
}

function isCompleted(view: ReversalView | null): view is ReversalView & { readonly phase: 'completed' } {
  return typeof view === 'object' && view?.phase === 'completed';
}
