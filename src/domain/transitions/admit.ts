import { assertNever } from '../model/assert-never';
import { advance } from './advance';
import { mergeOldSnapshot } from './merge-old-snapshot';
import { mergePayment } from './merge-payment';
import {
  addAudit,
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
import { destinationOf, destinationWords, isSameDestination } from '../model/destination';
import { formatAmount } from '../model/money';
import type { Payment } from '../model/payment';
import { adoptPlan, decideFor } from '../decision/plan';
import type { AccountRules } from '../model/profile';
import { complete } from '../decision/outcome';
import { superseded } from './effective-cancel';
import type { Reason } from '../model/reasons';
import type { Admission, AskedReversal } from '../model/request';
import { isSameRequester } from '../model/requester';
import type { Reversal } from '../model/reversal';
import type { Moment, Transition, Transitioned } from './transition';

/** A request, and whether its sender proved to be whom it names; where identities are trusted, everybody has. */
export interface ReceivedRequest {
  readonly asked: AskedReversal;
  readonly isProved: boolean;
}

/**
 * Decides about a request, reserves its amount and takes over what its snapshot says of the payment: one step, which no
 * other request can interrupt. `mergePayment` only adds what was unknown, and refuses what contradicts it: the cap is as
 * true as the captures that callers and events have reported, and no request changes an amount that is known. Of a request
 * that is refused nothing stays but its refusal. What a repeat says of the payment is taken only from the requester, who has
 * proved it; anybody who proved to be whom they name may resume what was stopped. The rules are null for an account that
 * the rules file does not know.
 */
export const admit: Transition<ReceivedRequest, Admission> = function admit(state, received, { rules, now }) {
  const { asked } = received;
  if (state.frozen?.reason.code === 'untrustedStart') return refuse(state, asked, state.frozen.reason, now);
  const bound = findReversal(state, asked.requestId);
  if (bound !== undefined) return repeat(state, bound, received, rules, now);
  if (rules === null || !areRulesOf(state, asked, rules)) return refuse(state, asked, unknownAccount(asked), now);
  const merge = mergePayment(state.payment, asked.payment, rules);
  if (!merge.merged) return refuse(state, asked, merge.reason, now);
  const full = fullFor(state, asked.operation) ?? fullOfCaptures(merge.payment.captures.length);
  if (full !== null) return refuse(state, asked, full, now);
  // Earlier reversals may wait for what the snapshot says: they take their share first.
  const learned = advance(withPayment(state, merge.payment, asked, now), rules, now, state);
  const changed = refundableChanged(learned, asked);
  if (changed !== null) return refuse(state, asked, changed, now);
  return admitNew({ state, learned, payment: merge.payment }, asked, rules, now);
};

/** Whether a request that is known already would teach the ledger something about its payment. */
export function wouldTeach(state: LedgerState, asked: AskedReversal, rules: AccountRules): boolean {
  const bound = findReversal(state, asked.requestId);
  if (bound === undefined || !isSameRequest(bound, asked)) return false;
  const merge = mergeOldSnapshot(state, asked.payment, rules);
  return merge.merged && !isSamePayment(state.payment, merge.payment);
}

/** Answers a request with a refusal that was found outside of the decision table. */
export const refuseRequest: Transition<{ readonly asked: AskedReversal; readonly reason: Reason }, Admission> =
  function refuseRequest(state, { asked, reason }, { now }: Moment) {
    return refuse(state, asked, reason, now);
  };

/** The ledger before a request, and with what its snapshot says. */
interface Learned {
  readonly state: LedgerState;
  readonly learned: LedgerState;
  readonly payment: Payment;
}

function admitNew(
  { state: before, learned, payment }: Learned,
  asked: AskedReversal,
  rules: AccountRules,
  now: string,
): Transitioned<Admission> {
  // Before the decision, so that what the cancel takes over is free for its own plan.
  const opened = asked.operation === 'cancel' ? superseded(learned, asked.requestId, now) : learned;
  const reversal = newReversal(asked, now);
  const state = addReversal(opened, reversal);
  const decision = decideFor(state, reversal, rules, now);
  if (decision === null) return refuse(before, asked, unknownAccount(asked), now);
  switch (decision.kind) {
    case 'refuse':
      return refuse(before, asked, decision.reason, now);
    case 'end': {
      const { row, reason, outcome } = decision;
      const destination = destinationOf(payment, []);
      const plan = { version: 1, row, why: reason.message, rulesVersion: rules.version, legIds: [], destination };
      const completed = complete({ ...reversal, plan }, outcome, reason, now);
      return { state: withReversal(state, completed), answer: { kind: 'admitted' } };
    }
    case 'send':
    case 'wait': {
      // The reservation: `captureBalances` takes the planned legs off what is refundable, for every request from here on. A
      // wait without legs reserves nothing: `advance` decides it again before anything of it is sent.
      const planned = adoptPlan(reversal, decision, payment, rules, now, state.reversals);
      return { state: withReversal(state, planned), answer: { kind: 'admitted' } };
    }
    default:
      return assertNever(decision);
  }
}

/** Takes over what a request says of the payment. A change of where money goes leaves a line: from where, to where, by whom. */
function withPayment(state: LedgerState, payment: Payment, asked: AskedReversal, now: string): LedgerState {
  // The same payment again is the same object, so that nothing has to be decided anew.
  if (isSamePayment(state.payment, payment)) return state;
  const learned = { ...state, payment };
  if (state.payment === null || isSameDestination(state.payment, payment)) return learned;
  const [from, to] = [state.payment, payment].map((one) => destinationWords(destinationOf(one, [])));
  return addAudit(learned, {
    at: now,
    act: 'destinationChanged',
    by: asked.requester,
    reversalId: asked.requestId,
    planVersion: null,
    comment: `from ${from ?? ''}; to ${to ?? ''}`,
    refused: null,
  });
}

/** Once the payment is known, its rules are; a request for another account contradicts it. */
function areRulesOf({ payment }: LedgerState, asked: AskedReversal, { gatewayAccount }: AccountRules): boolean {
  return payment !== null || gatewayAccount === asked.payment.gatewayAccount;
}

function isSameRequest({ operation, askedMinor }: Reversal, asked: AskedReversal): boolean {
  return operation === asked.operation && askedMinor === asked.amountMinor;
}

function repeat(
  state: LedgerState,
  bound: Reversal,
  { asked, isProved }: ReceivedRequest,
  rules: AccountRules | null,
  now: string,
): Transitioned<Admission> {
  if (!isSameRequest(bound, asked)) {
    const message = `request ${asked.requestId} was made before with another operation or amount; use a new id for a new request`;
    return refuse(state, asked, { code: 'requestIdReused', message }, now);
  }
  const learned = rules === null ? state : learnedAgain(state, bound, { asked, isProved }, rules, now);
  if (!isProved) return { state: learned, answer: { kind: 'repeated' } };
  // The refunds that a cancel added have no request of their own: they continue with it.
  const concerned = learned.reversals.filter(
    ({ reversalId, followUpOf }) => reversalId === bound.reversalId || followUpOf === bound.reversalId,
  );
  const continued = concerned.reduce((next, one) => withReversal(next, resumed(one)), learned);
  return { state: continued, answer: { kind: 'repeated' } };
}

/** What a repeat says of the payment counts if its sender proved to be the requester. Otherwise it leaves a note, no more. */
function learnedAgain(
  state: LedgerState,
  bound: Reversal,
  { asked, isProved }: ReceivedRequest,
  rules: AccountRules,
  now: string,
): LedgerState {
  const noted = (why: string): LedgerState =>
    addNote(state, { at: now, what: `request ${asked.requestId} again`, why });
  const merge = mergeOldSnapshot(state, asked.payment, rules);
  if (!merge.merged) return noted(merge.reason.message);
  if (isSamePayment(state.payment, merge.payment)) return state;
  if (!isProved || !isSameRequester(bound.requester, asked.requester)) return noted(nothingTaken);
  const full = fullOfCaptures(merge.payment.captures.length);
  if (full !== null) return noted(full.message);
  return withPayment(state, merge.payment, asked, now);
}

const nothingTaken =
  'it describes the payment differently, and its sender did not prove to be the requester: nothing of it was taken';

/** Both were put together by the same code, so that their fields have one order. */
function isSamePayment(one: Payment | null, other: Payment): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Made again, a request whose legs were stopped for a person continues: it is certain that nothing of those sends left. */
function resumed(reversal: Reversal): Reversal {
  if (!reversal.legs.some(isStopped)) return reversal;
  const legs = reversal.legs.map((leg): Leg => (isStopped(leg) ? { ...leg, stopped: null, notSentInARow: 0 } : leg));
  return { ...reversal, legs };
}

function refuse(state: LedgerState, asked: AskedReversal, reason: Reason, now: string): Transitioned<Admission> {
  const refusal: Refusal = {
    requestId: asked.requestId,
    paymentId: asked.payment.paymentId,
    currency: asked.payment.currency,
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

/** What the caller expected to be refundable, where they said so. The cap itself is row 1 of the decision table. */
function refundableChanged(state: LedgerState, asked: AskedReversal): Reason | null {
  const expectedMinor = asked.expectedRefundableMinor;
  if (expectedMinor === null) return null;
  const refundableMinor = captureBalances(state).reduce((sum, capture) => sum + capture.refundableMinor, 0);
  if (refundableMinor === expectedMinor) return null;
  const { currency } = asked.payment;
  const message = `${formatAmount(expectedMinor, currency)} ${currency} was expected to be refundable, ${formatAmount(refundableMinor, currency)} is; look again before asking`;
  return { code: 'refundableChanged', message };
}

/** Why a request is refused whose account the rules do not know. */
export function unknownAccount(asked: AskedReversal): Reason {
  const message = `the worker's rules know no gateway account ${JSON.stringify(asked.payment.gatewayAccount)}; add it to the rules file or correct payment.gatewayAccount`;
  return { code: 'unknownGatewayAccount', message };
}
