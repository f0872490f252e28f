import { numberOf, isUnsent, releasesReservation, type Leg } from '../model/leg';
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
 * The refund without the planned legs that exceed what was requested, those planned last first: what they were to send
 * again has turned up after all. In the plan, the leg that turned up has its place back.
 */
export function withinRequest(reversal: Reversal): Reversal {
  let within = reversal;
  while (excessMinor(within) > 0) {
    const last = within.legs.filter(isUnsent).reduce<Leg | null>(laterOf, null);
    if (last === null) return within;
    within = without(within, last);
  }
  return within;
}

function laterOf(one: Leg | null, other: Leg): Leg {
  return one === null || numberOf(other) > numberOf(one) ? other : one;
}

function without(reversal: Reversal, dropped: Leg): Reversal {
  const legs = reversal.legs.filter((leg) => leg !== dropped);
  const back = legs.find((leg) => leg.captureId === dropped.captureId && !releasesReservation(leg));
  const legIds = reversal.plan?.legIds.flatMap((one) => (one === dropped.legId ? (back?.legId ?? []) : one)) ?? [];
  return { ...reversal, legs, plan: reversal.plan === null ? null : { ...reversal.plan, legIds } };
}
