import type { LedgerState } from '../model/ledger-state';
import type { Payment } from '../model/payment';
import { captureBegun } from './capture-begun';
import { mergePayment, type MergeResult, type MergeRules } from './merge-payment';

/**
 * Merges a snapshot that came from a caller. A snapshot does not say when a capture began or failed: where events have
 * said it, they count, so that an old snapshot in a repeated request never overwrites newer news.
 */
export function mergeSnapshot(state: LedgerState, reported: Payment, rules: MergeRules): MergeResult {
  const merge = mergePayment(state.payment, reported, rules);
  if (!merge.merged) return merge;
  const captures = merge.payment.captures.map((capture) => {
    const begun = capture.status === 'succeeded' ? null : captureBegun(state.statements, capture.captureId);
    return begun === null ? capture : { ...capture, status: begun };
  });
  return { ...merge, payment: { ...merge.payment, captures } };
}
