import { assertNever } from './assert-never';
import { captureBalances } from './balance';
import { gaveBack, endsAsking, isUnsent, type Leg } from './leg';
import { unsettled, withReversal, type LedgerState } from './ledger-state';
import { adoptPlan, decideFor } from './plan';
import type { AccountRules } from './profile';
import type { Reason } from './reasons';
import { hasOpenLegs, isSettled, wasSent, type Outcome, type Reversal } from './reversal';

/**
 * Carries every reversal on as far as it can go without the gateway: plans again what the facts have changed, settles
 * what has ended, adds what a standing cancel owes. Called after every change of the state; repeating it changes nothing.
 */
export function progress(state: LedgerState, rules: AccountRules, now: string): LedgerState {
  // A broken line may not know all that was sent: nothing of it is planned anew or ended until it is recovered.
  if (state.hold !== null) return state;
  let next = state;
  for (const { reversalId } of unsettled(state)) {
    const reversal = next.reversals.find((one) => one.reversalId === reversalId);
    if (reversal !== undefined) next = withReversal(next, carriedOn(next, reversal, rules, now));
  }
  return withLateReversals(next, rules, now);
}

function carriedOn(state: LedgerState, reversal: Reversal, rules: AccountRules, now: string): Reversal {
  if (state.payment === null || reversal.legs.some((leg) => leg.status === 'sending')) return reversal;
  // A refund is bound to its amount: once part of it has left, the rest goes on as planned.
  if (reversal.operation === 'refund' && isBegun(reversal))
    return settledByLegs(withoutExcess(state, reversal, now), now);
  const decision = decideFor(state, reversal, rules, now);
  if (decision === null) return reversal;
  switch (decision.kind) {
    case 'send':
    case 'wait':
      // What a cancel itself has done is told as soon as it is done, whatever others still hold.
      if (decision.kind === 'wait' && decision.for === 'others' && wasSent(reversal)) {
        return settledByLegs(withoutUnsent(reversal), now);
      }
      return adoptPlan(reversal, decision, state.payment, rules, now);
    case 'refuse':
      return refusedLate(state, withoutUnsent(reversal), decision.reason, now);
    case 'end':
      return ended(withoutUnsent(reversal), decision.outcome, decision.reason, now);
    default:
      return assertNever(decision);
  }
}

/** A rejected void moved nothing, so that a refund may take its place; unless the charge is voided already. */
function isBegun(reversal: Reversal): boolean {
  return reversal.legs.some(
    (leg) => !isUnsent(leg) && (leg.operation === 'refund' || !gaveBack(leg) || leg.code === 'alreadyVoided'),
  );
}

/** A leg of which money given back elsewhere has left nothing is not sent any more: it would give back too much. */
function withoutExcess(state: LedgerState, reversal: Reversal, now: string): Reversal {
  const over = captureBalances(state).filter((one) => one.overReturnedMinor > 0);
  const legs = reversal.legs.map((leg): Leg => {
    if (!isUnsent(leg) || !over.some((one) => one.captureId === leg.captureId)) return leg;
    return { ...leg, status: 'notSent', code: 'overReturned', stopped: false, since: now };
  });
  return { ...reversal, legs };
}

function ended(reversal: Reversal, outcome: Outcome, reason: Reason, now: string): Reversal {
  // A declined refund leaves its money with the merchant: that the table finds nothing more to ask does not undo that.
  const saysMore = reversal.legs.some((leg) => !gaveBack(leg) || leg.operation === 'refund');
  return saysMore ? settledByLegs(reversal, now) : settle(reversal, outcome, reason, now);
}

/** What it did before it was refused stays done; while captured money is left, that was only a part. */
function refusedLate(state: LedgerState, reversal: Reversal, reason: Reason, now: string): Reversal {
  const succeeded = reversal.legs.some((leg) => leg.status === 'succeeded');
  if (!succeeded || hasOpenLegs(reversal) || !isMoneyLeft(withReversal(state, reversal))) {
    return ended(reversal, 'refused', reason, now);
  }
  return settle(reversal, 'partlyReversed', reason, now);
}

/** Captured money that was not given back in any way. Money in an open dispute is still to be decided, so it is left. */
function isMoneyLeft(state: LedgerState): boolean {
  return captureBalances(state).some((one) => one.refundableMinor + one.openDisputedMinor > one.overReturnedMinor);
}

function withoutUnsent(reversal: Reversal): Reversal {
  return { ...reversal, wait: null, legs: reversal.legs.filter((leg) => !isUnsent(leg)) };
}

function settledByLegs(reversal: Reversal, now: string): Reversal {
  if (hasOpenLegs(reversal)) return reversal;
  return settle(reversal, outcomeOf(reversal.legs), reasonOf(reversal.legs), now);
}

