import type { ReasonCode } from './reasons';

/** What a leg asks of the gateway. */
export type LegOperation = 'refund' | 'void';

/** One attempt to learn or do something for a leg, kept so that a person can see it. */
export interface Attempt {
  readonly at: string;
  readonly what: 'send' | 'lookup' | 'resolve' | 'recover' | 'record';
  readonly result: string;
}

/** The next lookup. Instants ISO 8601. */
export interface Lookup {
  readonly nextAt: string;
  /** Pauses used up so far. */
  readonly done: number;
}

/** Why sending stopped until the same request is made again. Nothing has left. */
export type StopCode = 'cardUnavailable' | 'invalidAtGateway' | 'neverReachedGateway' | 'notFromLedger';

/** What every leg has. Amounts in minor units of the payment's currency. */
export interface LegBase {
  /** `<requestId>/<captureId or auth>/<n>`, never random. */
  readonly legId: string;
  readonly operation: LegOperation;
  /** What this leg refunds or releases. */
  readonly amountMinor: number;
  /** What the gateway is sent: a void repeats the original authorized amount. Source: DOC guide "Refunds and voids". */
  readonly wireAmountMinor: number;
  /** What counts against the cap: more than `amountMinor` only when the gateway answered with a larger amount. */
  readonly reservedMinor: number;
  /** The capture it refunds or voids; null: the authorization. */
  readonly captureId: string | null;
  /** The gateway's reference it is sent against (`refTransId`). */
  readonly reference: string;
  readonly gatewayReference: string | null;
  readonly gatewayResultCode: string | null;
  /** Sends in a row of which it is certain that nothing left. */
  readonly notSentInARow: number;
  /** How often a void of unknown outcome was sent again. Always 0 for a refund. */
  readonly resends: number;
  readonly since: string;
  readonly attempts: readonly Attempt[];
  readonly evidence: string | null;
  /** The gateway account it was sent through, where the payment has moved to another one since. Absent: the payment's. */
  readonly sentThrough?: string;
}

/** Nothing of it has left. */
export interface PlannedLeg extends LegBase {
  readonly status: 'planned';
  /** Why it is not sent before the same request is made again; null: it is sent in its turn. */
  readonly stopped: StopCode | null;
}

/** A worker is sending it. Only the result of that call changes it. */
export interface SendingLeg extends LegBase {
  readonly status: 'sending';
}

export interface SucceededLeg extends LegBase {
  readonly status: 'succeeded';
}

export interface DeclinedLeg extends LegBase {
  readonly status: 'declined';
  readonly code: ReasonCode;
  /** The capture had not settled, and its refund was planned again as another leg. Absent: it was not. */
  readonly sentAgain?: true;
  /** Settlement of its capture was recorded after it. Absent: it was not. */
  readonly settledSince?: true;
}

/** The gateway accepted it and has not said how it ended. */
export interface PendingLeg extends LegBase {
  readonly status: 'pending';
  /** null: the ledger has stopped looking it up, and a person is asked. */
  readonly lookup: Lookup | null;
}

/** It was sent, or may have been, and no answer proves what happened. */
export interface UnknownLeg extends LegBase {
  readonly status: 'unknown';
  readonly code: 'outcomeUnknown' | 'answerMismatch';
  /** What the gateway answered differently than was sent; or {@link declaredNotSent} or {@link beyondRequest}. */
  readonly mismatch: string | null;
  readonly lookup: Lookup | null;
  /** When a lookup that sees refunds first did not find it, ISO 8601. Absent: none has said so. */
  readonly absentSince?: string;
  /** A void that is to be sent again in its turn. Its outcome stays unknown until then. */
  readonly resendDue: boolean;
  readonly stopped: StopCode | null;
}

/** A person or a lookup established that it was never sent; or it was abandoned before it could be. */
export interface NotSentLeg extends LegBase {
  readonly status: 'notSent';
  readonly code: ReasonCode;
  /** A later lookup that checks it; null: none. */
  readonly lookup: Lookup | null;
  /** Lookups have proved its absence, and its refund was planned again as another leg. Absent: it was not. */
  readonly sentAgain?: true;
}

/** Accepted, or even succeeded, and then undone: by the cardholder's bank, for instance. */
export interface FailedLeg extends LegBase {
  readonly status: 'failed';
  readonly code: 'refundFailed';
}

/** One gateway call of a reversal. Only `declined`, `notSent` and `failed` release its amount. */
export type Leg =
  PlannedLeg | SendingLeg | SucceededLeg | DeclinedLeg | PendingLeg | UnknownLeg | NotSentLeg | FailedLeg;

