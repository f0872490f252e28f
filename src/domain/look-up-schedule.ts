import type { Leg, LookUp } from './leg';
import { allLegs, type LedgerState } from './ledger-state';
import type { AccountRules } from './profile';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** Pauses between lookups: from seconds to hours, about 41 hours together. Then a person is asked. */
const pausesMs = [
  2 * second,
  5 * second,
  15 * second,
  minute,
  5 * minute,
  15 * minute,
  hour,
  4 * hour,
  12 * hour,
  24 * hour,
] as const;

/** When a leg that was declared not sent is looked up once more: what is found then was declared wrongly. */
function doubtsMs({ profile }: AccountRules): readonly number[] {
  // A gateway that shows new transactions late is doubted in its own measure first.
  return [Math.max(second, 10 * profile.quietPeriodMs), hour, 24 * hour];
}

/**
 * The first lookup, a quiet period after the call has ended. Its end is no later than the last instant at which a worker
 * may write and its request live: that one counts where nobody saw the end. The worker's clock is believed up to there,
 * because the ledger's own may lag (ADR 15).
 */
export function firstLookUp(leg: Leg, endedAt: string | null, rules: AccountRules, now: string): LookUp {
  const { sendByMs, requestTimeoutMs, clockSkewMs, profile } = rules;
  const quietMs = profile.quietPeriodMs;
  const sendingEndsMs = Date.parse(leg.since) + sendByMs + requestTimeoutMs + clockSkewMs;
  const endedMs = endedAt === null ? sendingEndsMs : Math.min(Date.parse(endedAt), sendingEndsMs);
  const fromMs = Math.max(Date.parse(now), endedMs);
  return { nextAt: new Date(fromMs + quietMs).toISOString(), done: 0 };
}

/** The lookup after one that said nothing; null: a person's turn. */
export function nextLookUp(lookUp: LookUp | null, now: string): LookUp | null {
  return following(lookUp?.done ?? 0, pausesMs, now);
}

/** The lookup that doubts a leg declared not sent; null: no more. */
export function doubtingLookUp(done: number, rules: AccountRules, now: string): LookUp | null {
  return following(done, doubtsMs(rules), now);
}

function following(done: number, pauses: readonly number[], now: string): LookUp | null {
  const pauseMs = pauses[done];
  if (pauseMs === undefined) return null;
  return { nextAt: new Date(Date.parse(now) + pauseMs).toISOString(), done: done + 1 };
}

/** The leg whose lookup is due first, if one is. */
export function dueLookUp(state: LedgerState, now: string): Leg | null {
  if (state.hold !== null) return null;
  const due = allLegs(state).filter((leg) => leg.lookUp !== null && Date.parse(leg.lookUp.nextAt) <= Date.parse(now));
  return due.toSorted((one, other) => ((one.lookUp?.nextAt ?? '') < (other.lookUp?.nextAt ?? '') ? -1 : 1))[0] ?? null;
}

/** The instants at which lookups are to be made. */
export function lookUpInstants(state: LedgerState): readonly string[] {
  if (state.hold !== null) return [];
  return allLegs(state).flatMap(({ lookUp }) => (lookUp === null ? [] : [lookUp.nextAt]));
}
