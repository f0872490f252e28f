import { withSendResult } from './apply-send-result';
import { lostResult, readSendResult, type SendResult } from '../model/send-result';
import { wasAbandoned, wasRefusedByPeople, wasSentAgain, type Leg, type LegOperation } from '../model/leg';
import { sending } from '../model/leg-states';
import { changeLeg, findLeg, reopened, reversalOfLeg, withAttempt } from '../model/leg-change';
import { addAudit, addNote, findReversal, withReversal, type LedgerState } from '../model/ledger-state';
import type { AuditEntry } from '../model/audit';
import { newLeg } from '../decision/plan';
import type { AccountRules } from '../model/profile';
import { withExcessAsked } from './beyond-request';
import { replanned } from './replan-recovered';
import { capturedMinorOf, type Payment } from '../model/payment';
import { unknownRequester, type Requester } from '../model/requester';
import type { Reversal } from '../model/reversal';
import type { Transition } from './transition';

/** A leg that a former run of the ledger has scheduled, and how each of its sends ended; null: it is not known. */
export interface ScheduledLeg {
  readonly legId: string;
  readonly operation: LegOperation;
  /** Minor units on the wire. */
  readonly amountMinor: number;
  readonly reference: string;
  /** When it was scheduled last, ISO 8601. */
  readonly scheduledAt: string;
  readonly results: readonly unknown[];
  /** The gateway accounts it was scheduled through. Absent: not known. */
  readonly gatewayAccounts?: readonly string[];
}

/** Makes a run that was reset the one that may send. */
export interface Recovery {
  /** What all runs have scheduled, as the worker has read it from their histories. */
  readonly legs: readonly ScheduledLeg[];
  /** Who asked for it, whose identity was checked. */
  readonly actor: Requester;
  readonly reason: string;
}

/**
 * Takes in everything that former runs have scheduled, and lifts the freeze. A known outcome stays; what may have been
 * sent and has no known outcome is unknown, and is looked up like any other.
 */
export const recover: Transition<Recovery, null> = function recover(state, recovery, { rules, now }) {
  const { payment } = state;
  const noted = addAudit(
    addNote(state, { at: now, what: `recovered by ${recovery.actor.id}`, why: recovery.reason }),
    recoveredEntry(recovery, now),
  );
  if (payment === null || rules === null) return { state: { ...noted, frozen: null }, answer: null };
  let next: LedgerState = { ...noted, frozen: null, gateway: { status: 'reachable' } };
  const unplanned = new Set<string>();
  const before = next;
  for (const scheduled of recovery.legs) {
    const result = strongest(scheduled.results.map((read) => (read === null ? lost : readSendResult(read))));
    const recorded = findLeg(next, scheduled.legId);
    if (result === null || (recorded !== undefined && saysNothingNew(recorded, result))) continue;
    const isPlanned = recorded?.operation === scheduled.operation && recorded.wireAmountMinor === scheduled.amountMinor;
    if (!isPlanned) unplanned.add(partsOf(scheduled.legId).requestId);
    next = withScheduled(next, payment, scheduled, result, rules, now);
  }
  for (const reversalId of unplanned) next = replanned(next, payment, reversalId, rules, now);
  for (const { legId } of recovery.legs) next = withExcessAsked(next, findLeg(before, legId) ?? { legId }, now);
  return { state: next, answer: null };
};

function recoveredEntry({ actor, reason }: Recovery, now: string): AuditEntry {
  return { at: now, act: 'recovered', by: actor, reversalId: null, planVersion: null, comment: reason, refused: null };
}

function withScheduled(
  state: LedgerState,
  payment: Payment,
  scheduled: ScheduledLeg,
  result: SendResult,
  rules: AccountRules,
  now: string,
): LedgerState {
  const reserved = findLeg(state, scheduled.legId) === undefined ? inserted(state, payment, scheduled, now) : state;
  const sent = reopened(reserved, scheduled.legId, (leg) =>
    sending(
      {
        ...withAttempt(leg, 'recover', `a former run scheduled it: ${result.status}`, now),
        ...(leg.operation === 'refund' ? amountsOf(scheduled) : {}),
      },
      scheduled.scheduledAt,
    ),
  );
  const leg = findLeg(sent, scheduled.legId);
  if (leg === undefined) return sent;
  const received = withSendResult(withRefusalKept(reserved, sent, leg), leg, result, rules, now);
  return changeLeg(received, scheduled.legId, (one) => ({ ...one, ...elsewhereOf(scheduled, payment) }));
}

/** What people refused before it was known that a former run had sent it stays refused: nothing of it is sent again. */
function withRefusalKept(before: LedgerState, after: LedgerState, { legId }: Leg): LedgerState {
  const [was, is] = [findLeg(before, legId), reversalOfLeg(after, legId)];
  if (was === undefined || is === undefined || !wasRefusedByPeople(was)) return after;
  return withReversal(after, { ...is, refusedByPeople: true });
}

