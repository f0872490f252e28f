import { captureBalances } from '../decision/balance';
import { newLeg } from '../decision/plan';
import { liveMinor } from '../decision/request-sum';
import { nextTryAt, notSettledYet } from '../decision/settlement-news';
import { wasSentAgain, type DeclinedLeg, type Leg, type NotSentLeg } from '../model/leg';
import { reversalOfLeg } from '../model/leg-change';
import { withReversal, type LedgerState } from '../model/ledger-state';
import type { AccountRules } from '../model/profile';
import { isRefusedByPeople, type Reversal, type Wait } from '../model/reversal';

/**
 * How often a refund is sent again for one capture of a reversal: after it was proved absent, and, `settlementRetryMinutes` apart
 * each, after it was refused because its capture had not settled. Then a person decides.
 */
export const sentAgainAtMost = { notSent: 3, declined: 7 } as const;

/**
 * The state in which a refund that has just been proved absent, or was refused until its capture settles, is planned again:
 * the same amount of the same capture to the same destination, under the next number, whose reference tells the two apart
 * should the first turn up after all. Only lookups and the gateway lead here; what a person says was not sent is theirs to
 * request again.
 */
export function withSentAgain(state: LedgerState, legId: string, rules: AccountRules, now: string): LedgerState {
  const reversal = reversalOfLeg(state, legId);
  const over = reversal?.legs.find((leg) => leg.legId === legId);
  if (state.payment === null || reversal?.plan == null || reversal.completed !== null) return state;
  if (!isPassing(over) || !maySendAgain(state, reversal, over)) return state;
  const number = reversal.legsMade + 1;
  const again = newLeg(reversal.reversalId, over, number, state.payment, now);
  return withReversal(state, {
    ...reversal,
    legs: reversal.legs.flatMap((leg) => (leg === over ? [{ ...over, sentAgain: true as const }, again] : [leg])),
    legsMade: number,
    plan: {
      ...reversal.plan,
      legIds: reversal.plan.legIds.map((one) => (one === legId ? again.legId : one)),
    },
    wait: over.status === 'declined' ? untilSettled(rules, now) : reversal.wait,
  });
}

/** It moved nothing for a reason that passes. */
function isPassing(leg: Leg | undefined): leg is NotSentLeg | DeclinedLeg {
  if (leg?.operation !== 'refund') return false;
  if (leg.status === 'declined') return leg.code === 'notSettled';
  return leg.status === 'notSent' && leg.code === 'neverReachedGateway';
}

function untilSettled(rules: AccountRules, now: string): Wait {
  return { for: 'settlement', reason: notSettledYet, since: now, until: nextTryAt(now, rules) };
}

/** People have not refused what is left of it, and neither its request nor its capture is exceeded by it. */
function maySendAgain(state: LedgerState, reversal: Reversal, over: NotSentLeg | DeclinedLeg): boolean {
  const { operation, requestedMinor, legs } = reversal;
  const before = legs.filter(
    (leg) => leg.captureId === over.captureId && leg.status === over.status && wasSentAgain(leg),
  );
  if (before.length >= sentAgainAtMost[over.status] || isRefusedByPeople(reversal)) return false;
  const room = captureBalances(state).find(({ captureId }) => captureId === over.captureId);
  if (room === undefined || room.refundableMinor < over.amountMinor) return false;
  return operation === 'cancel' || liveMinor(legs) + over.amountMinor <= (requestedMinor ?? 0);
}
