import { assertNever } from './assert-never';
import type { LegResult, NotSentCause } from './leg-result';
import { triedKept, type Leg } from './leg';
import { traced, type LedgerState } from './ledger-state';
import type { Reason } from './reasons';

/** After this many sends in a row that never reached the gateway, a person is asked. */
export const notSentLimit = 20;

/** Marks a leg as being sent. From here on only its result may change it. */
export function startSending(state: LedgerState, legId: string, now: string): LedgerState {
  return changeLeg(state, legId, (leg) => ({ ...leg, status: 'sending', code: null, since: now }));
}

/** What a send's result makes of the leg and of the whole ledger. A result for a leg that is not being sent is only traced. */
export function applyLegResult(state: LedgerState, legId: string, result: LegResult, now: string): LedgerState {
  const leg = findLeg(state, legId);
  if (leg?.status !== 'sending') {
    return traced(state, {
      at: now,
      what: `result of leg ${legId}`,
      why: `it was not being sent; told ${result.status}`,
    });
  }
  const next = changeLeg(state, legId, (sent) => ({ ...withResult(sent, result, now), since: now }));
  switch (result.status) {
    case 'lineageBroken':
      return { ...next, hold: next.hold ?? { since: now, reason: lineageBroken } };
    case 'notSent':
      return result.cause === 'cardUnavailable' ? next : { ...next, gateway: gatewayWait(leg, result, now) };
    case 'succeeded':
      return result.flags.length === 0
        ? next
        : traced(next, { at: now, what: `answer to leg ${legId}`, why: `it left out: ${result.flags.join(', ')}` });
    case 'pending':
    case 'declined':
    case 'unknown':
    case 'mismatch':
      return next;
    default:
      return assertNever(result);
  }
}

function withResult(leg: Leg, result: LegResult, now: string): Leg {
  switch (result.status) {
    case 'succeeded':
    case 'pending':
      return tried({ ...leg, ...referencesOf(result), status: result.status, code: null }, result.status, now);
    case 'declined': {
      const why = [result.code, result.gatewayResultCode, result.detail].filter((part) => part !== null).join(', ');
      return tried({ ...leg, ...referencesOf(result), status: 'declined', code: result.code }, `declined: ${why}`, now);
    }
    case 'unknown':
      return tried(
        { ...leg, ...referencesOf(result), status: 'unknown', code: 'outcomeUnknown' },
        `unknown: ${result.cause}`,
        now,
      );
    case 'mismatch':
      return tried(
        {
          ...leg,
          ...referencesOf(result),
          status: 'unknown',
          code: 'answerMismatch',
          mismatch: result.what,
          // Whichever amount is true, the larger one is held.
          heldMinor: leg.operation === 'refund' ? Math.max(leg.amountMinor, result.answeredMinor ?? 0) : leg.heldMinor,
        },
        `unknown: answered with another ${result.what}`,
        now,
      );
    case 'notSent':
      return notSent(leg, result.cause, now);
    case 'lineageBroken':
      return tried({ ...leg, status: 'planned' }, 'held: this run is not the one that may send', now);
    default:
      return assertNever(result);
  }
}

function notSent(leg: Leg, cause: NotSentCause, now: string): Leg {
  const notSentInARow = leg.notSentInARow + 1;
  const needsPerson = cause === 'cardUnavailable' || notSentInARow >= notSentLimit;
  const code =
    cause === 'cardUnavailable' ? 'cardUnavailable' : needsPerson ? 'neverReachedGateway' : notSentReason(cause).code;
  return tried({ ...leg, status: 'planned', code, notSentInARow, stopped: needsPerson }, `nothing left: ${cause}`, now);
}

/** The pause before the gateway is asked again: none the first time, then doubling from 1 s to 5 min, or as it asked. */
function gatewayWait(leg: Leg, result: Extract<LegResult, { status: 'notSent' }>, now: string): LedgerState['gateway'] {
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

const lineageBroken: Reason = {
  code: 'lineageBroken',
  message:
    'this ledger was reset, so it may not know all that was sent; nothing is sent until it is recovered from the histories of its former runs',
};

function referencesOf(result: { gatewayReference: string | null; gatewayResultCode: string | null }) {
  return { gatewayReference: result.gatewayReference, gatewayResultCode: result.gatewayResultCode };
}

function tried(leg: Leg, result: string, now: string): Leg {
  return { ...leg, tried: [...leg.tried, { at: now, what: 'send' as const, result }].slice(-triedKept) };
}

function findLeg(state: LedgerState, legId: string): Leg | undefined {
  return state.reversals.flatMap((reversal) => reversal.legs).find((leg) => leg.legId === legId);
}

/** The state with one leg changed. */
export function changeLeg(state: LedgerState, legId: string, change: (leg: Leg) => Leg): LedgerState {
  return {
    ...state,
    reversals: state.reversals.map((reversal) =>
      reversal.legs.some((leg) => leg.legId === legId)
        ? { ...reversal, legs: reversal.legs.map((leg) => (leg.legId === legId ? change(leg) : leg)) }
        : reversal,
    ),
  };
}
