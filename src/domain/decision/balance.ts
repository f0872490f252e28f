import type { Leg } from '../model/leg';
import type { LedgerState } from '../model/ledger-state';
import { indexOf, nothingHeld, type Held } from '../model/list-index';
import { capturedMinorOf, succeededCaptures, type Capture, type Payment } from '../model/payment';

/** Where the money of one capture is. Minor units; `refundableMinor` is what may still be refunded. */
export interface CaptureBalance {
  readonly captureId: string;
  readonly capturedMinor: number;
  readonly voidedMinor: number;
  readonly refundedMinor: number;
  readonly pendingMinor: number;
  readonly unknownMinor: number;
  readonly reservedMinor: number;
  readonly externallyRefundedMinor: number;
  /** In open disputes, or lost through them. */
  readonly disputedMinor: number;
  readonly openDisputedMinor: number;
  readonly refundableMinor: number;
  /** By how much events from outside pushed the sum over what was captured. */
  readonly overRefundedMinor: number;
}

/** The whole payment in one row; voids of the authorization count in `voidedMinor`, `unknownMinor` and so on, too. */
export interface Balance {
  readonly authorizedMinor: number;
  readonly capturedMinor: number;
  readonly refundedMinor: number;
  readonly voidedMinor: number;
  readonly pendingMinor: number;
  readonly unknownMinor: number;
  readonly reservedMinor: number;
  readonly externallyRefundedMinor: number;
  readonly disputedMinor: number;
  readonly refundableMinor: number;
}

type Buckets = Pick<
  CaptureBalance,
  'voidedMinor' | 'refundedMinor' | 'pendingMinor' | 'unknownMinor' | 'reservedMinor'
>;

/** What a balance is computed from: the same four give the same balance. */
type Source = Pick<LedgerState, 'payment' | 'disputes' | 'externalRefunds'>;

/** The last balance of each list of reversals, and what else it was computed from. */
const computed = new WeakMap<LedgerState['reversals'], Source & { readonly balances: readonly CaptureBalance[] }>();

/**
 * The balance of each succeeded capture, oldest first.
 * refundable = max(0, captured − voided charge − refunded − pending − unknown − reserved − refunded outside − disputed).
 * Computed once for a state: linear in its captures, disputes and external refunds, whatever the number of its reversals.
 */
export function captureBalances(state: LedgerState): readonly CaptureBalance[] {
  const { payment, reversals, disputes, externalRefunds } = state;
  if (payment === null) return [];
  const cached = computed.get(reversals);
  if (cached?.payment === payment && cached.disputes === disputes && cached.externalRefunds === externalRefunds) {
    return cached.balances;
  }
  const balances = computeBalances(state, payment);
  computed.set(reversals, { payment, disputes, externalRefunds, balances });
  return balances;
}

function computeBalances({ reversals, disputes, externalRefunds }: LedgerState, payment: Payment): CaptureBalance[] {
  const { held } = indexOf(reversals);
  const refundedElsewhere = sumByCapture(externalRefunds);
  const disputed = sumByCapture(disputes.filter(({ status }) => status !== 'won'));
  const openlyDisputed = sumByCapture(disputes.filter(({ status }) => status === 'open'));
  return succeededCaptures(payment).map(({ captureId, amountMinor }: Capture) => {
    const buckets = bucketsOf(held.get(captureId) ?? nothingHeld, amountMinor);
    const disputedMinor = disputed.get(captureId) ?? 0;
    const externallyRefundedMinor = refundedElsewhere.get(captureId) ?? 0;
    const left = amountMinor - sum(Object.values(buckets)) - externallyRefundedMinor - disputedMinor;
    return {
      captureId,
      capturedMinor: amountMinor,
      ...buckets,
      externallyRefundedMinor,
      disputedMinor,
      openDisputedMinor: openlyDisputed.get(captureId) ?? 0,
      refundableMinor: Math.max(0, left),
      overRefundedMinor: Math.max(0, -left),
    };
  });
}

/** The balances as they would be without these legs, which are planned and not sent. */
export function balancesWithout(state: LedgerState, unsent: readonly Leg[]): readonly CaptureBalance[] {
  const balances = captureBalances(state);
  if (unsent.length === 0) return balances;
  const ofCapture = new Map<string | null, number>();
  for (const leg of unsent)
    ofCapture.set(leg.captureId, (ofCapture.get(leg.captureId) ?? 0) + countedMinor(leg, balances));
  return balances.map((balance) => {
    const releasedMinor = ofCapture.get(balance.captureId) ?? 0;
    if (releasedMinor === 0) return balance;
    const left = balance.refundableMinor - balance.overRefundedMinor + releasedMinor;
    return {
      ...balance,
      reservedMinor: balance.reservedMinor - releasedMinor,
      refundableMinor: Math.max(0, left),
      overRefundedMinor: Math.max(0, -left),
    };
  });
}

/** The payment's balance in one row. */
export function balanceOf(state: LedgerState, payment: Payment): Balance {
  const captures = captureBalances(state);
  const releases = bucketsOf(indexOf(state.reversals).held.get(null) ?? nothingHeld, null);
  const total = (field: Exclude<keyof CaptureBalance, 'captureId'>): number => sum(captures.map((one) => one[field]));
  return {
    authorizedMinor: payment.authorizedMinor,
    capturedMinor: capturedMinorOf(payment),
    refundedMinor: total('refundedMinor'),
    voidedMinor: total('voidedMinor') + releases.voidedMinor,
    pendingMinor: total('pendingMinor') + releases.pendingMinor,
    unknownMinor: total('unknownMinor') + releases.unknownMinor,
    reservedMinor: total('reservedMinor') + releases.reservedMinor,
    externallyRefundedMinor: total('externallyRefundedMinor'),
    disputedMinor: total('disputedMinor'),
    refundableMinor: total('refundableMinor'),
  };
}

/** More was refunded than was captured: only events from outside can do that, and nothing more is admitted. */
export function isOverRefunded(state: LedgerState): boolean {
  return captureBalances(state).some((capture) => capture.overRefundedMinor > 0);
}

/** A void releases no more than its capture, which may be known only since it was recovered. */
function bucketsOf({ voids, ...refunds }: Held, capturedMinor: number | null): Buckets {
  const buckets = { voidedMinor: 0, ...refunds };
  for (const leg of voids) {
    const minor = capturedMinor === null ? leg.reservedMinor : Math.min(leg.reservedMinor, capturedMinor);
    if (leg.status === 'succeeded') buckets.voidedMinor += minor;
    else if (leg.status === 'pending') buckets.pendingMinor += minor;
    else if (leg.status === 'unknown') buckets.unknownMinor += minor;
    else buckets.reservedMinor += minor;
  }
  return buckets;
}

function countedMinor(leg: Leg, balances: readonly CaptureBalance[]): number {
  if (leg.operation === 'refund') return leg.reservedMinor;
  const capturedMinor = balances.find(({ captureId }) => captureId === leg.captureId)?.capturedMinor;
  return capturedMinor === undefined ? leg.reservedMinor : Math.min(leg.reservedMinor, capturedMinor);
}

function sumByCapture(
  parts: readonly { readonly captureId: string | null; readonly amountMinor: number }[],
): ReadonlyMap<string | null, number> {
  const sums = new Map<string | null, number>();
  for (const { captureId, amountMinor } of parts) sums.set(captureId, (sums.get(captureId) ?? 0) + amountMinor);
  return sums;
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
