import { fullOfCaptures } from '../decision/room';
import { addAudit } from '../model/ledger-state';
import type { Payment } from '../model/payment';
import type { Requester } from '../model/requester';
import { mergePayment } from './merge-payment';
import type { Transition } from './transition';

/** A payment as its teller knows it, and who tells it. */
export interface OpenedPayment {
  readonly payment: Payment;
  readonly by: Requester;
}

/**
 * Opens a ledger with its payment, without asking for anything. Repeated, it changes nothing: a payment that is known
 * changes by requests and events. The answer is what contradicts it; null: nothing.
 */
export const openPayment: Transition<OpenedPayment, string | null> = function openPayment(
  state,
  { payment, by },
  { rules, now },
) {
  if (rules === null || (state.payment === null && rules.gatewayAccount !== payment.gatewayAccount)) {
    const answer = `the worker's rules know no gateway account ${JSON.stringify(payment.gatewayAccount)}; add it to the rules file or correct payment.gatewayAccount`;
    return { state, answer };
  }
  const merge = mergePayment(state.payment, payment, rules);
  if (!merge.merged) return { state, answer: merge.reason.message };
  if (state.payment !== null) return { state, answer: null };
  const full = fullOfCaptures(merge.payment.captures.length);
  if (full !== null) return { state, answer: full.message };
  const entry = {
    at: now,
    act: 'opened' as const,
    by,
    reversalId: null,
    planVersion: null,
    comment: null,
    refused: null,
  };
  return { state: addAudit({ ...state, payment: merge.payment }, entry), answer: null };
};
