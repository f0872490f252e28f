import { isApprovalOverdue } from '../decision/approval-of-plan';
import { assertNever } from '../model/assert-never';
import { captureBalances } from '../decision/balance';
import { releasesReservation, isUnsent, wasSentAgain, type Leg } from '../model/leg';
import { notSent } from '../model/leg-states';
import { withReversal, type LedgerState } from '../model/ledger-state';
import { outcomeOf, reasonOf, complete, withoutUnsent } from '../decision/outcome';
import type { Payment } from '../model/payment';
import { adoptPlan, decideFor, putToApprovers, sentElsewhere } from '../decision/plan';
import type { AccountRules } from '../model/profile';
import { settlementWait } from '../decision/settlement-news';
import { withinRequest } from '../decision/request-sum';
import type { Reason } from '../model/reasons';
import { hasOpenLegs, isBegun, isRefusedByPeople, type Outcome, type Reversal, type Wait } from '../model/reversal';
import { expireApproval } from './abandon';
import { affectedBy, disturbed, rest, union, type Affected } from './at-rest';
import { withEarlyDecisions } from './decide-approval';
import { withFollowUps } from './effective-cancel';

/** Rounds of carrying on before the rest is left to the next change; two or three are enough for all that is cached. */
const roundsAllowed = 10;

/**
 * Advances every reversal as far as possible without the gateway: plans again what the events have changed, completes
 * what has ended, and adds what an effective cancel still owes. What one reversal releases another may reserve, so this
 * is repeated until nothing changes. Called after every change of the state; safe to repeat.
 *
 * `before` is the state from which this one came. Where nothing was left to do in it, only what the change can concern is
 * looked at: the same comes out as without it, in a time that does not grow with the number of reversals.
 */
export function advance(state: LedgerState, rules: AccountRules, now: string, before?: LedgerState): LedgerState {
  // A frozen ledger may not know all that was sent: nothing is planned anew or completed until it is recovered.
  if (state.frozen !== null) return state;
  let round: Round = { state, affected: before === undefined ? 'all' : affectedBy(before, state, rules, now) };
  const cached = round.affected === 'all' ? undefined : before;
  for (let rounds = 0; rounds < roundsAllowed; rounds += 1) {
    const next = advanceOnce(round, rules, now);
    if (next.state.reversals === round.state.reversals) return rest(next.state, rules, now, cached);
    round = next;
  }
  return round.state;
}

/** A state, and which of its reversals have to be looked at. */
export interface Round {
  readonly state: LedgerState;
  readonly affected: Affected;
}

/**
 * One round: open reversals in their order, then what came early and what follows. What is changed for one of them may
 * concern others: those after it in this round, and all of them in the next. For every single change it is noted whom it
 * may concern, because a later one may undo it for some and not for those that were looked at in between.
 */
export function advanceOnce(round: Round, rules: AccountRules, now: string): Round {
  let { state, affected } = round;
  let again: Affected = [];
  const moveTo = (after: LedgerState): void => {
    if (again !== 'all') {
      const concerned = disturbed(state, after);
      affected = union(affected, concerned);
      again = union(again, concerned);
    }
    state = after;
  };
  for (let place = nextPlace(affected, 0); place < state.reversals.length; place = nextPlace(affected, place + 1)) {
    const reversal = state.reversals[place];
    if (reversal === undefined || reversal.completed !== null) continue;
    const after = isApprovalOverdue(reversal, now)
      ? expireApproval(state, reversal, now)
      : withReversal(state, advanceReversal(state, reversal, rules, now));
    if (after !== state) moveTo(after);
  }
  moveTo(withFollowUps(withEarlyDecisions(state, rules, now), rules, now));
  return { state, affected: again };
}

/** The first place from this one on that has to be looked at. */
function nextPlace(affected: Affected, from: number): number {
  return affected === 'all' ? from : (affected.find((place) => place >= from) ?? Infinity);
}

function advanceReversal(state: LedgerState, reversal: Reversal, rules: AccountRules, now: string): Reversal {
  if (state.payment === null || reversal.legs.some((leg) => leg.status === 'sending')) return reversal;
  // People abandoned what was not sent of it: it only waits for the outcome of what was.
  if (isRefusedByPeople(reversal)) return completedByLegs(reversal, now);
  // A refund is bound to its amount: once part of it was sent, the rest continues as planned.
  if (reversal.operation === 'refund' && isBegun(reversal)) {
    const begun = sentElsewhere(withinRequest(reversal, now), state.payment, rules, now, state.reversals);
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
  if (reversal.wait.for === 'settlement') {
    const wait = settlementWait(payment, reversal, rules, now);
    return wait === null
      ? putToApprovers({ ...reversal, wait }, payment, rules, now, state.reversals)
      : withWait(reversal, wait);
  }
  const restMinor = reversal.legs.filter(isUnsent).reduce((sum, leg) => sum + leg.amountMinor, 0);
  const rest = { ...reversal, askedMinor: restMinor, requestedMinor: restMinor };
  const decision = decideFor(state, rest, rules, now);
  if (decision?.kind === 'wait' && decision.for !== 'settlement') return reversal;
  const settling = decision?.kind === 'wait' ? settlementWait(payment, { ...reversal, wait: null }, rules, now) : null;
  if (settling !== null) return { ...reversal, wait: settling };
  return putToApprovers({ ...reversal, wait: null }, payment, rules, now, state.reversals);
}

/** Its own legs say what of them has to settle, whatever the table would choose now. */
function withWait(reversal: Reversal, wait: Wait): Reversal {
  const { wait: before } = reversal;
  const isSame = before?.until === wait.until && before.reason.message === wait.reason.message;
  return isSame ? reversal : { ...reversal, wait };
}

/** If money refunded elsewhere leaves nothing for a leg, it is not sent any more: it would refund too much. */
function withoutExcess(state: LedgerState, reversal: Reversal, now: string): Reversal {
  const over = captureBalances(state).filter((one) => one.overRefundedMinor > 0);
  if (over.length === 0) return reversal;
  const isExcess = (leg: Leg): boolean => isUnsent(leg) && over.some((one) => one.captureId === leg.captureId);
  if (!reversal.legs.some(isExcess)) return reversal;
  const legs = reversal.legs.map((leg) => (isExcess(leg) ? notSent(leg, 'overRefunded', now) : leg));
  return { ...reversal, legs };
}

/**
 * Its own legs say more of its end than the table does. A declined refund leaves its money with the merchant, whatever
 * the table finds left; a rejected void says nothing.
 */
function hasOwnOutcome(reversal: Reversal): boolean {
  return reversal.legs.some(
    (leg) => !isUnsent(leg) && !wasSentAgain(leg) && (!releasesReservation(leg) || leg.operation === 'refund'),
  );
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
  return complete(reversal, outcomeOf(reversal), reasonOf(reversal), now);
}