/** Ends a reversal. */
export function settle(reversal: Reversal, outcome: Outcome, reason: Reason | null, now: string): Reversal {
  return { ...reversal, wait: null, settled: { outcome, reason, at: now } };
}

/** What came of the legs together. A rejected void that became a refund leaves no trace in the outcome. */
export function outcomeOf(legs: readonly Leg[]): Outcome {
  const succeeded = legs.filter((leg) => leg.status === 'succeeded');
  const missed = legs.filter((leg) => gaveBack(leg) && leg.operation === 'refund');
  if (succeeded.length === 0) return legs.some((leg) => leg.status === 'failed') ? 'failed' : 'declined';
  if (missed.length > 0) return 'partlyReversed';
  return succeeded.some((leg) => leg.operation === 'refund') ? 'refunded' : 'voided';
}

export function reasonOf(legs: readonly Leg[]): Reason | null {
  const missed = legs.findLast((leg) => gaveBack(leg) && leg.operation === 'refund') ?? legs.findLast(gaveBack);
  if (missed?.code == null || outcomeOf(legs) === 'refunded' || outcomeOf(legs) === 'voided') return null;
  const raw = missed.gatewayResultCode === null ? '' : ` (gateway code ${missed.gatewayResultCode})`;
  return { code: missed.code, message: `the ${missed.operation} of leg ${missed.legId} ${endOf(missed)}${raw}` };
}

function endOf({ status, code }: Leg): string {
  if (status === 'failed') return 'failed after it was accepted';
  if (status === 'declined') return 'was declined by the gateway';
  return code === 'overReturned' ? 'was not sent: the money was given back elsewhere' : 'was never sent';
}

/** A settled cancel that stands: whatever is captured or given back later is returned on its behalf. */
function standingCancel(state: LedgerState): Reversal | undefined {
  const standing: readonly Outcome[] = ['voided', 'refunded', 'partlyReversed', 'alreadyReversed'];
  return state.reversals.find(
    (one) => one.operation === 'cancel' && one.settled !== null && standing.includes(one.settled.outcome),
  );
}

/** A cancelled payment stays cancelled: a capture that lands later, or an amount given back by another, is returned. */
function withLateReversals(state: LedgerState, rules: AccountRules, now: string): LedgerState {
  const cancel = standingCancel(state);
  if (cancel === undefined || state.payment === null) return state;
  let next = state;
  for (const { captureId, refundableMinor } of captureBalances(state)) {
    if (refundableMinor === 0 || isGivenUp(next, cancel, captureId)) continue;
    const late = lateReversal(next, cancel, captureId, refundableMinor, now);
    const decision = decideFor({ ...next, reversals: [...next.reversals, late] }, late, rules, now);
    if (decision?.kind !== 'send' && decision?.kind !== 'wait') continue;
    next = { ...next, reversals: [...next.reversals, adoptPlan(late, decision, state.payment, rules, now)] };
  }
  return next;
}

/** The gateway has declined to give this capture back to the cancel or a late reversal of it: a person's turn. */
function isGivenUp(state: LedgerState, cancel: Reversal, captureId: string): boolean {
  return state.reversals
    .filter((one) => one.reversalId === cancel.reversalId || one.lateFor === cancel.reversalId)
    .some((one) => one.legs.some((leg) => endsAsking(leg, captureId)));
}

function lateReversal(
  state: LedgerState,
  cancel: Reversal,
  captureId: string,
  amountMinor: number,
  now: string,
): Reversal {
  const first = `${cancel.reversalId}/late/${captureId}`;
  const before = state.reversals.filter(({ reversalId }) => reversalId === first || reversalId.startsWith(`${first}/`));
  return {
    reversalId: before.length === 0 ? first : `${first}/${String(before.length + 1)}`,
    operation: 'refund',
    askedMinor: amountMinor,
    requestedMinor: amountMinor,
    requester: cancel.requester,
    requestReason: `the payment was cancelled by ${cancel.reversalId}`,
    admittedAt: now,
    plan: null,
    wait: null,
    legs: [],
    legsMade: 0,
    lateFor: cancel.reversalId,
    lateCaptureId: captureId,
    settled: null,
  };
}

/** A cancel takes over from refunds that wait, or were stopped for a person, and of which nothing was sent. */
export function superseded(state: LedgerState, cancelId: string, now: string): LedgerState {
  if (state.hold !== null) return state;
  const reason: Reason = { code: 'supersededByCancel', message: `cancel ${cancelId} gives back everything` };
  return {
    ...state,
    reversals: state.reversals.map((one) => {
      const waits = one.wait !== null || state.gateway.status === 'waiting' || one.legs.some((leg) => leg.stopped);
      if (isSettled(one) || one.operation === 'cancel' || wasSent(one) || !waits) return one;
      return settle(withoutUnsent(one), 'superseded', reason, now);
    }),
  };
}
