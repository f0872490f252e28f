import { isApproved } from './approval-of-plan';
import { captureBalances } from './balance';
import { excessMinor } from './request-sum';
import { isStopped, isUnsent, type Leg } from '../model/leg';
import { allLegs, openReversals, type LedgerState } from '../model/ledger-state';
import { indexOf } from '../model/list-index';
import { perState } from '../model/per-state';
import type { Reversal } from '../model/reversal';

/**
 * The leg to send next, or null. One call is in flight per payment, first come first served; a void whose end is not
 * known blocks every other send, an unknown refund blocks voids of its capture, and a reversal that waits, for approval
 * too, keeps its reservation but gives up its turn. No refund exceeds its own request.
 */
export function nextSend(state: LedgerState): Leg | null {
  return found(state, '');
}

const found = perState((state): Leg | null => {
  if (state.frozen !== null || state.gateway.status === 'waiting') return null;
  if (indexOf(state.reversals).sending > 0) return null;
  const open = openVoid(state);
  if (open !== undefined) return isSentAgain(state, open) ? open : null;
  for (const reversal of openReversals(state)) {
    const leg = sendableLeg(state, reversal);
    if (leg !== null) return leg;
  }
  return null;
});

function sendableLeg(state: LedgerState, reversal: Reversal): Leg | null {
  if (reversal.wait !== null || !isApproved(reversal) || excessMinor(reversal) > 0) return null;
  const next = reversal.legs.find(isUnsent);
  if (next === undefined || isStopped(next) || isBlocked(state, next)) return null;
  return next;
}

function isBlocked(state: LedgerState, next: Leg): boolean {
  return isOver(state, next) || blockingRefunds(state, next).length > 0;
}

/** A void of unknown outcome whose turn it is again: neither stopped for a person, nor of money refunded elsewhere. */
export function isSentAgain(state: LedgerState, leg: Leg): boolean {
  return leg.status === 'unknown' && leg.resendDue && !isStopped(leg) && !isOver(state, leg);
}

function isOver(state: LedgerState, { captureId }: Leg): boolean {
  return captureBalances(state).some((one) => one.captureId === captureId && one.overRefundedMinor > 0);
}

/** The refunds of unknown or open end that keep a void from being sent: money they may have moved cannot be voided. */
export function blockingRefunds(state: LedgerState, next: Leg): readonly Leg[] {
  if (next.operation === 'refund' || indexOf(state.reversals).openRefunds === 0) return [];
  return allLegs(state).filter(
    (leg) =>
      leg.operation === 'refund' &&
      (leg.status === 'unknown' || leg.status === 'pending') &&
      (next.captureId === null || leg.captureId === next.captureId),
  );
}

/** A void that may or may not have happened: until its end is known, no other call of the payment can be read rightly. */
export function openVoid(state: LedgerState): Leg | undefined {
  if (indexOf(state.reversals).openVoids === 0) return undefined;
  return allLegs(state).find(
    (leg) => leg.operation === 'void' && (leg.status === 'unknown' || leg.status === 'pending'),
  );
}
