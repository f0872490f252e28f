import { awaitsApproval, termsOfPlan } from '../decision/approval-of-plan';
import {
  beyondRequest,
  declaredNotSent,
  isStopped,
  isUnsent,
  lookupOf,
  type Leg,
  type PlannedLeg,
  type UnknownLeg,
} from '../model/leg';
import { openReversals, type LedgerState } from '../model/ledger-state';
import { amountsOf } from './terms-words';
import { blockingRefunds, isSentAgain, openVoid } from '../decision/next-send';
import { excessMinor } from '../decision/request-sum';
import type { Reason } from '../model/reasons';
import type { Reversal } from '../model/reversal';

export type Phase = 'working' | 'waiting' | 'stuck' | 'completed';

export type WaitingFor =
  // waiting: it continues automatically
  | 'approval'
  | 'capture'
  | 'settlement'
  | 'gateway'
  | 'pending'
  // stuck: it does not
  | 'lookup'
  | 'operator'
  | 'mismatch'
  | 'recovery';

/** The status of a reversal, why, and since when (ISO 8601). */
export interface ReversalStatus {
  readonly phase: Phase;
  readonly waitingFor: WaitingFor | null;
  readonly reason: Reason | null;
  readonly since: string;
}

/** The status of a reversal. `now` decides whether a bounded wait is overdue. */
export function statusOf(state: LedgerState, reversal: Reversal, now: string): ReversalStatus {
  if (reversal.completed !== null) {
    return { phase: 'completed', waitingFor: null, reason: reversal.completed.reason, since: reversal.completed.at };
  }
  if (state.frozen !== null) return stuck('recovery', state.frozen.reason, state.frozen.since);
  return (
    legStatus(state, reversal) ??
    waitStatus(state, reversal, now) ??
    approvalStatus(state, reversal) ??
    turnStatus(state, reversal)
  );
}

function legStatus(state: LedgerState, reversal: Reversal): ReversalStatus | null {
  const { legs } = reversal;
  const sending = legs.find((leg) => leg.status === 'sending');
  if (sending !== undefined) return working(sending.since);
  if (canGoOn(state, reversal)) return null;
  const mismatched = legs.find((leg): leg is UnknownLeg => leg.status === 'unknown' && leg.mismatch !== null);
  if (mismatched !== undefined) return stuck('mismatch', mismatchReason(mismatched), mismatched.since);
  const unknown = legs.find((leg) => leg.status === 'unknown');
  if (unknown !== undefined) return stuck(resolvedBy(state, unknown), unknownReason(state, unknown), unknown.since);
  const stopped = legs.find((leg): leg is PlannedLeg => isUnsent(leg) && isStopped(leg));
  if (stopped !== undefined) return stuck('operator', stoppedReason(stopped), stopped.since);
  const pending = legs.find((leg) => leg.status === 'pending');
  if (pending !== undefined && !legs.some(isUnsent)) return pendingStatus(pending);
  return null;
}

/** Its next leg may still be sent in its turn, so that it is not stuck as a whole. Legs go in their order. */
function canGoOn(state: LedgerState, reversal: Reversal): boolean {
  const next = reversal.legs.find(isUnsent);
  if (next === undefined || reversal.wait !== null || isStopped(next) || awaitsApproval(reversal)) return false;
  return openVoid(state) === undefined && blockingRefunds(state, next).length === 0 && excessMinor(reversal) === 0;
}

function waitStatus(state: LedgerState, reversal: Reversal, now: string): ReversalStatus | null {
  const { wait } = reversal;
  if (wait === null) return null;
  if (wait.for === 'capture' && wait.until !== null && Date.parse(wait.until) <= Date.parse(now))
    return stuck('operator', overdue(wait.reason), wait.until);
  if (wait.for === 'others') return othersStatus(state, reversal, now, wait.reason);
  return waiting(wait.for, wait.reason, wait.since);
}

function approvalStatus({ payment }: LedgerState, reversal: Reversal): ReversalStatus | null {
  const { approval } = reversal;
  const terms = payment === null ? null : termsOfPlan(reversal, payment.currency);
  if (approval === null || terms === null || !awaitsApproval(reversal)) return null;
  const { planVersion } = terms;
  const missing = approval.needed - approval.given.length;
  const message = `version ${String(planVersion)} of the plan ${amountsOf(terms)} and waits for ${String(missing)} more ${missing === 1 ? 'approval' : 'approvals'}. The amount is reserved`;
  return waiting('approval', { code: 'awaitingApproval', message }, approval.askedAt);
}

/** It has the status of the reversals that reserve the money it needs. */
function othersStatus(state: LedgerState, reversal: Reversal, now: string, reason: Reason): ReversalStatus {
  const status = slowestOf(state, now);
  return status === null ? working(reversal.admittedAt) : { ...status, reason };
}

const slowest = new WeakMap<LedgerState, { readonly now: string; readonly status: ReversalStatus | null }>();

/** What holds up those that wait for others: the same for all of them, so that it is found once for a state. */
function slowestOf(state: LedgerState, now: string): ReversalStatus | null {
  const cached = slowest.get(state);
  if (cached?.now === now) return cached.status;
  const before = openReversals(state).filter((one) => one.wait?.for !== 'others' && one.legs.length > 0);
  const statuses = before.map((one) => statusOf(state, one, now));
  const status =
    statuses.find((one) => one.phase === 'stuck') ?? statuses.find((one) => one.phase === 'waiting') ?? null;
  slowest.set(state, { now, status });
  return status;
}

