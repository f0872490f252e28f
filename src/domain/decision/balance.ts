import { assertNever } from '../model/assert-never';
import { isUnsent, type Leg } from '../model/leg';
import { allLegs, type LedgerState } from '../model/ledger-state';
import { capturedMinorOf, succeededCaptures, type Payment } from '../model/payment';
import { disputedOf, externallyRefundedMinorOf } from './outside-money';

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

/** Of a payment that nothing is known of. */
export const emptyBalance: Balance = {
  authorizedMinor: 0,
  capturedMinor: 0,
  refundedMinor: 0,
  voidedMinor: 0,
  pendingMinor: 0,
  unknownMinor: 0,
  reservedMinor: 0,
  externallyRefundedMinor: 0,
  disputedMinor: 0,
  refundableMinor: 0,
};

type Bucket = 'voidedMinor' | 'refundedMinor' | 'pendingMinor' | 'unknownMinor' | 'reservedMinor';
type Buckets = Record<Bucket, number>;

/**
 * The balance of each succeeded capture, oldest first.
 * refundable = max(0, captured − voided charge − refunded − pending − unknown − reserved − refunded outside − disputed).
 */
export function captureBalances(state: LedgerState): readonly CaptureBalance[] {
  const { payment } = state;
  if (payment === null) return [];
  return succeededCaptures(payment).map(({ captureId, amountMinor }) => {
    const legs = allLegs(state)
      .filter((leg) => leg.captureId === captureId)
      .map((leg) => withinCapture(leg, amountMinor));
    const buckets = bucketsOf(legs);
    const plannedMinor = sum(legs.filter(isUnsent).map((leg) => leg.reservedMinor));
    const externallyRefundedMinor = externallyRefundedMinorOf(state, captureId);
    const usedMinor = sum(Object.values(buckets)) + externallyRefundedMinor;
    const disputed = disputedOf(state, captureId, payment.currency, amountMinor - usedMinor + plannedMinor);
    const left = amountMinor - usedMinor - disputed.disputedMinor;
    return {
      captureId,
      capturedMinor: amountMinor,
      ...buckets,
      externallyRefundedMinor,
      ...disputed,
      refundableMinor: Math.max(0, left),
      overRefundedMinor: Math.max(0, -left),
    };
  });
}

/** The payment's balance in one row. */
export function balanceOf(state: LedgerState, payment: Payment): Balance {
  const captures = captureBalances(state);
  const releases = bucketsOf(allLegs(state).filter((leg) => leg.captureId === null));
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
function withinCapture(leg: Leg, capturedMinor: number): Leg {
  return leg.operation === 'void' ? { ...leg, reservedMinor: Math.min(leg.reservedMinor, capturedMinor) } : leg;
}

function bucketsOf(legs: readonly Leg[]): Buckets {
  const buckets: Buckets = { voidedMinor: 0, refundedMinor: 0, pendingMinor: 0, unknownMinor: 0, reservedMinor: 0 };
  for (const leg of legs) {
    const bucket = bucketOf(leg);
    if (bucket !== null) buckets[bucket] += leg.reservedMinor;
  }
  return buckets;
}

function bucketOf(leg: Leg): Bucket | null {
  switch (leg.status) {
    case 'planned':
    case 'sending':
      return 'reservedMinor';
    case 'succeeded':
      return leg.operation === 'void' ? 'voidedMinor' : 'refundedMinor';
    case 'pending':
      return 'pendingMinor';
    case 'unknown':
      return 'unknownMinor';
    case 'declined':
    case 'notSent':
    case 'failed':
      return null;
    default:
      return assertNever(leg);
  }
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
