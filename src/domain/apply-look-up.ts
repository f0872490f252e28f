import { assertNever } from './assert-never';
import { declaredNotSent, type Leg } from './leg';
import { changeLeg, findLeg, reopened, tried, withReferences } from './leg-change';
import { traced, type LedgerState } from './ledger-state';
import { doubtingLookUp, nextLookUp } from './look-up-schedule';
import type { LookUpResult } from './look-up-result';
import type { AccountRules } from './profile';

/** A void whose outcome stays unknown is sent again at most this often: a second one is refused as already voided. */
export const resendsAllowed = 3;

/** What a lookup makes of a leg. A lookup proves only what it finds; not finding counts where lookups see reversals. */
export function applyLookUp(
  state: LedgerState,
  legId: string,
  result: LookUpResult,
  rules: AccountRules,
  now: string,
): LedgerState {
  const leg = findLeg(state, legId);
  if (leg?.lookUp == null) return state;
  const told = changeLeg(state, legId, (one) => tried(one, 'lookup', inWords(result), now));
  switch (leg.status) {
    case 'unknown':
    case 'pending':
      return changeLeg(told, legId, (one) => found(one, result, rules, now));
    case 'notSent':
      return doubted(told, legId, result, rules, now);
    case 'planned':
    case 'sending':
    case 'succeeded':
    case 'declined':
    case 'failed':
      return changeLeg(told, legId, (one) => ({ ...one, lookUp: null }));
    default:
      return assertNever(leg.status);
  }
}

function found(leg: Leg, result: LookUpResult, rules: AccountRules, now: string): Leg {
  switch (result.status) {
    case 'found':
      return foundAs(withReferences(leg, result), result.as, now);
    case 'mismatch':
      return {
        ...leg,
        status: 'unknown',
        code: 'answerMismatch',
        mismatch: result.what,
        heldMinor: leg.operation === 'refund' ? Math.max(leg.heldMinor, result.answeredMinor ?? 0) : leg.heldMinor,
        lookUp: null,
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
      return { ...leg, status: 'succeeded', code: null, lookUp: null, since: now };
    case 'pending': {
      const since = leg.status === 'pending' ? leg.since : now;
      return { ...leg, status: 'pending', code: null, lookUp: nextLookUp(leg.lookUp, now), since };
    }
    case 'failed':
      return { ...leg, status: 'failed', code: 'refundFailed', lookUp: null, since: now };
    default:
      return assertNever(as);
  }
}

/** Not there where it would be: it never arrived. A void is sent again; a refund never is by the machine. */
function notFound(leg: Leg, rules: AccountRules, now: string): Leg {
  if (leg.status === 'pending') return saidNothing(leg, false, now);
  if (leg.operation === 'void') return sentAgain(leg, false, now);
  return { ...leg, status: 'notSent', code: 'neverReachedGateway', lookUp: doubtingLookUp(0, rules, now), since: now };
}

function saidNothing(leg: Leg, final: boolean, now: string): Leg {
  if (leg.status === 'unknown' && leg.operation === 'void') return sentAgain(leg, final, now);
  return { ...leg, lookUp: final ? null : nextLookUp(leg.lookUp, now) };
}

function sentAgain(leg: Leg, final: boolean, now: string): Leg {
  if (leg.resends >= resendsAllowed) return { ...leg, lookUp: final ? null : nextLookUp(leg.lookUp, now) };
  return { ...leg, lookUp: null, resends: leg.resends + 1, resendDue: true };
}

/** What is found after it was declared not sent is not overwritten: somebody was told something else. */
function doubted(
  state: LedgerState,
  legId: string,
  result: LookUpResult,
  rules: AccountRules,
  now: string,
): LedgerState {
  const isThere = result.status === 'mismatch' || (result.status === 'found' && result.as !== 'failed');
  if (!isThere)
    return changeLeg(state, legId, (leg) => ({ ...leg, lookUp: doubtingLookUp(leg.lookUp?.done ?? 0, rules, now) }));
  const held = reopened(state, legId, (leg) => ({
    ...(result.status === 'found' ? withReferences(leg, result) : leg),
    status: 'unknown',
    code: 'answerMismatch',
    mismatch: declaredNotSent,
    lookUp: null,
    since: now,
  }));
  return traced(held, { at: now, what: `leg ${legId}`, why: 'it was declared not sent, and the gateway has it' });
}

function inWords(result: LookUpResult): string {
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