export type LegStatus = Leg['status'];

/**
 * What one transition of the ledger may make of a leg. What declined never changes again; what succeeded can only fail
 * later; a planned one may also be dropped, when its plan is replaced. A recovery applies in one step what a former run
 * sent, so that `planned`, `unknown` and `notSent` may become any result of a send.
 */
export const legTransitions: Readonly<Record<LegStatus, readonly LegStatus[]>> = {
  planned: ['sending', 'succeeded', 'declined', 'pending', 'unknown', 'notSent'],
  sending: ['planned', 'succeeded', 'declined', 'pending', 'unknown'],
  pending: ['succeeded', 'declined', 'failed', 'unknown'],
  unknown: ['sending', 'succeeded', 'declined', 'pending', 'failed', 'notSent'],
  succeeded: ['failed'],
  declined: [],
  notSent: ['succeeded', 'declined', 'pending', 'unknown'],
  // Unknown: it moved after all, beside the leg that took its place.
  failed: ['succeeded', 'unknown'],
};

/** In place of a mismatch: it was declared not sent, and a later lookup has found it. */
export const declaredNotSent = 'declared not sent';

/** In place of a mismatch: it has moved beside the leg that took its place. */
export const beyondRequest = 'beyond the request';

/** At most this many attempts are kept, the newest. */
export const attemptsKept = 10;

/** No part of it has ever been sent, and no call is in progress. */
export function isUnsent(leg: Leg): leg is PlannedLeg {
  return leg.status === 'planned';
}

/** Its outcome is not final yet. */
export function isOpen(leg: Leg): boolean {
  return isUnsent(leg) || leg.status === 'sending' || leg.status === 'pending' || leg.status === 'unknown';
}

/** Its amount is released. */
export function releasesReservation(leg: Leg): leg is DeclinedLeg | NotSentLeg | FailedLeg {
  return leg.status === 'declined' || leg.status === 'notSent' || leg.status === 'failed';
}

/** It takes captured money from the merchant, or would: a refund, or a void of a capture. Releasing a hold takes nothing. */
export function leavesMerchant({
  status,
  operation,
  captureId,
}: Pick<Leg, 'status' | 'operation' | 'captureId'>): boolean {
  const isReleased = status === 'declined' || status === 'notSent' || status === 'failed';
  return !isReleased && (operation === 'refund' || captureId !== null);
}

/** Sending it has stopped until the same request is made again. */
export function isStopped(leg: Leg): leg is PlannedLeg | UnknownLeg {
  return (leg.status === 'planned' || leg.status === 'unknown') && leg.stopped !== null;
}

/** When it is looked up next; null: it is not. */
export function lookupOf(leg: Leg): Lookup | null {
  return leg.status === 'pending' || leg.status === 'unknown' || leg.status === 'notSent' ? leg.lookup : null;
}

/** Why it ended without moving money, or is unknown; null: it did neither. */
export function codeOf(leg: Leg): ReasonCode | null {
  return releasesReservation(leg) || leg.status === 'unknown' ? leg.code : null;
}

/** This run decided not to send it: people abandoned it, or events left nothing of its amount. The gateway was not asked. */
export function wasAbandoned(leg: Leg): boolean {
  return leg.status === 'notSent' && leg.code !== 'neverReachedGateway';
}

/** It moved nothing, as lookups or the gateway have proved, and its refund was planned again as another leg. */
export function wasSentAgain(leg: Leg): boolean {
  return (leg.status === 'notSent' || leg.status === 'declined') && leg.sentAgain === true;
}

/** Its number within its reversal: the later a leg was planned, the higher. */
export function numberOf({ legId }: Pick<Leg, 'legId'>): number {
  return Number(legId.slice(legId.lastIndexOf('/') + 1));
}

const abandonCodes = ['approvalRejected', 'approvalExpired', 'withdrawnByRequester'] as const;

export type AbandonCode = (typeof abandonCodes)[number];

/** People, or the clock, abandoned it before it was sent. Nothing of its reversal is planned again. */
export function wasRefusedByPeople(leg: Leg): boolean {
  return leg.status === 'notSent' && abandonCodes.some((one) => one === leg.code);
}

/** The gateway will not return this capture: it declined a refund, or says that the charge was voided already. */
export function isFinalFor(leg: Leg, captureId: string): boolean {
  if (leg.captureId !== captureId || !releasesReservation(leg) || wasSentAgain(leg)) return false;
  return leg.operation === 'refund' || leg.code === 'alreadyVoided';
}
