import { assertNever } from '../model/assert-never';
import type { SendResult, NotSentCause } from '../model/send-result';
import type { Leg, StopCode } from '../model/leg';
import { changeLeg, findLeg, withAttempt, withReferences } from '../model/leg-change';
import * as leg from '../model/leg-states';
import { addNote, type LedgerState } from '../model/ledger-state';
import { firstLookup } from '../decision/lookup-schedule';
import type { AccountRules } from '../model/profile';
import type { Reason, ReasonCode } from '../model/reasons';
import { withExcessAsked } from './beyond-request';
import { withSentAgain } from './send-again';
import type { Transition } from './transition';

/** After this many sends in a row that never reached the gateway, a person is asked. */
export const notSentLimit = 20;

/** Marks a leg as being sent. From here on only its result may change it. */
export const startSending: Transition<{ readonly legId: string }, null> = function startSending(
  state,
  { legId },
  { now },
) {
  return { state: changeLeg(state, legId, (one) => leg.sending(one, now)), answer: null };
};

/** What a send's result makes of the leg and of the whole ledger. A result for a leg that is not being sent is only noted. */
export const applySendResult: Transition<{ readonly legId: string; readonly result: SendResult }, null> =
  function applySendResult(state, { legId, result }, { rules, now }) {
    const sent = findLeg(state, legId);
    if (sent?.status !== 'sending' || rules === null) {
      const why = `it was not being sent; the result says ${result.status}`;
      return { state: addNote(state, { at: now, what: `result of leg ${legId}`, why }), answer: null };
    }
    return { state: withExcessAsked(withSendResult(state, sent, result, rules, now), sent, now), answer: null };
  };

/** The state with the result of a leg that is being sent. */
export function withSendResult(
  state: LedgerState,
  sent: Leg,
  result: SendResult,
  rules: AccountRules,
  now: string,
): LedgerState {
  const { legId } = sent;
  const next = changeLeg(state, legId, (one) => afterSend(one, result, rules, now));
  switch (result.status) {
    case 'resetDetected':
      return { ...next, frozen: next.frozen ?? { since: now, reason: resetDetected } };
    case 'notSent':
      return isStoppedBy(result.cause) ? next : { ...next, gateway: gatewayWait(sent, result, now) };
    case 'succeeded':
      return result.flags.length === 0
        ? next
        : addNote(next, { at: now, what: `answer to leg ${legId}`, why: `it left out: ${result.flags.join(', ')}` });
    case 'declined':
      return withSentAgain(next, legId, rules, now);
    case 'pending':
    case 'unknown':
    case 'mismatch':
      return next;
    default:
      return assertNever(result);
  }
}

function afterSend(sent: Leg, result: SendResult, rules: AccountRules, now: string): Leg {
  const attempted = withAttempt(sent, 'send', inWords(result), now);
  switch (result.status) {
    case 'succeeded':
      return leg.succeeded(withReferences(attempted, result), now);
    case 'pending':
      return leg.pending(withReferences(attempted, result), firstLookup(sent, now, rules, now), now);
    case 'declined':
      return afterDecline(withReferences(attempted, result), result.code, rules, now);
    case 'unknown':
      return leg.unknown(withReferences(attempted, result), firstLookup(sent, result.endedAt, rules, now), now);
    case 'mismatch':
      return mismatched(withReferences(attempted, result), result, now);
    case 'notSent':
      return afterNotSent(attempted, result.cause, now);
    case 'resetDetected':
      return asBefore(attempted, null, now);
    default:
      return assertNever(result);
  }
}

/** Whichever amount is right, the larger one stays reserved. */
function mismatched(sent: Leg, { what, answeredMinor }: Extract<SendResult, { status: 'mismatch' }>, now: string): Leg {
  const reservedMinor =
    sent.operation === 'refund' ? Math.max(sent.amountMinor, answeredMinor ?? 0) : sent.reservedMinor;
  return leg.mismatched({ ...sent, reservedMinor }, what, now);
}

/**
 * A decline proves the state for the call that was declined. Of a void that was sent before, only these declines
 * prove the outcome: that it is voided already, or that it was captured or has settled, which a voided one cannot be.
 */
function afterDecline(sent: Leg, code: ReasonCode, rules: AccountRules, now: string): Leg {
  if (sent.resends === 0 || code === 'alreadyCaptured' || code === 'alreadySettled')
    return leg.declined(sent, code, now);
  if (code === 'alreadyVoided') return leg.succeeded(sent, now);
  return leg.unknown(sent, firstLookup(sent, now, rules, now), now);
}

/** Waiting would not mend it: sending stops at once, for a person. */
function isStoppedBy(cause: NotSentCause): cause is 'cardUnavailable' | 'invalidAtGateway' | 'notFromLedger' {
  return cause === 'cardUnavailable' || cause === 'invalidAtGateway' || cause === 'notFromLedger';
}

function afterNotSent(sent: Leg, cause: NotSentCause, now: string): Leg {
  const notSentInARow = sent.notSentInARow + 1;
  const isExhausted = notSentInARow >= notSentLimit;
  const stopped = isStoppedBy(cause) ? cause : isExhausted ? 'neverReachedGateway' : null;
  return asBefore({ ...sent, notSentInARow }, stopped, now);
}

/** Nothing of this send has left: the leg is as before it. A void that was sent again still has an unknown outcome. */
function asBefore(sent: Leg, stopped: StopCode | null, now: string): Leg {
  if (sent.resends === 0) return { ...leg.planned(sent, stopped), since: now };
  return { ...leg.unknown(sent, null, now), resendDue: true, stopped };
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
      if (result.cause === 'invalidAtGateway') return `invalid: ${result.why ?? 'no field is named'}`;
      return `nothing left: ${[result.cause, result.why ?? null].filter((part) => part !== null).join(', ')}`;
    case 'resetDetected':
      return 'frozen: this run is not the one that may send';
    default:
      return assertNever(result);
  }
}

/** The pause before the gateway is asked again: none the first time, then doubling from 1 s to 5 min, or as it asked. */
function gatewayWait(
  sent: Leg,
  result: Extract<SendResult, { status: 'notSent' }>,
  now: string,
): LedgerState['gateway'] {
  const backOffMs = sent.notSentInARow === 0 ? 0 : Math.min(1000 * 2 ** (sent.notSentInARow - 1), 5 * 60_000);
  return {
    status: 'waiting',
    since: now,
    reason: notSentReason(result.cause),
    pauseMs: Math.max(backOffMs, Math.min(result.retryAfterMs ?? 0, 60 * 60_000)),
  };
}

function notSentReason(cause: NotSentCause): Reason {
  if (cause === 'unauthorized') {
    const message =
      'the gateway refuses our API key; nothing was sent. It continues automatically once the key is accepted';
    return { code: 'gatewayUnauthorized', message };
  }
  if (cause === 'rateLimited') {
    return { code: 'gatewayRateLimited', message: 'the gateway asked for a pause; nothing was sent' };
  }
  const message = `the gateway could not be reached (${cause}); nothing was sent. It continues automatically once the gateway answers`;
  return { code: 'gatewayUnavailable', message };
}

const resetDetected: Reason = {
  code: 'resetDetected',
  message:
    'this ledger was reset, so it may not know all that was sent; nothing is sent until it is recovered from the histories of its former runs',
};
