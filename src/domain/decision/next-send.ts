import { isApproved } from './approval-of-plan';
import { captureBalances } from './balance';
import { isStopped, isUnsent, type Leg } from '../model/leg';
import { allLegs, openReversals, type LedgerState } from '../model/ledger-state';
import type { Reversal } from '../model/reversal';

/**
 * The leg to send next, or null. One call is in flight per payment, first come first served; a void whose end is not
 * known blocks every other send, an unknown refund blocks voids of its capture, and a reversal that waits, for approval
 * too, keeps its reservation but gives up its turn.
 */
export function nextSend(state: LedgerState): Leg | null {
  if (state.frozen !== null || state.gateway.status === 'waiting') return null;
  const legs = allLegs(state);
  if (legs.some((leg) => leg.status === 'sending')) return null;
  const open = openVoid(legs);
  if (open !== undefined) return isSentAgain(state, open) ? open : null;
  for (const reversal of openReversals(state)) {
    const leg = sendableLeg(state, reversal, legs);
    if (leg !== null) return leg;
  }
  return null;
}

function sendableLeg(state: LedgerState, reversal: Reversal, legs: readonly Leg[]): Leg | null {
  if (reversal.wait !== null || !isApproved(reversal)) return null;
  const next = reversal.legs.find(isUnsent);
  if (next === undefined || isStopped(next) || isBlocked(state, next, legs)) return null;
  return next;
}

function isBlocked(state: LedgerState, next: Leg, legs: readonly Leg[]): boolean {
  return isOver(state, next) || blockingRefunds(next, legs).length > 0;
}

/** A void of unknown outcome whose turn it is again: neither stopped for a person, nor of money refunded elsewhere. */
export function isSentAgain(state: LedgerState, leg: Leg): boolean {
  return leg.status === 'unknown' && leg.resendDue && !isStopped(leg) && !isOver(state, leg);
}

function isOver(state: LedgerState, { captureId }: Leg): boolean {
  return captureBalances(state).some((one) => one.captureId === captureId && one.overRefundedMinor > 0);
}

/** The refunds of unknown or open end that keep a void from being sent: money they may have moved cannot be voided. */
export function blockingRefunds(next: Leg, legs: readonly Leg[]): readonly Leg[] {
  if (next.operation === 'refund') return [];
  return legs.filter(
    (leg) =>
      leg.operation === 'refund' &&
      (leg.status === 'unknown' || leg.status === 'pending') &&
      (next.captureId === null || leg.captureId === next.captureId),
  );
}

/** A void that may or may not have happened: until its end is known, no other call of the payment can be read rightly. */
export function openVoid(legs: readonly Leg[]): Leg | undefined {
  return legs.find((leg) => leg.operation === 'void' && (leg.status === 'unknown' || leg.status === 'pending'));
}
