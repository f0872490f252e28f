import { isUnsent, legTransitions, releasesReservation, type Leg } from '../model/leg';
import { findReversal, type LedgerState } from '../model/ledger-state';
import { succeededCaptures } from '../model/payment';
import type { Reversal } from '../model/reversal';

/**
 * What no step of a ledger may do, whatever a transition computes: in words, or null when all holds. It knows nothing of
 * plans and decisions, nor of the balance, so that a fault in them does not hide here too. `applied` is the state between
 * the transition and its advancing.
 *
 * The state before was checked by the step that made it, so what is checked is what changed since; and everything, where
 * more changed than reversals in their places, and always before something is sent.
 */
export function brokenInvariant(before: LedgerState, applied: LedgerState, after: LedgerState): string | null {
  if (before === after) return null;
  const first = changesBetween(before, applied);
  const second = changesBetween(applied, after);
  if (first === null || second === null || [...first, ...second].some(startsSending)) {
    return brokenAnywhere(before, applied, after);
  }
  return (
    first.map(forbiddenChangeOf).find((breach) => breach !== null) ??
    second.map(forbiddenChangeOf).find((breach) => breach !== null) ??
    overReservation(before, after, touchedBy([...first, ...second]))
  );
}

/** The same over all reversals. Linear in their legs. */
export function brokenAnywhere(before: LedgerState, applied: LedgerState, after: LedgerState): string | null {
  const legsBefore = legsOf(before);
  const legsApplied = applied === after ? null : legsOf(applied);
  const legsAfter = legsOf(after);
  return (
    repeatedId(after, legsAfter) ??
    twoSends(legsAfter) ??
    // Each half on its own: a leg that nothing left of is planned again, and then dropped with its plan.
    (legsApplied === null ? null : forbiddenChange(legsBefore, legsApplied)) ??
    overRequest(before, after) ??
    forbiddenChange(legsApplied ?? legsBefore, legsAfter) ??
    overReservation(before, after, new Set(legsAfter.map(({ captureId }) => captureId)))
  );
}

/** One reversal before and after; null: it was not there. */
interface Change {
  readonly before: Reversal | null;
  readonly after: Reversal;
}

/** What changed, reversal by reversal; null: it takes a look at all of them. */
function changesBetween(before: LedgerState, after: LedgerState): readonly Change[] | null {
  const { reversals } = after;
  if (before.reversals === reversals) return [];
  if (reversals.length < before.reversals.length) return null;
  const changes: Change[] = [];
  for (let place = 0; place < reversals.length; place += 1) {
    const is = reversals[place];
    const was = before.reversals[place] ?? null;
    if (is === undefined || is === was) continue;
    if (was === null ? isKnown(before, is) : was.reversalId !== is.reversalId) return null;
    if (!namesItsLegs(is)) return null;
    changes.push({ before: was, after: is });
  }
  const added = changes.filter((change) => change.before === null);
  return new Set(added.map((change) => change.after.reversalId)).size < added.length ? null : changes;
}

function isKnown(state: LedgerState, { reversalId }: Reversal): boolean {
  return findReversal(state, reversalId) !== undefined;
}

/** Its legs have ids that no leg of another reversal can have: its own id, a capture's without a slash, and a number. */
function namesItsLegs({ reversalId, legs }: Reversal): boolean {
  const rest = legs.map(({ legId }) => (legId.startsWith(`${reversalId}/`) ? legId.slice(reversalId.length + 1) : ''));
  return new Set(rest).size === rest.length && rest.every((one) => one.split('/').length === 2);
}

function startsSending({ before, after }: Change): boolean {
  return after.legs.some((leg) => leg.status === 'sending' && before?.legs.includes(leg) !== true);
}

function forbiddenChangeOf({ before, after }: Change): string | null {
  return before === null ? null : forbiddenChange(before.legs, after.legs);
}

/** The captures of which a changed reversal has legs. */
function touchedBy(changes: readonly Change[]): ReadonlySet<string | null> {
  return new Set(
    changes.flatMap(({ before, after }) => [...(before?.legs ?? []), ...after.legs].map((leg) => leg.captureId)),
  );
}

function legsOf({ reversals }: LedgerState): readonly Leg[] {
  return reversals.flatMap(({ legs }) => legs);
}

