import type { PaymentSnapshot, ReversalRequest } from 'temporal-payment-reversals/contract';
import type { LineReturn, OrderInput } from './order';

/** The payment as the order knows it once the gateway has authorized it. An order has one payment, so they share an id. */
export function paymentOf(input: OrderInput, authorizationReference: string, authorizedAt: string): PaymentSnapshot {
  return {
    paymentId: input.orderId,
    kind: 'authorization',
    currency: input.currency,
    authorizedMinor: input.totalMinor,
    authorizationReference,
    authorizedAt,
    gatewayAccount: input.gatewayAccount,
    card: input.card,
  };
}

/** Asks for everything back. An order is cancelled once, so its id makes the request's. */
export function cancelRequest(input: OrderInput, payment: PaymentSnapshot): ReversalRequest {
  return {
    requestId: `cancel-${input.orderId}`,
    operation: 'cancel',
    requester: { id: input.customerId },
    reason: 'the order was cancelled',
    payment,
  };
}

/** Asks for one returned line back. A line is returned once, so order and line make the request's id. */
export function returnRequest(input: OrderInput, payment: PaymentSnapshot, returned: LineReturn): ReversalRequest {
  return {
    requestId: `return-${input.orderId}-${returned.line}`,
    operation: 'refund',
    amountMinor: returned.amountMinor,
    requester: { id: input.customerId },
    reason: `line ${returned.line} was returned`,
    payment,
  };
}
