import { assertNever } from '../model/assert-never';
import { mergePayment } from './merge-payment';
import {
  addNote,
  addReversal,
  findReversal,
  clipped,
  pushWithin,
  withReversal,
  type LedgerState,
  type Refusal,
} from '../model/ledger-state';
import { captureBalances } from '../decision/balance';
import { fullFor, fullOfCaptures } from '../decision/room';
import { isStopped, type Leg } from '../model/leg';
import { isSameValue } from '../model/same-value';
import { formatAmount } from '../model/money';
import { adoptPlan, decideFor } from '../decision/plan';
import type { AccountRules } from '../model/profile';
import { complete } from '../decision/outcome';
import { superseded } from './effective-cancel';
import type { Reason } from '../model/reasons';
import type { Admission, AskedReversal } from '../model/request';
import type { Reversal } from '../model/reversal';
import type { Moment, Transition, Transitioned } from './transition';

/** A request, and why its snapshot contradicts what is known; null: it does not. */
export interface LearnedRequest {
  readonly asked: AskedReversal;
  readonly contradiction: Reason | null;
}

/**
 * Takes over what a request's snapshot says of the payment, before the request itself is decided: other reversals may
 * wait for what is in it. The answer is what contradicts it; null: nothing.
 */
export const learnPayment: Transition<AskedReversal, Reason | null> = function learnPayment(
  state,
  asked,
  { rules, now },
) {
  const bound = findReversal(state, asked.requestId);
  if (rules === null || !areRulesOf(state, asked, rules) || (bound !== undefined && !isSameRequest(bound, asked)))
    return { state, answer: null };
  const merge = mergePayment(state.payment, asked.payment, rules);
  const full = merge.merged ? fullOfCaptures(merge.payment.captures.length) : null;
  if (full !== null) return { state, answer: full };
  if (merge.merged) {
    // The same payment again is the same object, so that nothing has to be decided anew.
    const isNews = state.payment === null || !isSameValue(state.payment, merge.payment);
    return { state: isNews ? { ...state, payment: merge.payment } : state, answer: null };
  }
  if (bound === undefined) return { state, answer: merge.reason };
  const what = `request ${asked.requestId} again`;
  return { state: addNote(state, { at: now, what, why: merge.reason.message }), answer: null };
};

/**
 * Decides about a request and reserves its amount: one step, which no other request can interrupt. The rules are null
 * for an account that the rules file does not know.
 */
export const admit: Transition<LearnedRequest, Admission> = function admit(state, { asked, contradiction }, moment) {
  const { rules, now } = moment;
  const bound = findReversal(state, asked.requestId);
  if (bound !== undefined) return repeat(state, bound, asked, now);
  if (rules === null || !areRulesOf(state, asked, rules)) return refuse(state, asked, unknownAccount(asked), now);
  if (contradiction !== null) return refuse(state, asked, contradiction, now);
  const full = fullFor(state, asked.operation);
  if (full !== null) return refuse(state, asked, full, now);
  const changed = refundableChanged(state, asked);
  if (changed !== null) return refuse(state, asked, changed, now);
  return admitNew(state, asked, rules, now);
};

/** Answers a request with a refusal that was found outside of the decision table. */
export const refuseRequest: Transition<{ readonly asked: AskedReversal; readonly reason: Reason }, Admission> =
  function refuseRequest(state, { asked, reason }, { now }: Moment) {
    return refuse(state, asked, reason, now);
  };

