import {
  CancellationScope,
  condition,
  defineSignal,
  proxyLocalActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { ReversalActivities } from '../src/contract/activity-shapes';
import { messages } from '../src/contract/messages';
import type { ReversalOperation, ReversalRequest } from '../src/contract/shapes';
import type { ReversalView } from '../src/domain/views/view';
import { malformed, readReversalInput, type ReversalInput } from '../src/workflow/reversal-input';

const reversalCompleted = defineSignal<[ReversalView]>(messages.reversalCompleted);

const { submitReversal, askReversal } = proxyLocalActivities<
  Pick<ReversalActivities, 'submitReversal' | 'askReversal'>
>({ startToCloseTimeout: '10s', retry: { maximumInterval: '1m' } });

/**
 * The first and the longest pause between two questions how it went, in milliseconds. The ledger's signal brings the
 * answer at once; each question adds six events to the child's history.
 */
const firstPauseMs = 60_000;
const longestPauseMs = 6 * 60 * 60_000;

/**
 * Hands the request to the payment's ledger and returns what became of it once that is settled. Goes on to its end
 * though the order is cancelled or closed: the money is still owed. Throws only for malformed input.
 */
export async function reverse(operation: ReversalOperation, input: ReversalInput): Promise<ReversalView> {
  const request = readReversalInput(operation, input);
  return CancellationScope.nonCancellable(() => settledView(request));
}

async function settledView(request: ReversalRequest): Promise<ReversalView> {
  let told: ReversalView | null = null;
  setHandler(reversalCompleted, (view) => {
    if (isSettled(view) && view.reversalId === request.requestId) told = view;
  });
  let known: ReversalView | null = null;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    // Once the ledger knows the request, asking is enough: a signal each time would only lengthen its history.
    if (known === null) {
      const submitted = await submitReversal({ request, replyTo: { workflowId: workflowInfo().workflowId } });
      if (submitted.status === 'malformed') throw malformed(submitted.problems);
      if (submitted.status === 'closed') return submitted.view;
    }
    if (await condition(() => told !== null, pauseMs)) break;
    known = await askReversal({ paymentId: request.payment.paymentId, requestId: request.requestId });
    if (isSettled(known)) return known;
  }
  // Narrowed by the loop's end, which the compiler cannot follow through the handler.
  return told as unknown as ReversalView;
}

function isSettled(view: ReversalView | null): view is ReversalView & { readonly phase: 'completed' } {
  return typeof view === 'object' && view?.phase === 'completed';
}
