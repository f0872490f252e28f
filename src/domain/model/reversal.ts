import type { Approval } from './approval';
import type { Destination } from './destination';
import { isOpen, isUnsent, releasesReservation, wasRefusedByPeople, wasSentAgain, type Leg } from './leg';
import type { Reason } from './reasons';
import type { Requester } from './requester';

/** What is requested: to reverse everything, or to refund an amount. */
export type Operation = 'cancel' | 'refund';

export type Outcome =
  | 'voided'
  | 'refunded'
  | 'partiallyReversed'
  | 'alreadyReversed'
  | 'refused'
  | 'declined'
  | 'rejected'
  | 'withdrawn'
  | 'superseded'
  | 'failed';

/** What a reversal will do, and which row of the decision table said so. Sent legs stay; unsent ones change by version. */
export interface Plan {
  readonly version: number;
  readonly row: DecisionRow;
  readonly why: string;
  readonly rulesVersion: string;
  readonly legIds: readonly string[];
  /** Where this version sends. */
  readonly destination: Destination;
}

export type DecisionRow = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10;

/** What a plan waits for before it may be carried out. `others`: reversals that hold what this one wants back. */
export interface Wait {
  readonly for: 'capture' | 'settlement' | 'others';
  readonly reason: Reason;
  readonly since: string;
  /** When a person is asked instead, or, for settlement, when it is decided anew; null: never. */
  readonly until: string | null;
}

/** One admitted request and everything that followed from it. */
export interface Reversal {
  /** The request's id, bound permanently. */
  readonly reversalId: string;
  readonly operation: Operation;
  /** As it was asked: null is "all that is left". A repeat must ask the same. */
  readonly askedMinor: number | null;
  /** Pinned at admission; null for a cancel, and until a capture it waits for has landed. */
  readonly requestedMinor: number | null;
  readonly requester: Requester;
  readonly requestReason: string;
  readonly admittedAt: string;
  readonly plan: Plan | null;
  /** What was asked of the approvers about the plan; null: nothing yet. Without it nothing is sent. */
  readonly approval: Approval | null;
  readonly wait: Wait | null;
  readonly legs: readonly Leg[];
  /** People refused it before a recovery showed that it had been sent: nothing of it is sent again. Absent: they did not. */
  readonly refusedByPeople?: true;
  /** Leg numbers given so far; a number is never given twice. */
  readonly legsMade: number;
  /** The cancel on whose behalf this reversal was added by the ledger; null: a requester asked for it. */
  readonly followUpOf: string | null;
  /** The one capture a late reversal returns; null: whatever is captured. */
  readonly followUpCaptureId: string | null;
  readonly completed: { readonly outcome: Outcome; readonly reason: Reason | null; readonly at: string } | null;
}

/** People, or the clock, gave up what was not sent of it. */
export function isRefusedByPeople({ legs, refusedByPeople }: Pick<Reversal, 'legs' | 'refusedByPeople'>): boolean {
  return refusedByPeople === true || legs.some(wasRefusedByPeople);
}

export function isCompleted(reversal: Reversal): boolean {
  return reversal.completed !== null;
}

/** Something of it has left, or may have. What the gateway refused until its capture settles moved nothing. */
export function wasSent(reversal: Reversal): boolean {
  return reversal.legs.some((leg) => !isUnsent(leg) && !(leg.status === 'declined' && wasSentAgain(leg)));
}

export function hasOpenLegs(reversal: Reversal): boolean {
  return reversal.legs.some(isOpen);
}

/** A rejected void moved nothing, so that a refund may take its place; unless the charge is voided already. */
export function isBegun({ legs }: Reversal): boolean {
  return legs.some(
    (leg) =>
      !isUnsent(leg) && (leg.operation === 'refund' || !releasesReservation(leg) || leg.code === 'alreadyVoided'),
  );
}

/**
 * It is open and would take more than it has reserved, were there more. A refund of an amount that is reserved whole, or
 * of which a part was sent, would not: what others reserve beside it changes nothing for it.
 */
export function wantsMore(reversal: Reversal): boolean {
  const { operation, requestedMinor, legs, completed } = reversal;
  if (completed !== null) return false;
  if (operation === 'cancel' || requestedMinor === null) return true;
  const reservedMinor = legs.reduce((sum, leg) => (isUnsent(leg) ? sum + leg.amountMinor : sum), 0);
  return reservedMinor !== requestedMinor && !isBegun(reversal);
}
