import { isApprovalOverdue } from '../decision/approval-of-plan';
import { assertNever } from '../model/assert-never';
import { captureBalances } from '../decision/balance';
import { releasesReservation, isUnsent, wasRefusedByPeople, type Leg } from '../model/leg';
import { notSent } from '../model/leg-states';
import { openReversals, withReversal, type LedgerState } from '../model/ledger-state';
import { outcomeOf, reasonOf, complete, withoutUnsent } from '../decision/outcome';
import type { Payment } from '../model/payment';
import { adoptPlan, decideFor, putToApprovers, sentElsewhere } from '../decision/plan';
import type { AccountRules } from '../model/profile';
import type { Reason } from '../model/reasons';
import { hasOpenLegs, type Outcome, type Reversal } from '../model/reversal';
import { expireApproval } from './abandon';
import { withEarlyDecisions } from './decide-approval';
import { withFollowUps } from './effective-cancel';

/** Rounds of carrying on before the rest is left to the next change; two or three are enough for all that is known. */
const roundsAllowed = 10;

/**
 * Advances every reversal as far as possible without the gateway: plans again what the events have changed, completes
 * what has ended, and adds what an effective cancel still owes. What one reversal releases another may reserve, so this
 * is repeated until nothing changes. Called after every change of the state; safe to repeat.
 */
export function advance(state: LedgerState, rules: AccountRules, now: string): LedgerState {
  // A frozen ledger may not know all that was sent: nothing is planned anew or completed until it is recovered.
  if (state.frozen !== null) return state;
  let next = state;
  for (let round = 0; round < roundsAllowed; round += 1) {
    const before = fingerprint(next);
    next = advanceOnce(next, rules, now);
    if (fingerprint(next) === before) break;
  }
  return next;
}

function advanceOnce(state: LedgerState, rules: AccountRules, now: string): LedgerState {
  let next = state;
  for (const { reversalId } of openReversals(state)) {
    const reversal = next.reversals.find((one) => one.reversalId === reversalId);
    if (reversal === undefined) continue;
    next = isApprovalOverdue(reversal, now)
      ? expireApproval(next, reversal, now)
      : withReversal(next, advanceReversal(next, reversal, rules, now));
  }
  return withFollowUps(withEarlyDecisions(next, rules, now), rules, now);
}

/** All that a round can change of the open reversals, as one text to compare. */
function fingerprint(state: LedgerState): string {
  return JSON.stringify(
    openReversals(state).map(({ plan, approval, wait, legs }) => [
      plan?.version,
      approval,
      wait,
      legs.map(fingerprintOfLeg),
    ]),
  );
}

function fingerprintOfLeg({ legId, status }: Leg): readonly string[] {
  return [legId, status];
}

function advanceReversal(state: LedgerState, reversal: Reversal, rules: AccountRules, now: string): Reversal {
  if (state.payment === null || reversal.legs.some((leg) => leg.status === 'sending')) return reversal;
  // People abandoned what was not sent of it: it only waits for the outcome of what was.
  if (reversal.legs.some(wasRefusedByPeople)) return completedByLegs(reversal, now);
  // A refund is bound to its amount: once part of it was sent, the rest continues as planned.
  if (reversal.operation === 'refund' && isBegun(reversal)) {
    const begun = sentElsewhere(reversal, state.payment, rules, now, state.reversals);
    const rest = withoutExcess(state, waitedEnough(state, state.payment, begun, rules, now), now);
    return completedByLegs(rest, now);
  }
  const decision = decideFor(state, reversal, rules, now);
  if (decision === null) return reversal;
  switch (decision.kind) {
    case 'send':
    case 'wait':
      // What a cancel itself has done is reported as soon as it is done, whatever others still reserve.
      if (decision.kind === 'wait' && decision.for === 'others' && hasOwnOutcome(reversal)) {
        return completedByLegs(withoutUnsent(reversal), now);
      }
      return adoptPlan(reversal, decision, state.payment, rules, now, state.reversals);
    case 'refuse':
      return refusedAfterAdmission(state, withoutUnsent(reversal), decision.reason, now);
    case 'end':
      return ended(withoutUnsent(reversal), decision.outcome, decision.reason, now);
    default:
      return assertNever(decision);
  }
}

/** What is left of a refund may have been planned anew while a capture was in progress, or had not settled. */
function waitedEnough(
  state: LedgerState,
  payment: Payment,
  reversal: Reversal,
  rules: AccountRules,
  now: string,
): Reversal {
  if (reversal.wait === null) return reversal;
  const restMinor = reversal.legs.filter(isUnsent).reduce((sum, leg) => sum + leg.amountMinor, 0);
  const rest = { ...reversal, askedMinor: restMinor, requestedMinor: restMinor };
  const waits = decideFor(state, rest, rules, now)?.kind === 'wait';
  return waits ? reversal : putToApprovers({ ...reversal, wait: null }, payment, rules, now, state.reversals);
}

/** A rejected void moved nothing, so that a refund may take its place; unless the charge is voided already. */
function isBegun(reversal: Reversal): boolean {
  return reversal.legs.some(
    (leg) =>
      !isUnsent(leg) && (leg.operation === 'refund' || !releasesReservation(leg) || leg.code === 'alreadyVoided'),
  );
}

/** If money refunded elsewhere leaves nothing for a leg, it is not sent any more: it would refund too much. */
function withoutExcess(state: LedgerState, reversal: Reversal, now: string): Reversal {
  const over = captureBalances(state).filter((one) => one.overRefundedMinor > 0);
  const legs = reversal.legs.map((leg): Leg => {
    if (!isUnsent(leg) || !over.some((one) => one.captureId === leg.captureId)) return leg;
    return notSent(leg, 'overRefunded', now);
  });
  return { ...reversal, legs };
}

/**
 * Its own legs say more of its end than the table does. A declined refund leaves its money with the merchant, whatever
 * the table finds left; a rejected void says nothing.
 */
function hasOwnOutcome(reversal: Reversal): boolean {
  return reversal.legs.some((leg) => !isUnsent(leg) && (!releasesReservation(leg) || leg.operation === 'refund'));
}

function ended(reversal: Reversal, outcome: Outcome, reason: Reason, now: string): Reversal {
  return hasOwnOutcome(reversal) ? completedByLegs(reversal, now) : complete(reversal, outcome, reason, now);
}

/** What it did before it was refused stays done; while captured money is left, that was only a part. */
function refusedAfterAdmission(state: LedgerState, reversal: Reversal, reason: Reason, now: string): Reversal {
  const succeeded = reversal.legs.some((leg) => leg.status === 'succeeded');
  if (!succeeded || hasOpenLegs(reversal) || !isMoneyLeft(withReversal(state, reversal))) {
    return ended(reversal, 'refused', reason, now);
  }
  return complete(reversal, 'partiallyReversed', reason, now);
}

/** Captured money that was not refunded in any way. Money in an open dispute is still to be decided, so it is left. */
function isMoneyLeft(state: LedgerState): boolean {
  return captureBalances(state).some((one) => one.refundableMinor + one.openDisputedMinor > one.overRefundedMinor);
}

function completedByLegs(reversal: Reversal, now: string): Reversal {
  if (hasOpenLegs(reversal)) return reversal;
  return complete(reversal, outcomeOf(reversal.legs), reasonOf(reversal.legs), now);
}
