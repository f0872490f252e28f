import { lookupOf, type Leg, type Lookup } from '../model/leg';
import { allLegs, type LedgerState } from '../model/ledger-state';
import { perState } from '../model/per-state';
import type { AccountRules } from '../model/profile';

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

/** When a leg that was declared not sent is looked up again: what is found then was declared wrongly. */
function recheckPausesMs(rules: AccountRules): readonly number[] {
  return [absentForMs(rules), hour, 24 * hour];
}

/** How long a gateway must not show what it would show within its own delay, before that proves its absence. */
export function absentForMs({ profile }: AccountRules): number {
  return Math.max(second, 10 * profile.lookupDelayMs);
}

/**
 * The first lookup, one lookup delay after the call has ended. Its end is no later than the last instant at which a worker
 * may write and its request live: that one counts where no worker saw the end. The worker's clock is believed up to there,
 * because the ledger's own may lag (ADR 15).
 */
export function firstLookup(leg: Leg, endedAt: string | null, rules: AccountRules, now: string): Lookup {
  const { sendByMs, requestTimeoutMs, clockSkewMs, profile } = rules;
  const quietMs = profile.lookupDelayMs;
  const sendingEndsMs = Date.parse(leg.since) + sendByMs + requestTimeoutMs + clockSkewMs;
  const endedMs = endedAt === null ? sendingEndsMs : Math.min(Date.parse(endedAt), sendingEndsMs);
  const fromMs = Math.max(Date.parse(now), endedMs);
  return { nextAt: new Date(fromMs + quietMs).toISOString(), done: 0 };
}

/** The lookup after one that said nothing; null: a person's turn. */
export function nextLookup(lookup: Lookup | null, now: string): Lookup | null {
  return following(lookup?.done ?? 0, pausesMs, now);
}

/** The lookup that rechecks a leg declared not sent; null: no more. */
export function recheckLookup(done: number, rules: AccountRules, now: string): Lookup | null {
  return following(done, recheckPausesMs(rules), now);
}

function following(done: number, pauses: readonly number[], now: string): Lookup | null {
  const pauseMs = pauses[done];
  if (pauseMs === undefined) return null;
  return { nextAt: new Date(Date.parse(now) + pauseMs).toISOString(), done: done + 1 };
}

/** The leg whose lookup is due first, if one is. */
export const dueLookup = perState((state, now): Leg | null => {
  if (state.frozen !== null) return null;
  let due: { readonly leg: Leg; readonly at: string } | null = null;
  for (const leg of allLegs(state)) {
    const at = lookupOf(leg)?.nextAt;
    if (at !== undefined && Date.parse(at) <= Date.parse(now) && (due === null || at < due.at)) due = { leg, at };
  }
  return due?.leg ?? null;
});

/** The instants at which lookups are to be made. */
export function lookupInstants(state: LedgerState): readonly string[] {
  if (state.frozen !== null) return [];
  return allLegs(state).flatMap((leg) => lookupOf(leg)?.nextAt ?? []);
}
