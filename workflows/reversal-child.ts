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

/**
 * The first and the longest pause between two queries of the ledger. They are only for a lost signal: the ledger's signal
 * answers at once, and each query adds six events to the child's history.
 */
const firstPauseMs = 60_000;
const longestPauseMs = 6 * 60 * 60_000;

/**
 * What `cancelPayment` and `refundPayment` run, as children of an order: hands the request to the payment's ledger and
 * returns the reversal once it has completed. The ledger decides and sends; the child only waits. It ignores cancellation,
 * because the money is owed even if the order closes. Throws only for malformed input.
 */
export async function reverse(operation: ReversalOperation, input: ReversalInput): Promise<ReversalView> {
  const request = readReversalInput(operation, input);
  return CancellationScope.nonCancellable(() => completedView(request));
}

async function completedView(request: ReversalRequest): Promise<ReversalView> {
  // The answer arrives as a signal of the ledger. A wait in workflow code holds no slot of the worker, so that any number
  // of children can wait for ledgers that run in the same worker.
  const completion = new Trigger<ReversalView>();
  setHandler(signals.reversalCompleted, (view) => {
    if (isCompleted(view) && view.reversalId === request.requestId) completion.resolve(view);
  });
  let latest: ReversalView | null = null;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    // The activity sends signal-with-start, which opens the ledger if there is none, and returns at once. Once the ledger
    // knows the request, a query is enough: another signal would only lengthen its history.
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