function turnStatus(state: LedgerState, reversal: Reversal): ReversalStatus {
  if (state.gateway.status === 'waiting') return waiting('gateway', state.gateway.reason, state.gateway.since);
  const open = openVoid(state);
  if (open?.status === 'pending') return pendingStatus(open);
  if (open !== undefined) {
    const message = 'a void of this payment has no known outcome; until it has, nothing else is sent';
    return stuck(resolvedBy(state, open), { code: 'blockedByAnother', message }, reversal.admittedAt);
  }
  const next = reversal.legs.find(isUnsent);
  const blocking = next === undefined ? [] : blockingRefunds(state, next);
  const unknown = blocking.find((leg) => leg.status === 'unknown');
  if (unknown !== undefined) {
    const message = `the void waits for refund ${unknown.legId}, whose outcome is not known: money it may have moved cannot be voided`;
    return stuck(resolvedBy(state, unknown), { code: 'blockedByAnother', message }, unknown.since);
  }
  const [accepted] = blocking;
  if (accepted !== undefined) return pendingStatus(accepted);
  return working(reversal.admittedAt);
}

/** Who resolves it: the ledger, by lookups and by sending a void again, or an operator once these have ended. */
function resolvedBy(state: LedgerState, leg: Leg): 'lookup' | 'operator' {
  return lookupOf(leg) === null && !isSentAgain(state, leg) ? 'operator' : 'lookup';
}

function pendingStatus(leg: Leg): ReversalStatus {
  const reason = pendingReason(leg);
  return lookupOf(leg) === null ? stuck('operator', reason, leg.since) : waiting('pending', reason, leg.since);
}

function working(since: string): ReversalStatus {
  return { phase: 'working', waitingFor: null, reason: null, since };
}

function waiting(waitingFor: WaitingFor, reason: Reason, since: string): ReversalStatus {
  return { phase: 'waiting', waitingFor, reason, since };
}

function stuck(waitingFor: WaitingFor, reason: Reason, since: string): ReversalStatus {
  return { phase: 'stuck', waitingFor, reason, since };
}

function unknownReason(state: LedgerState, leg: Leg): Reason {
  const message = `the ${leg.operation} of leg ${leg.legId} was sent and no readable answer came: money may have moved. Its amount stays reserved. ${whatNext(state, leg)}`;
  return { code: 'outcomeUnknown', message };
}

function whatNext(state: LedgerState, leg: Leg): string {
  if (isSentAgain(state, leg)) return 'It is sent again: the gateway refuses a second void where the first was done';
  const lookup = lookupOf(leg);
  if (lookup !== null) return `It is looked up next at ${lookup.nextAt}`;
  return "Look it up in the gateway's own records by its myRef, and resolve it with what you find as evidence";
}

function mismatchReason(leg: UnknownLeg): Reason {
  if (leg.mismatch === declaredNotSent) {
    const message = `the ${leg.operation} of leg ${leg.legId} was declared not sent, and the gateway has it; its amount is reserved again. Compare it with the gateway's own records`;
    return { code: 'answerMismatch', message };
  }
  if (leg.mismatch === beyondRequest) {
    const message = `the ${leg.operation} of leg ${leg.legId} has moved beside another leg of the same request, so that more has moved than was requested; both amounts count. Return one of them at the gateway, or resolve the leg as succeeded`;
    return { code: 'answerMismatch', message };
  }
  const message = `the gateway answered the ${leg.operation} of leg ${leg.legId} with another ${leg.mismatch ?? 'answer'} than was sent; the larger amount stays reserved. Compare it with the gateway's own records`;
  return { code: 'answerMismatch', message };
}

function stoppedReason(leg: PlannedLeg): Reason {
  if (leg.stopped === 'notFromLedger') {
    const message = `the activity refused to send leg ${leg.legId}: it was not called by this payment's ledger, so nothing was sent. Let the worker run this package unchanged, then make the same request again`;
    return { code: 'notFromLedger', message };
  }
  if (leg.stopped === 'invalidAtGateway') {
    const why = leg.attempts.at(-1)?.result ?? 'invalid';
    const message = `the gateway refused the call of leg ${leg.legId} (${why}), and nothing moved; make the same request again with what corrects it, such as another payment.card`;
    return { code: 'invalidAtGateway', message };
  }
  if (leg.stopped === 'cardUnavailable') {
    const message = `no card was found for leg ${leg.legId}, so nothing was sent; make the same request again with payment.card`;
    return { code: 'cardUnavailable', message };
  }
  const message = `leg ${leg.legId} never reached the gateway in ${String(leg.notSentInARow)} attempts; nothing was sent. Make the same request again once the gateway answers`;
  return { code: 'neverReachedGateway', message };
}

function pendingReason(leg: Leg): Reason {
  const message = `the gateway accepted the ${leg.operation} of leg ${leg.legId} and has not reported its outcome; its amount stays reserved`;
  return { code: 'acceptedNotFinal', message };
}

function overdue(reason: Reason): Reason {
  return {
    code: 'captureOverdue',
    message: `${reason.message}. It was not recorded in time: record captureSucceeded or captureFailed`,
  };
}