/** It is looked up where it was sent; where it may have been sent through two accounts, nothing proves it absent. */
function elsewhereOf({ gatewayAccounts }: ScheduledLeg, payment: Payment): Pick<Leg, 'sentThrough'> {
  const elsewhere = gatewayAccounts?.find((account) => account !== payment.gatewayAccount);
  return elsewhere === undefined ? {} : { sentThrough: elsewhere };
}

function amountsOf({ amountMinor }: ScheduledLeg): Pick<Leg, 'amountMinor' | 'wireAmountMinor' | 'reservedMinor'> {
  return { amountMinor, wireAmountMinor: amountMinor, reservedMinor: amountMinor };
}

const lost = lostResult('a former run scheduled it and did not see its end');

/** Of all sends of one leg, what says most about the money. Null: it is certain that none has left. */
function strongest(results: readonly SendResult[]): SendResult | null {
  const order = ['succeeded', 'mismatch', 'pending', 'unknown', 'declined'] as const;
  for (const status of order) {
    const found = results.findLast((result) => result.status === status);
    if (found !== undefined) return found;
  }
  return null;
}

/** What this run knows of a leg is more than this result of a former run says. */
function saysNothingNew(recorded: Leg, result: SendResult): boolean {
  // Lookups did not find it, and a former run had an answer: the answer counts.
  if (recorded.status === 'notSent' && wasSentAgain(recorded) && isAnswer(result)) return false;
  return hasEnded(recorded) || contradictsFinding(recorded, result);
}

function isAnswer({ status }: SendResult): boolean {
  return status === 'succeeded' || status === 'pending' || status === 'mismatch';
}

/** A lookup has found something else than was sent: a decline of the call does not say what that is. */
function contradictsFinding(leg: Leg, result: SendResult): boolean {
  return leg.status === 'unknown' && leg.mismatch !== null && result.status !== 'succeeded';
}

/** Before it was recovered, this run may have abandoned what a former run had sent. */
function hasEnded(leg: Leg): boolean {
  if (wasAbandoned(leg)) return false;
  return leg.status !== 'planned' && leg.status !== 'sending' && leg.status !== 'unknown' && leg.status !== 'pending';
}

/** A leg that this run's state has never planned: its request is bound, its amount is reserved. */
function inserted(state: LedgerState, payment: Payment, scheduled: ScheduledLeg, now: string): LedgerState {
  const { requestId, captureId, number } = partsOf(scheduled.legId);
  const amountMinor = scheduled.operation === 'void' ? releasedMinor(payment, scheduled) : scheduled.amountMinor;
  const leg = newLeg(requestId, { ...scheduled, captureId, amountMinor }, number, payment, now);
  const reversal = findReversal(state, requestId) ?? stub(requestId, scheduled, now);
  const others = state.reversals.filter((one) => one.reversalId !== requestId);
  const grown = {
    ...reversal,
    legs: [...reversal.legs, leg],
    legsMade: Math.max(reversal.legsMade, number),
    completed: null,
  };
  return { ...state, reversals: [...others, grown] };
}

/**
 * What a void releases is less than what it says on the wire, where only a part was captured. For a capture that is
 * recorded only later it is not known, so all of it is reserved.
 */
function releasedMinor(payment: Payment, { legId, amountMinor }: ScheduledLeg): number {
  const { captureId } = partsOf(legId);
  if (captureId === null) return Math.max(0, payment.authorizedMinor - capturedMinorOf(payment));
  return payment.captures.find((capture) => capture.captureId === captureId)?.amountMinor ?? amountMinor;
}

function stub(requestId: string, { operation, amountMinor }: ScheduledLeg, now: string): Reversal {
  const askedMinor = operation === 'refund' ? amountMinor : null;
  return {
    reversalId: requestId,
    operation: operation === 'refund' ? 'refund' : 'cancel',
    askedMinor,
    requestedMinor: askedMinor,
    requester: unknownRequester,
    requestReason: 'known only from the history of a former run',
    admittedAt: now,
    plan: null,
    approval: null,
    wait: null,
    legs: [],
    legsMade: 0,
    followUpOf: null,
    followUpCaptureId: null,
    completed: null,
  };
}

/** A request's id may hold slashes, a capture's may not: so the parts are read from the end. */
function partsOf(legId: string): { requestId: string; captureId: string | null; number: number } {
  const parts = legId.split('/');
  const captureId = parts.at(-2) ?? 'auth';
  return {
    requestId: parts.slice(0, -2).join('/'),
    captureId: captureId === 'auth' ? null : captureId,
    number: Number(parts.at(-1)),
  };
}
