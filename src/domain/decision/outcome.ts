import {
  codeOf,
  isReplaced,
  isUnsent,
  releasesReservation,
  wasRefusedByPeople,
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

/**
 * What came of the legs together. A rejected void that became a refund leaves no trace in the outcome, nor does a refund
 * that was sent again.
 */
export function outcomeOf(all: readonly Leg[]): Outcome {
  const legs = all.filter((leg) => !isReplaced(leg, all));
  const succeeded = legs.filter((leg) => leg.status === 'succeeded');
  const missed = legs.filter((leg) => releasesReservation(leg) && leg.operation === 'refund');
  if (succeeded.length === 0) return abandonedOutcome(legs) ?? (legs.some(cameToNothing) ? 'failed' : 'declined');
  if (missed.length > 0) return 'partiallyReversed';
  return succeeded.some((leg) => leg.operation === 'refund') ? 'refunded' : 'voided';
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

export function reasonOf(legs: readonly Leg[]): Reason | null {
  const released = legs.filter(releasesReservation).filter((leg) => !isReplaced(leg, legs));
  const missed = released.findLast((leg) => leg.operation === 'refund') ?? released.at(-1);
  if (missed === undefined || outcomeOf(legs) === 'refunded' || outcomeOf(legs) === 'voided') return null;
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
  const completed = { ...one.completed, outcome: outcomeOf(one.legs), reason: reasonOf(one.legs) };
  return withReversal(state, { ...one, completed });
}
