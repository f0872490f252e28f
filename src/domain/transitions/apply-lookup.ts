import { assertNever } from '../model/assert-never';
import { declaredNotSent, lookupOf, type Leg, type NotSentLeg, type PendingLeg, type UnknownLeg } from '../model/leg';
import { changeLeg, findLeg, reopened, reversalOfLeg, withAttempt, withReferences } from '../model/leg-change';
import * as leg from '../model/leg-states';
import { addNote, type LedgerState } from '../model/ledger-state';
import { absentForMs, recheckLookup, nextLookup } from '../decision/lookup-schedule';
import type { LookupResult } from '../model/lookup-result';
import type { AccountRules } from '../model/profile';
import { isRefusedByPeople } from '../model/reversal';
import { withExcessAsked } from './beyond-request';
import { withSentAgain } from './send-again';
import type { Transition } from './transition';

/** A void whose outcome stays unknown is sent again at most this often: a second one is refused as already voided. */
export const resendsAllowed = 3;

/** What a lookup makes of a leg. A lookup proves only what it finds; not finding counts where lookups see reversals. */
export const applyLookup: Transition<{ readonly legId: string; readonly result: LookupResult }, null> =
  function applyLookup(state, { legId, result }, { rules, now }) {
    const found = findLeg(state, legId);
    if (rules === null || found === undefined || lookupOf(found) === null) return { state, answer: null };
    const attempted = changeLeg(state, legId, (one) => withAttempt(one, 'lookup', inWords(result), now));
    switch (found.status) {
      case 'unknown':
      case 'pending': {
        const reversal = reversalOfLeg(attempted, legId);
        const isRefused = reversal !== undefined && isRefusedByPeople(reversal);
        const lookedUp = changeLeg(attempted, legId, (one) =>
          one.status === 'unknown' || one.status === 'pending' ? afterLookup(one, result, rules, now, isRefused) : one,
        );
        return { state: withExcessAsked(withSentAgain(lookedUp, legId, rules, now), found, now), answer: null };
      }
      case 'notSent':
        return { state: recheck(attempted, found, result, rules, now), answer: null };
      case 'planned':
      case 'sending':
      case 'succeeded':
      case 'declined':
      case 'failed':
        return { state, answer: null };
      default:
        return assertNever(found);
    }
  };

type LookedUpLeg = UnknownLeg | PendingLeg;

function afterLookup(
  one: LookedUpLeg,
  result: LookupResult,
  rules: AccountRules,
  now: string,
  isRefused: boolean,
): Leg {
  switch (result.status) {
    case 'found':
      return foundAs(withReferences(one, result), result.as, now);
    case 'mismatch': {
      const answeredMinor = one.operation === 'refund' ? (result.answeredMinor ?? 0) : 0;
      return leg.mismatched({ ...one, reservedMinor: Math.max(one.reservedMinor, answeredMinor) }, result.what, now);
    }
    case 'notFound':
      return rules.profile.lookupsSeeReversals
        ? notFound(one, rules, now, isRefused)
        : provedNothing(one, false, now, isRefused);
    case 'cannotSay':
      return provedNothing(one, result.final, now, isRefused);
    default:
      return assertNever(result);
  }
}

function foundAs(one: LookedUpLeg, as: 'succeeded' | 'pending' | 'failed', now: string): Leg {
  switch (as) {
    case 'succeeded':
      return leg.succeeded(one, now);
    case 'pending':
      return leg.pending(one, nextLookup(one.lookup, now), one.status === 'pending' ? one.since : now);
    case 'failed':
      return leg.failed(one, now);
    default:
      return assertNever(as);
  }
}

/** Not there where it would be: it never arrived. A void is sent again as it is, a refund as another leg. */
function notFound(one: LookedUpLeg, rules: AccountRules, now: string, isRefused: boolean): Leg {
  if (one.status === 'pending') return provedNothing(one, false, now, isRefused);
  // The rules at hand are those of another account: of this one's lookups they say nothing.
  if (one.sentThrough !== undefined) return { ...one, lookup: nextLookup(one.lookup, now) };
  if (one.operation === 'void') return provedNothing(one, false, now, isRefused);
  // It may be on its way still: it counts as absent once a lookup much later does not find it either.
  const { absentSince = now } = one;
  const provesFrom = new Date(Date.parse(absentSince) + absentForMs(rules)).toISOString();
  if (now < provesFrom) return { ...one, absentSince, lookup: { nextAt: provesFrom, done: one.lookup?.done ?? 0 } };
  return leg.notSent(one, 'neverReachedGateway', now, recheckLookup(0, rules, now));
}

/** What people refused is not sent again, a void neither. */
function provedNothing(one: LookedUpLeg, final: boolean, now: string, isRefused: boolean): Leg {
  if (one.status === 'unknown' && one.operation === 'void' && !isRefused) return resent(one, final, now);
  return { ...one, lookup: final ? null : nextLookup(one.lookup, now) };
}

function resent(one: UnknownLeg, final: boolean, now: string): Leg {
  if (one.resends >= resendsAllowed) return { ...one, lookup: final ? null : nextLookup(one.lookup, now) };
  return { ...one, lookup: null, resends: one.resends + 1, resendDue: true };
}

/** What is found after it was declared not sent is never overwritten: its amount was released on that word. */
function recheck(
  state: LedgerState,
  { legId, lookup }: NotSentLeg,
  result: LookupResult,
  rules: AccountRules,
  now: string,
): LedgerState {
  const isThere = result.status === 'mismatch' || (result.status === 'found' && result.as !== 'failed');
  if (!isThere) {
    const next = recheckLookup(lookup?.done ?? 0, rules, now);
    return changeLeg(state, legId, (one) => leg.withLookup(one, next));
  }
  const reserved = reopened(state, legId, (one) =>
    leg.mismatched(result.status === 'found' ? withReferences(one, result) : one, declaredNotSent, now),
  );
  return addNote(reserved, { at: now, what: `leg ${legId}`, why: 'it was declared not sent, and the gateway has it' });
}

function inWords(result: LookupResult): string {
  switch (result.status) {
    case 'found':
      return `found: ${result.as}${result.gatewayResultCode === null ? '' : ` (${result.gatewayResultCode})`}`;
    case 'mismatch':
      return `found with another ${result.what}`;
    case 'notFound':
      return 'not found';
    case 'cannotSay':
      return `no answer: ${result.why}`;
    default:
      return assertNever(result);
  }
}
