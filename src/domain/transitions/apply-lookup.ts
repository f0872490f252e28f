import { assertNever } from '../model/assert-never';
import { declaredNotSent, type Leg } from '../model/leg';
import { changeLeg, findLeg, reopened, withAttempt, withReferences } from '../model/leg-change';
import { noted, type LedgerState } from '../model/ledger-state';
import { recheckLookup, nextLookup } from '../decision/lookup-schedule';
import type { LookupResult } from '../model/lookup-result';
import type { AccountRules } from '../model/profile';

/** A void whose outcome stays unknown is sent again at most this often: a second one is refused as already voided. */
export const resendsAllowed = 3;

/** What a lookup makes of a leg. A lookup proves only what it finds; not finding counts where lookups see reversals. */
export function applyLookup(
  state: LedgerState,
  legId: string,
  result: LookupResult,
  rules: AccountRules,
  now: string,
): LedgerState {
  const leg = findLeg(state, legId);
  if (leg?.lookup == null) return state;
  const told = changeLeg(state, legId, (one) => withAttempt(one, 'lookup', inWords(result), now));
  switch (leg.status) {
    case 'unknown':
    case 'pending':
      return changeLeg(told, legId, (one) => found(one, result, rules, now));
    case 'notSent':
      return recheck(told, legId, result, rules, now);
    case 'planned':
    case 'sending':
    case 'succeeded':
    case 'declined':
    case 'failed':
      return changeLeg(told, legId, (one) => ({ ...one, lookup: null }));
    default:
      return assertNever(leg.status);
  }
}

function found(leg: Leg, result: LookupResult, rules: AccountRules, now: string): Leg {
  switch (result.status) {
    case 'found':
      return foundAs(withReferences(leg, result), result.as, now);
    case 'mismatch':
      return {
        ...leg,
        status: 'unknown',
        code: 'answerMismatch',
        mismatch: result.what,
        reservedMinor:
          leg.operation === 'refund' ? Math.max(leg.reservedMinor, result.answeredMinor ?? 0) : leg.reservedMinor,
        lookup: null,
        since: now,
      };
    case 'notFound':
      return rules.profile.lookupsSeeReversals ? notFound(leg, rules, now) : saidNothing(leg, false, now);
    case 'cannotSay':
      return saidNothing(leg, result.final, now);
    default:
      return assertNever(result);
  }
}

function foundAs(leg: Leg, as: 'succeeded' | 'pending' | 'failed', now: string): Leg {
  switch (as) {
    case 'succeeded':
      return { ...leg, status: 'succeeded', code: null, lookup: null, since: now };
    case 'pending': {
      const since = leg.status === 'pending' ? leg.since : now;
      return { ...leg, status: 'pending', code: null, lookup: nextLookup(leg.lookup, now), since };
    }
    case 'failed':
      return { ...leg, status: 'failed', code: 'refundFailed', lookup: null, since: now };
    default:
      return assertNever(as);
  }
}

/** Not there where it would be: it never arrived. A void is sent again; a refund never is by the machine. */
function notFound(leg: Leg, rules: AccountRules, now: string): Leg {
  if (leg.status === 'pending') return saidNothing(leg, false, now);
  if (leg.operation === 'void') return sentAgain(leg, false, now);
  return { ...leg, status: 'notSent', code: 'neverReachedGateway', lookup: recheckLookup(0, rules, now), since: now };
}

function saidNothing(leg: Leg, final: boolean, now: string): Leg {
  if (leg.status === 'unknown' && leg.operation === 'void') return sentAgain(leg, final, now);
  return { ...leg, lookup: final ? null : nextLookup(leg.lookup, now) };
}

function sentAgain(leg: Leg, final: boolean, now: string): Leg {
  if (leg.resends >= resendsAllowed) return { ...leg, lookup: final ? null : nextLookup(leg.lookup, now) };
  return { ...leg, lookup: null, resends: leg.resends + 1, resendDue: true };
}

/** What is found after it was declared not sent is not overwritten: somebody was told something else. */
function recheck(
  state: LedgerState,
  legId: string,
  result: LookupResult,
  rules: AccountRules,
  now: string,
): LedgerState {
  const isThere = result.status === 'mismatch' || (result.status === 'found' && result.as !== 'failed');
  if (!isThere)
    return changeLeg(state, legId, (leg) => ({ ...leg, lookup: recheckLookup(leg.lookup?.done ?? 0, rules, now) }));
  const held = reopened(state, legId, (leg) => ({
    ...(result.status === 'found' ? withReferences(leg, result) : leg),
    status: 'unknown',
    code: 'answerMismatch',
    mismatch: declaredNotSent,
    lookup: null,
    since: now,
  }));
  return noted(held, { at: now, what: `leg ${legId}`, why: 'it was declared not sent, and the gateway has it' });
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
