import { askApproval } from '../model/approval';
import { destinationOf, digestOf } from '../model/destination';
import { countedMinor } from './counted-amount';
import { captureBalances } from './balance';
import { decide } from './decide';
import type { Decision, LegDraft } from './decision';
import { isFinalFor, releasesReservation, isUnsent, type Leg } from '../model/leg';
import { allLegs, withReversal, type LedgerState } from '../model/ledger-state';
import type { Payment } from '../model/payment';
import { declineReasons, type AccountRules, type DeclineReason } from '../model/profile';
import type { ReasonCode } from '../model/reasons';
import type { Reversal, Wait } from '../model/reversal';
import type { DecisionInput } from './terms';

/** What the table says for this reversal now, leaving out of the balance what it has planned itself and not sent. */
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
  const without = withReversal(state, { ...reversal, legs: reversal.legs.filter((leg) => !isUnsent(leg)) });
  return {
    payment,
    balances: captureBalances(without),
    rules,
    now,
    authorizationVoid: authorizationVoid(allLegs(without)),
    othersOpen: earlierOnes(state, reversal).some((other) => other.completed === null && other.legs.length > 0),
    declinedVoid: declinedVoid(reversal.legs),
    excludedCaptureIds: payment.captures
      .map(({ captureId }) => captureId)
      .filter((captureId) => isExcluded(reversal, captureId)),
  };
}

/** Declined before, or not what a follow-up reversal is for. */
function isExcluded(reversal: Reversal, captureId: string): boolean {
  const isForAnother = reversal.followUpCaptureId !== null && reversal.followUpCaptureId !== captureId;
  return isForAnother || reversal.legs.some((leg) => isFinalFor(leg, captureId));
}

/** Only earlier reversals are waited for, so that no two ever wait for each other. */
function earlierOnes(state: LedgerState, reversal: Reversal): readonly Reversal[] {
  const place = state.reversals.findIndex((one) => one.reversalId === reversal.reversalId);
  return place === -1 ? state.reversals : state.reversals.slice(0, place);
}

function authorizationVoid(legs: readonly Leg[]): DecisionInput['authorizationVoid'] {
  const voids = legs.filter((leg) => leg.captureId === null && !releasesReservation(leg));
  if (voids.length === 0) return 'none';
  return voids.some((leg) => leg.status === 'succeeded') ? 'done' : 'open';
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
 * makes no version. `reversals`: all of the payment, whose amounts count together.
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
    return putToApprovers({ ...reversal, wait }, payment, rules, now, reversals);
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
 * gateway declined ends its plan, even where what is left stays the same.
 */
function planStillApplies({ plan, legs }: Reversal, decision: Extract<Decision, { kind: 'send' | 'wait' }>): boolean {
  if (plan === null) return false;
  const planned = legs.filter((leg) => plan.legIds.includes(leg.legId));
  if (planned.some((leg) => leg.operation === 'void' && releasesReservation(leg))) return false;
  const isUnderWay = planned.some((leg) => !isUnsent(leg) && !releasesReservation(leg));
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
  if (before?.for === decision.for) return { ...before, reason: decision.reason };
  const bound = new Date(Date.parse(now) + rules.captureWaitMinutes * 60_000).toISOString();
  return { for: decision.for, reason: decision.reason, since: now, until: decision.for === 'capture' ? bound : null };
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
