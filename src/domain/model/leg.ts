import type { ReasonCode } from './reasons';

/** What a leg asks of the gateway. */
export type LegOperation = 'refund' | 'void';

/**
 * A leg's life: `planned → sending → succeeded | declined | pending | unknown`, back to `planned` when it is certain
 * that nothing left. `notSent`: a person settled an unknown one as never sent, or events from outside left nothing of its
 * amount before its turn came. `failed`: accepted or even succeeded, then undone by the cardholder's bank. Only `declined`,
 * `notSent` and `failed` give the amount back.
 */
export type LegStatus = 'planned' | 'sending' | 'succeeded' | 'declined' | 'notSent' | 'pending' | 'unknown' | 'failed';

/** One attempt to learn or do something for a leg, kept so that a person sees what was tried. */
export interface Attempt {
  readonly at: string;
  readonly what: 'send' | 'lookup' | 'resolve' | 'recover';
  readonly result: string;
}

/** A lookup to come. Instants ISO 8601. */
export interface Lookup {
  readonly nextAt: string;
  /** Pauses used up so far. */
  readonly done: number;
}

/** One gateway call of a reversal. Amounts in minor units of the payment's currency. */
export interface Leg {
  /** `<requestId>/<captureId or auth>/<n>`, never random. */
  readonly legId: string;
  readonly operation: LegOperation;
  /** What this leg gives back or releases. */
  readonly amountMinor: number;
  /** What the gateway is told: a void repeats the original authorized amount. Source: DOC guide "Refunds and voids". */
  readonly wireAmountMinor: number;
  /** What counts against the cap: more than `amountMinor` only when the gateway answered with a larger amount. */
  readonly reservedMinor: number;
  /** The capture it gives back; null: the authorization. */
  readonly captureId: string | null;
  /** The gateway's reference it is sent against (`refTransId`). */
  readonly reference: string;
  readonly status: LegStatus;
  readonly gatewayReference: string | null;
  readonly gatewayResultCode: string | null;
  /** Why it was declined, is unknown, or was stopped. */
  readonly code: ReasonCode | null;
  /** The gateway answered with another amount, currency or operation than was sent; or {@link declaredNotSent}. */
  readonly mismatch: string | null;
  /** Sends in a row of which it is certain that nothing left. */
  readonly notSentInARow: number;
  /** Sending goes on only after the same request was made again. */
  readonly stopped: boolean;
  /** When it is looked up next; null: nobody asks the gateway about it. */
  readonly lookup: Lookup | null;
  /** How often a void of unknown outcome was sent again. Always 0 for a refund. */
  readonly resends: number;
  /** A void of unknown outcome that is to be sent again in its turn. Its outcome stays unknown until then. */
  readonly resendDue: boolean;
  readonly since: string;
  readonly attempts: readonly Attempt[];
  readonly evidence: string | null;
}

/** In place of a mismatch: it was declared not sent, and a later lookup has found it. */
export const declaredNotSent = 'declared not sent';

/** At most this many entries of `tried` are kept, the newest. */
export const attemptsKept = 10;

/** Nothing of it has ever left, and nothing is under way. */
export function isUnsent(leg: Leg): boolean {
  return leg.status === 'planned';
}

/** Its end is not known yet. */
export function isOpen(leg: Leg): boolean {
  return isUnsent(leg) || leg.status === 'sending' || leg.status === 'pending' || leg.status === 'unknown';
}

/** Its amount is free again. */
export function releasesReservation(leg: Leg): boolean {
  return leg.status === 'declined' || leg.status === 'notSent' || leg.status === 'failed';
}

/** This run decided not to send it: people gave it up, or events left nothing of its amount. Nobody asked the gateway. */
export function wasAbandoned(leg: Leg): boolean {
  return leg.status === 'notSent' && leg.code !== 'neverReachedGateway';
}

const abandonCodes = ['approvalRejected', 'approvalExpired', 'withdrawnByRequester'] as const;

export type AbandonCode = (typeof abandonCodes)[number];

/** People, or the clock, gave it up before it was sent. Nothing of its reversal is planned again. */
export function wasRefusedByPeople({ code }: Leg): boolean {
  return abandonCodes.some((one) => one === code);
}

/** The gateway will not give this capture back: it declined a refund, or says that the charge was voided already. */
export function isFinalFor(leg: Leg, captureId: string): boolean {
  if (leg.captureId !== captureId || !releasesReservation(leg)) return false;
  return leg.operation === 'refund' || leg.code === 'alreadyVoided';
}
