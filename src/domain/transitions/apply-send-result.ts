import { assertNever } from '../model/assert-never';
import type { SendResult, NotSentCause } from '../model/send-result';
import type { Leg } from '../model/leg';
import { changeLeg, findLeg, withAttempt, withReferences } from '../model/leg-change';
import { noted, type LedgerState } from '../model/ledger-state';
import { firstLookup } from '../decision/lookup-schedule';
import type { AccountRules } from '../model/profile';
import type { Reason, ReasonCode } from '../model/reasons';

/** After this many sends in a row that never reached the gateway, a person is asked. */
export const notSentLimit = 20;

/** Marks a leg as being sent. From here on only its result may change it. */
export function startSending(state: LedgerState, legId: string, now: string): LedgerState {
  return changeLeg(state, legId, (leg) => ({ ...leg, status: 'sending', code: null, resendDue: false, since: now }));
}

/** What a send's result makes of the leg and of the whole ledger. A result for a leg that is not being sent is only traced. */
export function applySendResult(
  state: LedgerState,
  legId: string,
  result: SendResult,
  rules: AccountRules,
  now: string,
): LedgerState {
  const leg = findLeg(state, legId);
  if (leg?.status !== 'sending') {
    return noted(state, {
      at: now,
      what: `result of leg ${legId}`,
      why: `it was not being sent; told ${result.status}`,
    });
  }
  const next = changeLeg(state, legId, (sent) => ({ ...withResult(sent, result, rules, now), since: now }));
  switch (result.status) {
    case 'resetDetected':
      return { ...next, frozen: next.frozen ?? { since: now, reason: resetDetected } };
    case 'notSent':
      return result.cause === 'cardUnavailable' ? next : { ...next, gateway: gatewayWait(leg, result, now) };
    case 'succeeded':
      return result.flags.length === 0
        ? next
        : noted(next, { at: now, what: `answer to leg ${legId}`, why: `it left out: ${result.flags.join(', ')}` });
    case 'pending':
    case 'declined':
    case 'unknown':
    case 'mismatch':
      return next;
    default:
      return assertNever(result);
  }
}

function withResult(leg: Leg, result: SendResult, rules: AccountRules, now: string): Leg {
  const noted = withAttempt(leg, 'send', inWords(result), now);
  switch (result.status) {
    case 'succeeded':
      return { ...withReferences(noted, result), status: 'succeeded', code: null };
    case 'pending':
      return {
        ...withReferences(noted, result),
        status: 'pending',
        code: null,
        lookup: firstLookup(leg, now, rules, now),
      };
    case 'declined':
      return declined(withReferences(noted, result), result.code, rules, now);
    case 'unknown':
      return unknown(withReferences(noted, result), result.endedAt, rules, now);
    case 'mismatch':
      return {
        ...withReferences(noted, result),
        status: 'unknown',
        code: 'answerMismatch',
        mismatch: result.what,
        // Whichever amount is true, the larger one is held.
        reservedMinor:
          leg.operation === 'refund' ? Math.max(leg.amountMinor, result.answeredMinor ?? 0) : leg.reservedMinor,
      };
    case 'notSent':
      return notSent(noted, result.cause);
    case 'resetDetected':
      return { ...noted, ...unsentAgain(leg) };
    default:
      return assertNever(result);
  }
}

/**
 * A rejection proves the state for the call that was rejected. Of a void that was sent before, only two rejections tell
 * the end: that it is voided already, or that it was captured, which a voided one cannot be.
 */
function declined(leg: Leg, code: ReasonCode, rules: AccountRules, now: string): Leg {
  if (leg.resends === 0 || code === 'alreadyCaptured') return { ...leg, status: 'declined', code };
  return code === 'alreadyVoided' ? { ...leg, status: 'succeeded', code: null } : unknown(leg, now, rules, now);
}

function unknown(leg: Leg, endedAt: string | null, rules: AccountRules, now: string): Leg {
  return { ...leg, status: 'unknown', code: 'outcomeUnknown', lookup: firstLookup(leg, endedAt, rules, now) };
}

/** Nothing of this send has left: the leg stands as before it. Of a void sent again, that is an unknown outcome. */
function unsentAgain(leg: Leg): Pick<Leg, 'status' | 'resendDue'> {
  return leg.resends === 0 ? { status: 'planned', resendDue: false } : { status: 'unknown', resendDue: true };
}

function inWords(result: SendResult): string {
  switch (result.status) {
    case 'succeeded':
    case 'pending':
      return result.status;
    case 'declined':
      return `declined: ${[result.code, result.gatewayResultCode, result.detail].filter((part) => part !== null).join(', ')}`;
    case 'unknown':
      return `unknown: ${result.cause}`;
    case 'mismatch':
      return `unknown: answered with another ${result.what}`;
    case 'notSent':
      return `nothing left: ${result.cause}`;
    case 'resetDetected':
      return 'held: this run is not the one that may send';
    default:
      return assertNever(result);
  }
}

function notSent(leg: Leg, cause: NotSentCause): Leg {
  const notSentInARow = leg.notSentInARow + 1;
  const needsPerson = cause === 'cardUnavailable' || notSentInARow >= notSentLimit;
  const code =
    cause === 'cardUnavailable' ? 'cardUnavailable' : needsPerson ? 'neverReachedGateway' : notSentReason(cause).code;
  return { ...leg, ...unsentAgain(leg), code, notSentInARow, stopped: needsPerson };
}

/** The pause before the gateway is asked again: none the first time, then doubling from 1 s to 5 min, or as it asked. */
function gatewayWait(
  leg: Leg,
  result: Extract<SendResult, { status: 'notSent' }>,
  now: string,
): LedgerState['gateway'] {
  const backOffMs = leg.notSentInARow === 0 ? 0 : Math.min(1000 * 2 ** (leg.notSentInARow - 1), 5 * 60_000);
  return {
    status: 'waiting',
    since: now,
    reason: notSentReason(result.cause),
    pauseMs: Math.max(backOffMs, Math.min(result.retryAfterMs ?? 0, 60 * 60_000)),
  };
}

function notSentReason(cause: NotSentCause): Reason {
  if (cause === 'unauthorized') {
    const message = 'the gateway refuses our API key; nothing was sent. It goes on by itself once the key is accepted';
    return { code: 'gatewayUnauthorized', message };
  }
  if (cause === 'rateLimited') {
    return { code: 'gatewayRateLimited', message: 'the gateway asked for a pause; nothing was sent' };
  }
  const message = `the gateway could not be reached (${cause}); nothing was sent. It goes on by itself once it answers`;
  return { code: 'gatewayUnavailable', message };
}

const resetDetected: Reason = {
  code: 'resetDetected',
  message:
    'this ledger was reset, so it may not know all that was sent; nothing is sent until it is recovered from the histories of its former runs',
};
