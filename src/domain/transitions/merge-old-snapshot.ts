import type { LedgerState } from '../model/ledger-state';
import type { Payment } from '../model/payment';
import { captureStatesSaid } from './capture-begun';
import { mergePayment, type MergeResult, type MergeRules } from './merge-payment';

/**
 * Merges the snapshot of a request that is made again. It may be as old as the request: where events have said whether a
 * capture has begun or failed, what is recorded stays. The snapshot of a new request speaks of today.
 */
export function mergeOldSnapshot(state: LedgerState, reported: Payment, rules: MergeRules): MergeResult {
  const merge = mergePayment(state.payment, reported, rules);
  if (!merge.merged) return merge;
  const recorded = new Map(state.payment?.captures.map(({ captureId, status }) => [captureId, status]));
  const begun = captureStatesSaid(state.statements);
  const captures = merge.payment.captures.map((capture) => {
    const status = recorded.get(capture.captureId) ?? capture.status;
    return capture.status === 'succeeded' || !begun.has(capture.captureId) ? capture : { ...capture, status };
  });
  return { ...merge, payment: { ...merge.payment, captures } };
}
