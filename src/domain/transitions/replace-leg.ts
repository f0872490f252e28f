import { replacementOf } from '../decision/plan';
import { wasSentAgain, type DeclinedLeg, type Leg, type NotSentLeg } from '../model/leg';
import { reversalOfLeg } from '../model/leg-change';
import { withReversal, type LedgerState } from '../model/ledger-state';

/** A refund that was proved absent is sent again at most this often for a capture. Then its reversal has failed. */
export const absencesAllowed = 3;
/** A refund that was refused because its capture has not settled is sent again at most this often, once a day. */
export const refusalsAllowed = 7;
export const unsettledPauseMs = 24 * 60 * 60_000;

/**
 * The state in which another leg takes the place of a refund that moved nothing for a reason that passes: it never arrived,
 * or its capture had not settled. The next number gives it a reference of its own, which tells the two apart should the
 * first one show up after all. Amount, capture and destination are those that were approved.
 */
export function withReplacement(state: LedgerState, legId: string, now: string): LedgerState {
  const reversal = reversalOfLeg(state, legId);
  const over = reversal?.legs.find((leg) => leg.legId === legId);
  if (reversal === undefined || over === undefined || reversal.completed !== null || !mayPass(over)) return state;
  const later = reversal.legs.slice(reversal.legs.indexOf(over) + 1).filter((leg) => isOfSameMoney(leg, over));
  const legs = reversal.legs.map((leg) => (leg === over ? { ...over, code: 'sentAgain' as const } : leg));
  // A former run had replaced it already, and this one has learned of that by its recovery.
  if (later.length > 0) {
    return later.every(({ amountMinor }) => amountMinor === over.amountMinor)
      ? withReversal(state, { ...reversal, legs })
      : state;
  }
  const before = reversal.legs.filter(
    (leg) => leg.status === over.status && wasSentAgain(leg) && isOfSameMoney(leg, over),
  );
  if (before.length >= (over.status === 'declined' ? refusalsAllowed : absencesAllowed)) return state;
  const number = reversal.legsMade + 1;
  const notBefore = over.status === 'declined' ? new Date(Date.parse(now) + unsettledPauseMs).toISOString() : null;
  const next = replacementOf(over, { reversalId: reversal.reversalId, number, notBefore, now });
  const plan =
    reversal.plan === null
      ? null
      : { ...reversal.plan, legIds: reversal.plan.legIds.map((one) => (one === legId ? next.legId : one)) };
  return withReversal(state, { ...reversal, legs: [...legs, next], legsMade: number, plan });
}

/** It moved nothing, as two lookups or the gateway itself have said, and the same refund may go through another time. */
function mayPass(leg: Leg): leg is DeclinedLeg | NotSentLeg {
  if (leg.operation !== 'refund') return false;
  if (leg.status === 'declined') return leg.code === 'notSettled';
  return leg.status === 'notSent' && leg.code === 'neverReachedGateway';
}

function isOfSameMoney(one: Leg, other: Leg): boolean {
  return one.operation === other.operation && one.captureId === other.captureId;
}