function admitNew(
  learned: LedgerState,
  asked: AskedReversal,
  rules: AccountRules,
  now: string,
): Transitioned<Admission> {
  const opened = asked.operation === 'cancel' ? superseded(learned, asked.requestId, now) : learned;
  const reversal = newReversal(asked, now);
  const state = addReversal(opened, reversal);
  const decision = decideFor(state, reversal, rules, now);
  if (decision === null || learned.payment === null) return refuse(learned, asked, unknownAccount(asked), now);
  switch (decision.kind) {
    case 'refuse':
      return refuse(learned, asked, decision.reason, now);
    case 'end': {
      const { row, reason, outcome } = decision;
      const plan = { version: 1, row, why: reason.message, rulesVersion: rules.version, legIds: [] };
      const completed = complete({ ...reversal, plan }, outcome, reason, now);
      return { state: withReversal(state, completed), answer: { kind: 'admitted' } };
    }
    case 'send':
    case 'wait': {
      const planned = adoptPlan(reversal, decision, learned.payment, rules, now);
      return { state: withReversal(state, planned), answer: { kind: 'admitted' } };
    }
    default:
      return assertNever(decision);
  }
}

/** Once the payment is known, its rules are; a request for another account contradicts it. */
function areRulesOf({ payment }: LedgerState, asked: AskedReversal, { gatewayAccount }: AccountRules): boolean {
  return payment !== null || gatewayAccount === asked.payment.gatewayAccount;
}

function isSameRequest({ operation, askedMinor }: Reversal, asked: AskedReversal): boolean {
  return operation === asked.operation && askedMinor === asked.amountMinor;
}

function repeat(state: LedgerState, bound: Reversal, asked: AskedReversal, now: string): Transitioned<Admission> {
  if (!isSameRequest(bound, asked)) {
    const message = `request ${asked.requestId} was made before with another operation or amount; use a new id for a new request`;
    return refuse(state, asked, { code: 'requestIdReused', message }, now);
  }
  return { state: withReversal(state, resumed(bound)), answer: { kind: 'repeated' } };
}

/** Made again, a request whose legs were stopped for a person continues: it is certain that nothing of them left. */
function resumed(reversal: Reversal): Reversal {
  if (!reversal.legs.some(isStopped)) return reversal;
  const legs = reversal.legs.map((leg): Leg => (isStopped(leg) ? { ...leg, stopped: null, notSentInARow: 0 } : leg));
  return { ...reversal, legs };
}

function refuse(state: LedgerState, asked: AskedReversal, reason: Reason, now: string): Transitioned<Admission> {
  const refusal: Refusal = {
    requestId: asked.requestId,
    operation: asked.operation,
    requestedMinor: asked.amountMinor,
    requester: asked.requester,
    requestReason: asked.reason,
    reason: { ...reason, message: clipped(reason.message) },
    at: now,
  };
  return {
    state: { ...state, refusals: pushWithin(state.refusals, refusal) },
    answer: { kind: 'refused', refusal },
  };
}

function newReversal(asked: AskedReversal, now: string): Reversal {
  return {
    reversalId: asked.requestId,
    operation: asked.operation,
    askedMinor: asked.amountMinor,
    requestedMinor: asked.amountMinor,
    requester: asked.requester,
    requestReason: asked.reason,
    admittedAt: now,
    plan: null,
    approval: null,
    wait: null,
    legs: [],
    legsMade: 0,
    followUpOf: null,
    followUpCaptureId: null,
    completed: null,
  };
}

function refundableChanged(state: LedgerState, asked: AskedReversal): Reason | null {
  const expectedMinor = asked.expectedRefundableMinor;
  if (expectedMinor === null) return null;
  const refundableMinor = captureBalances(state).reduce((sum, capture) => sum + capture.refundableMinor, 0);
  if (refundableMinor === expectedMinor) return null;
  const { currency } = asked.payment;
  const message = `${formatAmount(expectedMinor, currency)} ${currency} was expected to be refundable, ${formatAmount(refundableMinor, currency)} is; look again before asking`;
  return { code: 'refundableChanged', message };
}

function unknownAccount(asked: AskedReversal): Reason {
  const message = `the worker's rules know no gateway account ${JSON.stringify(asked.payment.gatewayAccount)}; add it to the rules file or correct payment.gatewayAccount`;
  return { code: 'unknownGatewayAccount', message };
}