function repeatedId({ reversals }: LedgerState, legs: readonly Leg[]): string | null {
  if (new Set(reversals.map(({ reversalId }) => reversalId)).size < reversals.length) return 'two reversals of one id';
  return new Set(legs.map(({ legId }) => legId)).size < legs.length ? 'two legs of one id' : null;
}

function twoSends(legs: readonly Leg[]): string | null {
  return legs.filter((leg) => leg.status === 'sending').length > 1 ? 'two legs being sent at once' : null;
}

/** A refund never sends more than was requested: none of its legs starts while what others of it may have moved is too much. */
function overRequest(before: LedgerState, after: LedgerState): string | null {
  const sending = after.reversals.find(({ legs }) => legs.some((leg) => leg.status === 'sending'));
  if (sending === undefined || sending.operation !== 'refund' || sending.requestedMinor === null) return null;
  const was = findReversal(before, sending.reversalId);
  if (was === undefined || !startsSending({ before: was, after: sending })) return null;
  const liveMinor = sending.legs.reduce((sum, leg) => (releasesReservation(leg) ? sum : sum + leg.amountMinor), 0);
  if (liveMinor <= sending.requestedMinor) return null;
  return `refund ${sending.reversalId} sending more than was requested`;
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
  after: LedgerState,
  captureIds: ReadonlySet<string | null>,
): string | null {
  const used = usedOf(after.reversals, before.reversals);
  const usedBefore = usedOf(before.reversals, null);
  for (const captureId of captureIds) {
    if (captureId === null) continue;
    const [now, was] = [used.get(captureId) ?? nothingUsed, usedBefore.get(captureId) ?? nothingUsed];
    if (now.unsentMinor <= was.unsentMinor) continue;
    const excessMinor = excessOf(now, after, captureId);
    if (excessMinor > 0 && excessMinor > excessOf(was, before, captureId)) {
      return `${String(excessMinor)} minor units more reserved and refunded of capture ${captureId} than were captured`;
    }
  }
  return null;
}

/** By how much our own legs exceed the capture, in minor units; below zero: by how much they fall short. */
function excessOf({ refundsMinor, voids }: Used, { payment }: LedgerState, captureId: string): number {
  const capture = payment === null ? undefined : succeededCaptures(payment).find((one) => one.captureId === captureId);
  const capturedMinor = capture?.amountMinor ?? 0;
  return voids.reduce((sum, leg) => sum + Math.min(leg.amountMinor, capturedMinor), refundsMinor) - capturedMinor;
}

/** What legs use of one capture: counted here again, apart from the balance. Minor units. */
interface Used {
  readonly refundsMinor: number;
  readonly unsentMinor: number;
  readonly voids: readonly Leg[];
}

const nothingUsed: Used = { refundsMinor: 0, unsentMinor: 0, voids: [] };
const usedByList = new WeakMap<readonly Reversal[], ReadonlyMap<string, Used>>();

/** What each capture is used for: counted on from the list before, where that one's count is cached. */
function usedOf(reversals: readonly Reversal[], before: readonly Reversal[] | null): ReadonlyMap<string, Used> {
  const cached = usedByList.get(reversals);
  if (cached !== undefined) return cached;
  const from = before === null || before.length > reversals.length ? undefined : usedByList.get(before);
  const used = new Map(from ?? []);
  const counted = from === undefined ? [] : (before ?? []);
  for (let place = 0; place < reversals.length; place += 1) {
    const is = reversals[place];
    const was = counted[place];
    if (is === was) continue;
    for (const leg of was?.legs ?? []) count(used, leg, -1);
    for (const leg of is?.legs ?? []) count(used, leg, 1);
  }
  usedByList.set(reversals, used);
  return used;
}

function count(used: Map<string, Used>, leg: Leg, sign: 1 | -1): void {
  if (leg.captureId === null || releasesReservation(leg)) return;
  const { refundsMinor, unsentMinor, voids } = used.get(leg.captureId) ?? nothingUsed;
  const isVoid = leg.operation === 'void';
  used.set(leg.captureId, {
    refundsMinor: isVoid ? refundsMinor : refundsMinor + sign * leg.amountMinor,
    unsentMinor: isUnsent(leg) ? unsentMinor + sign * leg.amountMinor : unsentMinor,
    voids: !isVoid ? voids : sign === 1 ? [...voids, leg] : voids.filter((one) => one !== leg),
  });
}
