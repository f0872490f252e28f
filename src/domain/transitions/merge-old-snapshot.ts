import type { LedgerState } from '../model/ledger-state';
import type { Payment } from '../model/payment';
import { captureBegun } from './capture-begun';
import { mergePayment, type MergeResult, type MergeRules } from './merge-payment';

/**
 * Merges the snapshot of a request that is made again. It may be as old as the request: where events have said whether a
 * capture has begun or failed, what is recorded stays. The snapshot of a new request speaks of today.
 */
export function mergeOldSnapshot(state: LedgerState, reported: Payment, rules: MergeRules): MergeResult {
  const merge = mergePayment(state.payment, reported, rules);
  if (!merge.merged) return merge;
  const captures = merge.payment.captures.map((capture) => {
    if (capture.status === 'succeeded' || captureBegun(state.statements, capture.captureId) === null) return capture;
    const recorded = state.payment?.captures.find(({ captureId }) => captureId === capture.captureId);
    return { ...capture, status: recorded?.status ?? capture.status };
  });
  return { ...merge, payment: { ...merge.payment, captures } };
}
