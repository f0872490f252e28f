import { isOpen, isUnsent, numberOf, releasesReservation, type Leg } from '../model/leg';
import { notSent } from '../model/leg-states';
import type { Reversal } from '../model/reversal';

/** By how much the legs of a refund that moved money, may have or will exceed what was requested. Minor units. */
export function excessMinor({ operation, requestedMinor, legs }: Reversal): number {
  if (operation !== 'refund' || requestedMinor === null) return 0;
  return Math.max(0, liveMinor(legs) - requestedMinor);
}

/** What legs have moved, may have moved or will move. Minor units. */
export function liveMinor(legs: readonly Leg[]): number {
  return legs.reduce((sum, leg) => (releasesReservation(leg) ? sum : sum + leg.amountMinor), 0);
}

/**
 * The refund without the planned legs that exceed what was requested. What was to be sent again is dropped where the leg
 * whose place it took has turned up after all, which has its place in the plan back. What exceeds it otherwise is sent no
 * more once nothing is open that might still make room for it.
 */
export function withinRequest(reversal: Reversal, now: string): Reversal {
  let within = reversal;
  for (const leg of plannedLast(reversal)) {
    const turnedUp = within.legs.find((one) => isBefore(one, leg) && !releasesReservation(one));
    if (turnedUp !== undefined && excessMinor(within) > 0) within = withLegInPlace(within, leg, turnedUp);
  }
  if (excessMinor(within) === 0 || within.legs.some((leg) => isOpen(leg) && !isUnsent(leg))) return within;
  for (const leg of plannedLast(within)) {
    if (excessMinor(within) === 0) break;
    const legs = within.legs.map((one) => (one === leg ? notSent(leg, 'overRefunded', now) : one));
    within = { ...within, legs };
  }
  return within;
}

function plannedLast({ legs }: Reversal): readonly Leg[] {
  return legs.filter(isUnsent).sort((one, other) => numberOf(other) - numberOf(one));
}

function isBefore(one: Leg, other: Leg): boolean {
  return one.operation === other.operation && one.captureId === other.captureId && numberOf(one) < numberOf(other);
}

function withLegInPlace(reversal: Reversal, dropped: Leg, turnedUp: Leg): Reversal {
  const { plan } = reversal;
  const legIds = plan?.legIds.map((one) => (one === dropped.legId ? turnedUp.legId : one)) ?? [];
  const legs = reversal.legs.filter((leg) => leg !== dropped);
  return { ...reversal, legs, plan: plan === null ? null : { ...plan, legIds } };
}
