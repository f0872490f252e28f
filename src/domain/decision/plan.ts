import { askApproval } from '../model/approval';
import { isApproved } from './approval-of-plan';
import { destinationOf, digestOf } from '../model/destination';
import { countedMinor } from './counted-amount';
import { balancesWithout } from './balance';
import { decide } from './decide';
import type { Decision, LegDraft } from './decision';
import { isFinalFor, releasesReservation, isUnsent, type Leg } from '../model/leg';
import type { LedgerState } from '../model/ledger-state';
import { indexOf, nothingHeld, placeOf } from '../model/list-index';
import type { Payment } from '../model/payment';
import { declineReasons, type AccountRules, type DeclineReason } from '../model/profile';
import type { ReasonCode } from '../model/reasons';
import type { Reversal, Wait } from '../model/reversal';
import { settlementNews } from './settlement-news';
import type { DecisionInput } from './terms';

/**
 * What the table says for this reversal now, leaving out of the balance what it has planned itself and not sent. Its legs
 * are those that it has in the state.
 */
export function decideFor(state: LedgerState, reversal: Reversal, rules: AccountRules, now: string): Decision | null {
  if (state.payment === null) return null;
  return decide(decisionInputOf(state, state.payment, reversal, rules, now), {
    operation: reversal.operation,
    amountMinor: reversal.requestedMinor ?? reversal.askedMinor,
  });
}

function decisionInputOf(
  state: LedgerState,
  payment: Payment,
  reversal: Reversal,
  rules: AccountRules,
  now: string,
): DecisionInput {
  return {
    payment,
    balances: balancesWithout(state, reversal.legs.filter(isUnsent)),
    rules,
    now,
    authorizationVoid: authorizationVoid(state, reversal),
    othersOpen: firstOpen(state.reversals) < (placeOf(state.reversals, reversal.reversalId) ?? Infinity),
    declinedVoid: declinedVoid(reversal.legs),
    excludedCaptureIds: excludedCaptureIds(payment, reversal),
    ...settlementNews(payment, reversal.legs, rules, now),
  };
}

/** Declined before, or not what a follow-up reversal is for. */
function excludedCaptureIds({ captures }: Payment, { followUpCaptureId, legs }: Reversal): readonly string[] {
  if (followUpCaptureId === null && !legs.some(releasesReservation)) return [];
  return captures
    .map(({ captureId }) => captureId)
    .filter((captureId) => {
      const isForAnother = followUpCaptureId !== null && followUpCaptureId !== captureId;
      return isForAnother || legs.some((leg) => isFinalFor(leg, captureId));
    });
}

const firstOpens = new WeakMap<LedgerState['reversals'], number>();

/**
 * The place of the first reversal that holds money and has not ended; Infinity: there is none. Only earlier reversals are
 * waited for, so that no two ever wait for each other.
 */
function firstOpen(reversals: LedgerState['reversals']): number {
  const cached = firstOpens.get(reversals);
  if (cached !== undefined) return cached;
  const found = reversals.findIndex(({ completed, legs }) => completed === null && legs.length > 0);
  const place = found === -1 ? Infinity : found;
  firstOpens.set(reversals, place);
  return place;
}

/** Of all legs but those that this reversal has planned itself. */
function authorizationVoid({ reversals }: LedgerState, { legs }: Reversal): DecisionInput['authorizationVoid'] {
  const { voids } = indexOf(reversals).held.get(null) ?? nothingHeld;
  const others = voids.filter((leg) => !isUnsent(leg) || !legs.includes(leg));
  if (others.length === 0) return 'none';
  return others.some((leg) => leg.status === 'succeeded') ? 'done' : 'open';
}

function declinedVoid(legs: readonly Leg[]): DecisionInput['declinedVoid'] {
  const rejected = legs.findLast(
    (leg) => leg.operation === 'void' && (leg.status === 'declined' || leg.status === 'failed'),
  );
  if (rejected === undefined) return null;
  return rejected.status === 'failed'
    ? 'failedLater'
    : declineReason(rejected.status === 'declined' ? rejected.code : null);
}

function declineReason(code: ReasonCode | null): DeclineReason {
  return declineReasons.find((reason) => reason === code) ?? 'declined';
}

/**
 * The reversal with a decision's legs planned as its next version. Sent legs stay; a decision that changes nothing
 * makes no version, and gives the same object back. `reversals`: all of the payment, whose amounts count together.
 */
export function adoptPlan(
  reversal: Reversal,
  decision: Extract<Decision, { kind: 'send' | 'wait' }>,
  payment: Payment,
  rules: AccountRules,
  now: string,
  reversals: readonly Reversal[],
): Reversal {
  const wait = decision.kind === 'wait' ? waitOf(reversal.wait, decision, rules, now) : null;
  const unsent = reversal.legs.filter(isUnsent);
  const isSame = sameLegs(unsent, decision.legs) && planStillApplies(reversal, decision);
  if (isSame && sendsWhereItWas(reversal, payment)) {
    return putToApprovers(wait === reversal.wait ? reversal : { ...reversal, wait }, payment, rules, now, reversals);
  }
  const made = decision.legs.map((leg, index) =>
    newLeg(reversal.reversalId, leg, reversal.legsMade + index + 1, payment, now),
  );
  const planned: Reversal = {
    ...reversal,
    wait,
    requestedMinor: reversal.requestedMinor ?? pinnedMinor(reversal, decision),
    legs: [...reversal.legs.filter((leg) => !isUnsent(leg)), ...made],
    legsMade: reversal.legsMade + made.length,
    plan: {
      version: (reversal.plan?.version ?? 0) + 1,
      row: decision.row,
      why: decision.kind === 'wait' ? decision.reason.message : decision.why,
      rulesVersion: rules.version,
      legIds: made.map((leg) => leg.legId),
      destination: destinationOf(payment, made),
    },
  };
  return putToApprovers(planned, payment, rules, now, reversals);
}

