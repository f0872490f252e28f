import type { Card, CurrencyCode } from 'temporal-payment-reversals/contract';
import type { OrchestraGateway, MoneyOutcome } from 'temporal-payment-reversals/gateway';

/** One call that takes money. */
export interface PaymentCall {
  readonly orderId: string;
  readonly amountMinor: number;
  readonly currency: CurrencyCode;
  readonly gatewayAccount: string;
  readonly card: Card;
}

/**
 * What may have happened to the money. `notSent`: nothing left, so that it may be sent again. `unknown`: it may have
 * been done, so that it is neither repeated nor called failed.
 */
export type PaymentResult =
  | { readonly status: 'done'; readonly reference: string | null }
  | { readonly status: 'declined' }
  | { readonly status: 'notSent' }
  | { readonly status: 'unknown' };

/** The gateway calls of an order that take money. The plugin makes those that reverse it. */
export interface OrderActivities {
  readonly authorizeOrder: (call: PaymentCall) => Promise<PaymentResult>;
  readonly captureOrder: (call: PaymentCall & { readonly authorizationReference: string }) => Promise<PaymentResult>;
}

/** Each call carries a reference of its own, under which a person finds it in the gateway's records. */
export function createOrderActivities(gateway: OrchestraGateway): OrderActivities {
  return {
    authorizeOrder: async ({ orderId, gatewayAccount, ...call }) =>
      resultOf(
        await gateway.authorize({
          ...call,
          paymentGatewayAccountName: gatewayAccount,
          myRef: `${orderId}/authorize`,
        }),
      ),
    captureOrder: async ({ orderId, gatewayAccount, authorizationReference, ...call }) =>
      resultOf(
        await gateway.capture({
          ...call,
          paymentGatewayAccountName: gatewayAccount,
          refTransId: authorizationReference,
          myRef: `${orderId}/capture`,
        }),
      ),
  };
}

function resultOf(outcome: MoneyOutcome): PaymentResult {
  switch (outcome.kind) {
    case 'Succeeded':
      return { status: 'done', reference: outcome.answer.gatewayReference };
    case 'Declined':
    case 'Unsupported':
    case 'InvalidRequest':
      return { status: 'declined' };
    case 'Unauthorized':
    case 'RateLimited':
    case 'Unavailable':
      return { status: 'notSent' };
    // Accepted for later, answered with other numbers, or not answered at all: money may have moved.
    case 'Pending':
    case 'Mismatch':
    case 'OutcomeUnknown':
      return { status: 'unknown' };
  }
}
