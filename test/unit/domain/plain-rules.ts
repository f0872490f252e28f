import type { CaptureBalance } from '../../../src/domain/decision/balance';
import { isSamePerson, leavingMinor } from '../../../src/domain/model/approval';
import type { Dispute } from '../../../src/domain/model/dispute';
import { isUnsent, type Leg } from '../../../src/domain/model/leg';
import type { ExternalRefund, LedgerState } from '../../../src/domain/model/ledger-state';
import type { AccountRules } from '../../../src/domain/model/profile';
import type { Reversal } from '../../../src/domain/model/reversal';
import { advanceOnce } from '../../../src/domain/transitions/advance';

// What the rules say, computed from scratch each time: no sums that are handed on, and nothing that is remembered.

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}

/** Advances every open reversal in every round, on copies of which nothing can be remembered. */
export function plainlyAdvanced(state: LedgerState, rules: AccountRules, now: string): LedgerState {
  if (state.frozen !== null) return state;
  let next = state;
  for (let round = 0; round < 10; round += 1) {
    const before = JSON.stringify(next.reversals);
    next = advanceOnce({ state: structuredClone(next), affected: 'all' }, rules, now).state;
    if (JSON.stringify(next.reversals) === before) return next;
  }
  return next;
}

/** Where the money of each succeeded capture is. */
export function plainBalances(state: LedgerState): readonly CaptureBalance[] {
  const { payment, reversals } = state;
  if (payment === null) return [];
  const captures = payment.captures.filter(({ status }) => status === 'succeeded');
  const byTime = captures.toSorted(
    (one, other) =>
      Date.parse(one.capturedAt ?? payment.authorizedAt) - Date.parse(other.capturedAt ?? payment.authorizedAt),
  );
  const all = reversals.flatMap(({ legs }) => legs);
  return byTime.map(({ captureId, amountMinor: capturedMinor }) => {
    const legs = all.filter((leg) => leg.captureId === captureId);
    const minorOf = (leg: Leg): number =>
      leg.operation === 'void' ? Math.min(leg.reservedMinor, capturedMinor) : leg.reservedMinor;
    const of = (...statuses: readonly Leg['status'][]): readonly Leg[] =>
      legs.filter(({ status }) => statuses.includes(status));
    const minor = (some: readonly Leg[]): number => sum(some.map(minorOf));
    const done = of('succeeded');
    const buckets = {
      voidedMinor: minor(done.filter(({ operation }) => operation === 'void')),
      refundedMinor: minor(done.filter(({ operation }) => operation === 'refund')),
      pendingMinor: minor(of('pending')),
      unknownMinor: minor(of('unknown')),
      reservedMinor: minor(of('planned', 'sending')),
    };
    const externallyRefundedMinor = sum(
      state.externalRefunds
        .filter((one) => one.captureId === captureId && !one.failed)
        .map((one) => externalMinor(one, all)),
    );
    const usedMinor = sum(Object.values(buckets)) + externallyRefundedMinor;
    const disputes = state.disputes.filter((one) => one.captureId === captureId && one.status !== 'won');
    const isForeign = ({ currency }: Dispute): boolean => currency !== null && currency !== payment.currency;
    const own = (some: readonly Dispute[]): number =>
      sum(some.filter((one) => !isForeign(one)).map((one) => one.amountMinor));
    const foreign = disputes.filter(isForeign);
    const leftMinor = capturedMinor - usedMinor + minor(of('planned')) - own(disputes);
    const foreignMinor = foreign.length === 0 ? 0 : Math.max(0, leftMinor);
    const disputedMinor = own(disputes) + foreignMinor;
    const isOpenAbroad = foreign.some(({ status }) => status === 'open');
    const left = capturedMinor - usedMinor - disputedMinor;
    return {
      captureId,
      capturedMinor,
      ...buckets,
      externallyRefundedMinor,
      disputedMinor,
      openDisputedMinor: own(disputes.filter(({ status }) => status === 'open')) + (isOpenAbroad ? foreignMinor : 0),
      refundableMinor: Math.max(0, left),
      overRefundedMinor: Math.max(0, -left),
    };
  });
}

function externalMinor({ amountMinor, gatewayReference }: ExternalRefund, legs: readonly Leg[]): number {
  const own = legs.find(
    (leg) => gatewayReference !== null && leg.operation === 'refund' && leg.gatewayReference === gatewayReference,
  );
  if (own === undefined || own.status === 'declined' || own.status === 'notSent') return amountMinor;
  return own.status === 'failed' ? 0 : Math.max(0, amountMinor - own.reservedMinor);
}

/** The same without what one reversal has planned and not sent. */
export function plainBalancesWithout(state: LedgerState, { reversalId }: Reversal): readonly CaptureBalance[] {
  const reversals = state.reversals.map((one) =>
    one.reversalId === reversalId ? { ...one, legs: one.legs.filter((leg) => !isUnsent(leg)) } : one,
  );
  return plainBalances({ ...state, reversals });
}

/** What counts against the thresholds for one reversal. */
export function plainlyCounted(reversal: Reversal, { reversals }: LedgerState): number {
  const others = reversals.filter(
    ({ reversalId, requester }) =>
      reversalId !== reversal.reversalId && (requester.id === 'unknown' || isSamePerson(requester, reversal.requester)),
  );
  return sum([reversal, ...others].map(({ legs }) => leavingMinor(legs)));
}