/**
 * The reversal with what it has not sent as a new version of its plan, where the card or its companions have changed since:
 * what was approved is what is sent. The legs stay as they are.
 */
export function sentElsewhere(
  reversal: Reversal,
  payment: Payment,
  rules: AccountRules,
  now: string,
  reversals: readonly Reversal[],
): Reversal {
  const { plan } = reversal;
  if (plan === null || sendsWhereItWas(reversal, payment)) return reversal;
  const unsent = reversal.legs.filter(isUnsent);
  const version = plan.version + 1;
  const legIds = unsent.map((leg) => leg.legId);
  const changed = { ...plan, version, legIds, destination: destinationOf(payment, unsent) };
  return putToApprovers({ ...reversal, plan: changed }, payment, rules, now, reversals);
}

/** What of the plan is not sent yet would go where the plan says. */
function sendsWhereItWas({ plan, legs }: Reversal, payment: Payment): boolean {
  if (plan === null || !legs.some(isUnsent)) return true;
  const planned = legs.filter((leg) => plan.legIds.includes(leg.legId));
  return digestOf(payment, planned) === plan.destination.digest;
}

/**
 * Asks the approval policy about the plan's version, once and before its first leg. A plan that still waits for an
 * event may yet change, so no approval is requested for it.
 */
export function putToApprovers(
  reversal: Reversal,
  { currency }: Payment,
  rules: AccountRules,
  now: string,
  reversals: readonly Reversal[],
): Reversal {
  const { plan, wait, approval } = reversal;
  if (plan === null || wait !== null || approval?.planVersion === plan.version) return reversal;
  const asked = { planVersion: plan.version, countedMinor: countedMinor(reversal, reversals), currency };
  return { ...reversal, approval: askApproval(rules.approvals, asked, now) };
}

/**
 * The current plan still applies: by the same row, or because the table only repeats what is left of it. A void that the
 * gateway declined ends its plan, even where what is left stays the same. What was approved waits for settlement as it is.
 */
function planStillApplies(reversal: Reversal, decision: Extract<Decision, { kind: 'send' | 'wait' }>): boolean {
  const { plan, legs } = reversal;
  if (plan === null) return false;
  const planned = legs.filter((leg) => plan.legIds.includes(leg.legId));
  if (planned.some((leg) => leg.operation === 'void' && releasesReservation(leg))) return false;
  const isUnderWay = planned.some((leg) => !isUnsent(leg) && !releasesReservation(leg));
  if (decision.kind === 'wait' && decision.for === 'settlement' && isApproved(reversal)) return true;
  return plan.row === decision.row || (decision.kind === 'send' && isUnderWay);
}

/** "All that is left" becomes a number as soon as there is one. */
function pinnedMinor(reversal: Reversal, decision: Extract<Decision, { kind: 'send' | 'wait' }>): number | null {
  if (reversal.operation === 'cancel' || decision.legs.length === 0) return null;
  return reversal.askedMinor ?? decision.legs.reduce((sum, leg) => sum + leg.amountMinor, 0);
}

function waitOf(
  before: Wait | null,
  decision: Extract<Decision, { kind: 'wait' }>,
  rules: AccountRules,
  now: string,
): Wait {
  const bound = new Date(Date.parse(now) + rules.captureWaitMinutes * 60_000).toISOString();
  const until = decision.for === 'capture' ? (before?.for === 'capture' ? before.until : bound) : decision.until;
  if (before?.for === decision.for) {
    const { code, message } = decision.reason;
    const isSame = before.reason.code === code && before.reason.message === message && before.until === until;
    return isSame ? before : { ...before, reason: decision.reason, until };
  }
  return { for: decision.for, reason: decision.reason, since: now, until };
}

function sameLegs(unsent: readonly Leg[], wanted: readonly LegDraft[]): boolean {
  return (
    unsent.length === wanted.length &&
    unsent.every((leg, index) => {
      const other = wanted[index];
      return (
        other?.operation === leg.operation &&
        other.captureId === leg.captureId &&
        other.amountMinor === leg.amountMinor &&
        other.reference === leg.reference
      );
    })
  );
}

/** A leg as it is planned, under the next number of its reversal. */
export function newLeg(reversalId: string, leg: LegDraft, number: number, payment: Payment, now: string): Leg {
  return {
    legId: `${reversalId}/${leg.captureId ?? 'auth'}/${String(number)}`,
    operation: leg.operation,
    amountMinor: leg.amountMinor,
    wireAmountMinor: leg.operation === 'void' ? payment.authorizedMinor : leg.amountMinor,
    reservedMinor: leg.amountMinor,
    captureId: leg.captureId,
    reference: leg.reference,
    status: 'planned',
    stopped: null,
    gatewayReference: null,
    gatewayResultCode: null,
    notSentInARow: 0,
    resends: 0,
    since: now,
    attempts: [],
    evidence: null,
  };
}
