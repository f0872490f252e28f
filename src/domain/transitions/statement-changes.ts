import { captureBalances, type CaptureBalance } from '../decision/balance';
import { allLegs, type LedgerState } from '../model/ledger-state';
import { formatAmount } from '../model/money';
import type { Payment } from '../model/payment';
import type { StatementChange } from '../model/statement';

/** More changes than one statement makes; the line of a statement has a bound like everything else. */
const changesKept = 8;

/** What differs between two states of a payment, each figure with its value before and after, in words. */
export function changesBetween(before: LedgerState, after: LedgerState): readonly StatementChange[] {
  const [one, other] = [figuresOf(before), figuresOf(after)];
  const names = new Set([...other.keys(), ...one.keys()]);
  return [...names]
    .map((what) => ({ what, before: one.get(what) ?? null, after: other.get(what) ?? null }))
    .filter((change) => change.before !== change.after)
    .slice(0, changesKept);
}

/**
 * How much more may be refunded after than before, capture by capture: what one capture gains is not set off against
 * what another loses. Minor units.
 */
export function raisedMinor(before: LedgerState, after: LedgerState): number {
  const left = ({ refundableMinor, overRefundedMinor }: CaptureBalance): number => refundableMinor - overRefundedMinor;
  const earlier = new Map(captureBalances(before).map((one) => [one.captureId, left(one)]));
  return captureBalances(after).reduce(
    (sum, one) => sum + Math.max(0, left(one) - (earlier.get(one.captureId) ?? 0)),
    0,
  );
}

function figuresOf(state: LedgerState): ReadonlyMap<string, string> {
  const { payment } = state;
  if (payment === null) return new Map();
  const money = (amountMinor: number, currency: Payment['currency'] | null = payment.currency): string =>
    currency === null ? 'amount unknown' : `${formatAmount(amountMinor, currency)} ${currency}`;
  const refundableMinor = captureBalances(state).reduce((sum, one) => sum + one.refundableMinor, 0);
  return new Map([
    ['refundable', money(refundableMinor)],
    ['authorized', money(payment.authorizedMinor)],
    ['gateway account', payment.gatewayAccount],
    ...payment.captures.flatMap(({ captureId, status, amountMinor, settledAt, gatewayReference }) => [
      entry(`capture ${captureId}`, `${status}, ${money(amountMinor)}`),
      ...(settledAt === null ? [] : [entry(`capture ${captureId} settled`, settledAt)]),
      ...(gatewayReference === null ? [] : [entry(`reference of capture ${captureId}`, gatewayReference)]),
    ]),
    ...state.disputes.map((one) =>
      entry(`dispute ${one.disputeId}`, `${one.status}, ${money(one.amountMinor, one.currency)}`),
    ),
    ...state.externalRefunds.map((one) =>
      entry(`external refund ${one.eventId}`, `${money(one.amountMinor)}${one.failed ? ', returned' : ''}`),
    ),
    ...allLegs(state).flatMap(({ legId, status, gatewayReference }) => [
      entry(`leg ${legId}`, status),
      ...(gatewayReference === null ? [] : [entry(`reference of leg ${legId}`, gatewayReference)]),
    ]),
  ]);
}

function entry(what: string, value: string): readonly [string, string] {
  return [what, value];
}
