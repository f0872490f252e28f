import { randomId } from './ids';
import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import type { ReversalRequest } from '../../src/contract/reversal-request';
import type { OrchestraGateway, MoneyOutcome } from '../../src/gateway';
import { captureOrVoidBody, refundBody } from '../../src/gateway/request-body';
import type { GatewayCall } from './floor-activities';

const card = { cardNumber: '@tok', cardHolderName: 'Jane Smith', expirationMonth: 12, expirationYear: 2030 };
const gatewayAccount = 'stripe-production';
const currency = 'USD';
/** Enough for 500 partial refunds of one payment. */
const authorizedMinor = 100_000;
/** What each refund refunds. */
export const refundMinor = 100;
/** How many are made ready at a time. */
const preparedAtOnce = 8;

/** A payment at the gateway that was only authorized: a cancel voids it. */
export async function authorizedPayment(gateway: OrchestraGateway): Promise<PaymentSnapshot> {
  const paymentId = `bench-${randomId()}`;
  const outcome = await gateway.authorize({ amountMinor: authorizedMinor, currency, card, myRef: paymentId });
  return {
    paymentId,
    kind: 'authorization',
    currency,
    authorizedMinor,
    authorizationReference: referenceIn(outcome),
    authorizedAt: new Date().toISOString(),
    gatewayAccount,
    card,
  };
}

/** A payment at the gateway that was captured whole. */
export async function capturedPayment(gateway: OrchestraGateway): Promise<PaymentSnapshot> {
  const payment = await authorizedPayment(gateway);
  const refTransId = payment.authorizationReference;
  const outcome = await gateway.capture({ amountMinor: authorizedMinor, currency, refTransId, card });
  const capture = {
    captureId: 'capture',
    status: 'succeeded',
    amountMinor: authorizedMinor,
    gatewayReference: referenceIn(outcome),
    capturedAt: new Date().toISOString(),
  } as const;
  return { ...payment, captures: [capture] };
}

/** A captured payment as a shop describes it, which no gateway knows. */
export function describedPayment(account: string): PaymentSnapshot {
  const authorizedAt = new Date().toISOString();
  return {
    paymentId: 'bench-described',
    kind: 'authorization',
    currency,
    authorizedMinor,
    authorizationReference: 'authorization',
    authorizedAt,
    gatewayAccount: account,
    captures: [{ captureId: 'capture', status: 'succeeded', amountMinor: authorizedMinor, capturedAt: authorizedAt }],
  };
}

/** So many of them, a few at a time. */
export async function many<T>(count: number, make: () => Promise<T>): Promise<readonly T[]> {
  const made: T[] = [];
  const maker = async (): Promise<void> => {
    while (made.length < count) made.push(await make());
  };
  await Promise.all(Array.from({ length: Math.min(preparedAtOnce, count) }, maker));
  return made.slice(0, count);
}

export function refundOf(payment: PaymentSnapshot): ReversalRequest {
  return {
    requestId: `return-${randomId()}`,
    operation: 'refund',
    amountMinor: refundMinor,
    requester: { id: 'support' },
    reason: 'damaged in transit',
    payment,
  };
}

export function cancelOf(payment: PaymentSnapshot): ReversalRequest {
  const requestId = `cancel-${payment.paymentId}`;
  return { requestId, operation: 'cancel', requester: { id: 'support' }, reason: 'order cancelled', payment };
}

/** What a refund puts on the wire, for those who call the gateway without this package. */
export function refundCall(payment: PaymentSnapshot): GatewayCall {
  const [capture] = payment.captures ?? [];
  const refTransId = capture?.gatewayReference ?? payment.authorizationReference;
  return { method: 'PUT', path: '/PaymentGateway/refund', body: refundBody({ ...wire(), refTransId }) };
}

/** What a void puts on the wire. */
export function voidCall({ authorizationReference: refTransId }: PaymentSnapshot): GatewayCall {
  const body = captureOrVoidBody({ ...wire(), amountMinor: authorizedMinor, refTransId });
  return { method: 'DELETE', path: '/PaymentGateway/void', body };
}

function wire() {
  return {
    amountMinor: refundMinor,
    currency,
    card,
    myRef: randomId(),
    paymentGatewayAccountName: gatewayAccount,
  } as const;
}

function referenceIn(outcome: MoneyOutcome): string {
  if (outcome.kind !== 'Succeeded' || outcome.answer.gatewayReference === null) {
    throw new Error(`the simulated gateway answered ${outcome.kind}`);
  }
  return outcome.answer.gatewayReference;
}
