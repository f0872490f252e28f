import type { LedgerState } from '../model/ledger-state';
import type { Capture, Payment } from '../model/payment';
import { newestOf, type Statement } from '../model/statement';
import { mergePayment, type MergeResult, type MergeRules } from './merge-payment';

/**
 * Merges a snapshot that came with a request. A snapshot does not say when a capture began or failed:
 * where events have said it, they count, so that an old snapshot in a repeated request never overwrites newer news.
 */
export function mergeSnapshot(state: LedgerState, reported: Payment, rules: MergeRules): MergeResult {
  const merge = mergePayment(state.payment, reported, rules);
  if (!merge.merged) return merge;
  const said = state.statements.filter(({ kind }) => kind === 'captureStarted' || kind === 'captureFailed');
  if (said.length === 0) return merge;
  const captures = merge.payment.captures.map((capture) => asRecorded(said, capture));
  return { ...merge, payment: { ...merge.payment, captures } };
}

function asRecorded(said: readonly Statement[], capture: Capture): Capture {
  if (capture.status === 'succeeded') return capture;
  const last = newestOf(said.filter(({ captureId }) => captureId === capture.captureId));
  if (last === undefined) return capture;
  return { ...capture, status: last.kind === 'captureStarted' ? 'started' : 'failed' };
}
