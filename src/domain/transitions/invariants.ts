import { isUnsent, legTransitions, releasesReservation, type Leg } from '../model/leg';
import { allLegs, type LedgerState } from '../model/ledger-state';
import { succeededCaptures } from '../model/payment';

/**
 * What no step of a ledger may do, whatever a transition computes: in words, or null when all holds. It knows nothing of
 * plans and decisions, so that a fault in them does not hide here too. `applied` is the state between the transition and
 * its advancing. Linear in the ledger's legs.
 */
export function brokenInvariant(before: LedgerState, applied: LedgerState, after: LedgerState): string | null {
  if (before === after) return null;
  const legsBefore = allLegs(before);
  const legsApplied = applied === after ? null : allLegs(applied);
  const legsAfter = allLegs(after);
  return (
    repeatedId(after, legsAfter) ??
    twoSends(legsAfter) ??
    // Each half on its own: a leg that nothing left of is planned again, and then dropped with its plan.
    (legsApplied === null ? null : forbiddenChange(legsBefore, legsApplied)) ??
    forbiddenChange(legsApplied ?? legsBefore, legsAfter) ??
    overReservation(before, legsBefore, after, legsAfter)
  );
}

function repeatedId({ reversals }: LedgerState, legs: readonly Leg[]): string | null {
  if (new Set(reversals.map(({ reversalId }) => reversalId)).size < reversals.length) return 'two reversals of one id';
  return new Set(legs.map(({ legId }) => legId)).size < legs.length ? 'two legs of one id' : null;
}

function twoSends(legs: readonly Leg[]): string | null {
  return legs.filter((leg) => leg.status === 'sending').length > 1 ? 'two legs being sent at once' : null;
}

/** Only a planned leg may be dropped; every other one goes where the table of its states lets it go. */
function forbiddenChange(before: readonly Leg[], after: readonly Leg[]): string | null {
  const statuses = new Map(after.map(({ legId, status }) => [legId, status]));
  for (const { legId, status } of before) {
    const next = statuses.get(legId);
    if (next === undefined) {
      if (status !== 'planned') return `leg ${legId} forgotten, which is ${status}`;
    } else if (next !== status && !legTransitions[status].includes(next)) {
      return `leg ${legId} going from ${status} to ${next}`;
    }
  }
  return null;
}

/**
 * What our own legs may move of a capture never exceeds what was captured. What events, findings and the gateway bring may
 * exceed it, and is then not sent against; but no step may reserve anything new beyond it.
 */
function overReservation(
  before: LedgerState,
  legsBefore: readonly Leg[],
  after: LedgerState,
  legsAfter: readonly Leg[],
): string | null {
  const excesses = excessByCapture(after, legsAfter);
  if (excesses.size === 0) return null;
  const inherited = excessByCapture(before, legsBefore);
  for (const [captureId, excessMinor] of excesses) {
    const reservesMore = unsentMinor(legsAfter, captureId) > unsentMinor(legsBefore, captureId);
    if (reservesMore && excessMinor > (inherited.get(captureId) ?? 0)) {
      return `${String(excessMinor)} minor units more reserved and refunded of capture ${captureId} than were captured`;
    }
  }
  return null;
}

function unsentMinor(legs: readonly Leg[], captureId: string): number {
  return legs.reduce((sum, leg) => (leg.captureId === captureId && isUnsent(leg) ? sum + leg.amountMinor : sum), 0);
}

function excessByCapture({ payment }: LedgerState, legs: readonly Leg[]): ReadonlyMap<string, number> {
  const captured = new Map(
    (payment === null ? [] : succeededCaptures(payment)).map(({ captureId, amountMinor }) => [captureId, amountMinor]),
  );
  const used = new Map<string, number>();
  for (const leg of legs) {
    if (leg.captureId === null || releasesReservation(leg)) continue;
    const capturedMinor = captured.get(leg.captureId) ?? 0;
    const amountMinor = leg.operation === 'void' ? Math.min(leg.amountMinor, capturedMinor) : leg.amountMinor;
    used.set(leg.captureId, (used.get(leg.captureId) ?? 0) + amountMinor);
  }
  const excesses = new Map<string, number>();
  for (const [captureId, usedMinor] of used) {
    const excessMinor = usedMinor - (captured.get(captureId) ?? 0);
    if (excessMinor > 0) excesses.set(captureId, excessMinor);
  }
  return excesses;
}
