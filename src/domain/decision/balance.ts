import { isUnsent, type Leg } from '../model/leg';
import type { LedgerState } from '../model/ledger-state';
import { indexOf, nothingHeld, type Held } from '../model/list-index';
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

type Buckets = Pick<
  CaptureBalance,
  'voidedMinor' | 'refundedMinor' | 'pendingMinor' | 'unknownMinor' | 'reservedMinor'
>;

/** What a balance is computed from, beside the list of reversals: the same three and the same list give the same balance. */
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

/** The parts of the state that a balance is computed from. */
type BalanceParts = Source & Pick<LedgerState, 'reversals'>;

function computeBalances(state: BalanceParts, payment: Payment): readonly CaptureBalance[] {
  const { held } = indexOf(state.reversals);
  return succeededCaptures(payment).map(({ captureId, amountMinor }) => {
    const heldHere = held.get(captureId) ?? nothingHeld;
    const buckets = bucketsOf(heldHere, amountMinor);
    const externallyRefundedMinor = externallyRefundedMinorOf(state, captureId);
    const usedMinor = sum(Object.values(buckets)) + externallyRefundedMinor;
    const leftMinor = amountMinor - usedMinor + plannedMinorOf(heldHere, amountMinor);
    const disputed = disputedOf(state, captureId, payment.currency, leftMinor);
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

/** The balances as they would be without these legs, which are planned and not sent. */
export function balancesWithout(state: LedgerState, unsent: readonly Leg[]): readonly CaptureBalance[] {
  const { payment } = state;
  if (payment === null || unsent.length === 0) return captureBalances(state);
  // An external refund may be known by the reference of one of them: without it, that refund counts.
  if (unsent.some((leg) => leg.gatewayReference !== null)) return balancesWithoutReferenced(state, payment, unsent);
  const balances = captureBalances(state);
  const ofCapture = new Map<string | null, number>();
  for (const leg of unsent)
    ofCapture.set(leg.captureId, (ofCapture.get(leg.captureId) ?? 0) + countedMinor(leg, balances));
  return balances.map((balance) => {
    const releasedMinor = ofCapture.get(balance.captureId) ?? 0;
    if (releasedMinor === 0) return balance;
    // What is planned holds nothing against disputes, so that these stay as they are.
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
  const releases = bucketsOf(indexOf(state.reversals).held.get(null) ?? nothingHeld, Infinity);
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

/** Linear in all legs. */
function balancesWithoutReferenced(
  state: LedgerState,
  payment: Payment,
  unsent: readonly Leg[],
): readonly CaptureBalance[] {
  const reversals = state.reversals.map((one) => ({ ...one, legs: one.legs.filter((leg) => !unsent.includes(leg)) }));
  return computeBalances({ ...state, reversals }, payment);
}

/** A void releases no more than its capture, which may be known only since it was recovered. */
function bucketsOf(
  { refundedMinor, pendingMinor, unknownMinor, reservedMinor, voids }: Held,
  capturedMinor: number,
): Buckets {
  const buckets = { voidedMinor: 0, refundedMinor, pendingMinor, unknownMinor, reservedMinor };
  for (const leg of voids) {
    const minor = Math.min(leg.reservedMinor, capturedMinor);
    if (leg.status === 'succeeded') buckets.voidedMinor += minor;
    else if (leg.status === 'pending') buckets.pendingMinor += minor;
    else if (leg.status === 'unknown') buckets.unknownMinor += minor;
    else buckets.reservedMinor += minor;
  }
  return buckets;
}

function plannedMinorOf({ plannedMinor, voids }: Held, capturedMinor: number): number {
  return plannedMinor + sum(voids.filter(isUnsent).map((leg) => Math.min(leg.reservedMinor, capturedMinor)));
}

function countedMinor(leg: Leg, balances: readonly CaptureBalance[]): number {
  if (leg.operation === 'refund') return leg.reservedMinor;
  const capturedMinor = balances.find(({ captureId }) => captureId === leg.captureId)?.capturedMinor;
  return capturedMinor === undefined ? leg.reservedMinor : Math.min(leg.reservedMinor, capturedMinor);
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
