import { captureBalances } from '../decision/balance';
import { isUnsent, type Leg } from '../model/leg';
import { allLegs, type LedgerState } from '../model/ledger-state';
import { capturedMinorOf } from '../model/payment';
import type { AccountChanged, AuthorizationChanged } from '../model/payment-event';
import { isAfter, newestOf } from '../model/statement';
import type { EventContext, TakenEvent } from './taken-event';

/** The authorized amount was raised or lowered at the gateway. */
export function takeAuthorizationChanged(
  state: LedgerState,
  { payment, rules }: EventContext,
  { amountMinor, at }: AuthorizationChanged,
): TakenEvent | string {
  if (payment.kind === 'charge') return 'a charge is captured whole when it is made, so its amount cannot change';
  if (isOlder(state, 'authorizationChanged', at)) return { state };
  const capturedMinor = capturedMinorOf(payment);
  if (!rules.profile.allowsOverCapture && capturedMinor > amountMinor) {
    return `captures add up to ${String(capturedMinor)}, more than the ${String(amountMinor)} authorized (minor units)`;
  }
  return { state: { ...state, payment: { ...payment, authorizedMinor: amountMinor } } };
}

/**
 * The payment is reached through another account. Its rules may ask less, so all that is refundable counts. What was sent
 * is looked up where it was sent.
 */
export function takeAccountChanged(
  state: LedgerState,
  { payment }: EventContext,
  { gatewayAccount, at }: AccountChanged,
): TakenEvent | string {
  if (isOlder(state, 'accountChanged', at) || payment.gatewayAccount === gatewayAccount) return { state };
  if (allLegs(state).some(({ status }) => status === 'sending')) {
    return 'a call to the gateway is in progress; record the same event again after it';
  }
  const refundableMinor = captureBalances(state).reduce((sum, one) => sum + one.refundableMinor, 0);
  const moved = { ...state, payment: { ...payment, gatewayAccount } };
  return { state: withSentThrough(moved, payment.gatewayAccount), mayReleaseMinor: refundableMinor };
}

function withSentThrough(state: LedgerState, account: string): LedgerState {
  const marked = (leg: Leg): Leg =>
    isUnsent(leg) || leg.sentThrough !== undefined ? leg : { ...leg, sentThrough: account };
  return { ...state, reversals: state.reversals.map((one) => ({ ...one, legs: one.legs.map(marked) })) };
}

function isOlder({ statements }: LedgerState, kind: 'authorizationChanged' | 'accountChanged', at: string): boolean {
  const last = newestOf(statements.filter((one) => one.kind === kind));
  return last !== undefined && isAfter(last.happenedAt, at);
}
