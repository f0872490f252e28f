import {
  codeOf,
  isUnsent,
  releasesReservation,
  wasRefusedByPeople,
  wasSentAgain,
  type DeclinedLeg,
  type FailedLeg,
  type Leg,
  type NotSentLeg,
} from '../model/leg';
import { withReversal, type LedgerState } from '../model/ledger-state';
import { reversalOfLeg } from '../model/leg-change';
import type { Reason, ReasonCode } from '../model/reasons';
import type { Outcome, Reversal } from '../model/reversal';

/** Ends a reversal. */
export function complete(reversal: Reversal, outcome: Outcome, reason: Reason | null, now: string): Reversal {
  return { ...reversal, wait: null, completed: { outcome, reason, at: now } };
}

/** What its outcome is judged by. */
type Judged = Pick<Reversal, 'operation' | 'requestedMinor' | 'legs'>;

/**
 * What came of the legs together, by their sums: how often a refund was sent leaves no trace in the outcome, nor does a
 * rejected void that became a refund.
 */
export function outcomeOf(reversal: Judged): Outcome {
  const succeeded = reversal.legs.filter((leg) => leg.status === 'succeeded');
  const ended = withLastWord(reversal.legs);
  if (succeeded.length === 0) return abandonedOutcome(ended) ?? (ended.some(cameToNothing) ? 'failed' : 'declined');
  if (isMissing(reversal)) return 'partiallyReversed';
  return succeeded.some((leg) => leg.operation === 'refund') ? 'refunded' : 'voided';
}

/** A leg that was sent again says nothing of the end, as long as another one does. */
function withLastWord(legs: readonly Leg[]): readonly Leg[] {
  const last = legs.filter((leg) => !wasSentAgain(leg));
  return last.length === 0 ? legs : last;
}

/** Less was reversed than was requested; of a cancel, less of a capture than it wanted to refund. */
function isMissing({ operation, requestedMinor, legs }: Judged): boolean {
  const succeeded = legs.filter((leg) => leg.status === 'succeeded');
  if (operation === 'refund' && requestedMinor !== null) return sumOf(succeeded) < requestedMinor;
  return withLastWord(legs).some((leg) => {
    const ofCapture = succeeded.filter((one) => one.captureId === leg.captureId);
    return releasesReservation(leg) && leg.operation === 'refund' && sumOf(ofCapture) < leg.amountMinor;
  });
}

function sumOf(legs: readonly Leg[]): number {
  return legs.reduce((sum, leg) => sum + leg.amountMinor, 0);
}

/** Its end, where people gave it up before anything of it was sent. */
function abandonedOutcome(legs: readonly Leg[]): 'withdrawn' | 'rejected' | null {
  if (legs.some((leg) => codeOf(leg) === 'withdrawnByRequester')) return 'withdrawn';
  return legs.some(wasRefusedByPeople) ? 'rejected' : null;
}

/** It was sent and moved no money, though the gateway did not decline it. */
function cameToNothing(leg: Leg): boolean {
  return leg.status === 'failed' || (leg.status === 'notSent' && leg.code === 'neverReachedGateway');
}

export function reasonOf(reversal: Judged): Reason | null {
  const released = withLastWord(reversal.legs).filter(releasesReservation);
  const missed = released.findLast((leg) => leg.operation === 'refund') ?? released.at(-1);
  const outcome = outcomeOf(reversal);
  if (missed === undefined || outcome === 'refunded' || outcome === 'voided') return null;
  const raw = missed.gatewayResultCode === null ? '' : ` (gateway code ${missed.gatewayResultCode})`;
  return { code: missed.code, message: `the ${missed.operation} of leg ${missed.legId} ${endOf(missed)}${raw}` };
}

function endOf({ status, code }: DeclinedLeg | NotSentLeg | FailedLeg): string {
  if (status === 'failed') return 'failed after it was accepted';
  if (status === 'declined') return 'was declined by the gateway';
  return whyNotSent[code] ?? 'never reached the gateway; nothing moved';
}

const whyNotSent: Partial<Record<ReasonCode, string>> = {
  overRefunded: 'was not sent: the money was refunded elsewhere',
  approvalRejected: 'was not sent: an approver rejected it',
  approvalExpired: 'was not sent: it was not approved in time',
  withdrawnByRequester: 'was not sent: its requester withdrew it',
};

/** The reversal without what it has planned and never sent. */
export function withoutUnsent(reversal: Reversal): Reversal {
  return { ...reversal, wait: null, legs: reversal.legs.filter((leg) => !isUnsent(leg)) };
}

/** The state in which a completed reversal takes its outcome from its legs again, one of which has changed late. */
export function withOutcomeAnew(state: LedgerState, legId: string): LedgerState {
  const one = reversalOfLeg(state, legId);
  if (one === undefined || one.completed === null) return state;
  const completed = { ...one.completed, outcome: outcomeOf(one), reason: reasonOf(one) };
  return withReversal(state, { ...one, completed });
}
