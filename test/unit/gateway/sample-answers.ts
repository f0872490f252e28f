import type { ClassifiedCall } from '../../../src/gateway/classify';
import type { Exchange } from '../../../src/gateway/exchange';

/** The refund of 25.00 USD that the answers below answer. */
export const call: ClassifiedCall = { operation: 'Refund', sent: { amountMinor: 2500, currency: 'USD' } };
/** What no outcome may repeat. */
export const secret = 'Your card was declined, call 4111111111111111';

/** The gateway’s whole answer to `call`. */
export function result(code: string, fields: object = {}): string {
  return JSON.stringify({
    operationType: 'Refund',
    operationResultCode: code,
    operationResultDescription: secret,
    amount: 25.0,
    currency: 'USD',
    gatewayName: 'Stripe',
    gatewayReference: 're_1',
    gatewayResultCode: 'done',
    gatewayResultDescription: secret,
    gatewayResultSubCode: null,
    authorizationCode: 'A1',
    customGatewayResponse: { raw: secret },
    aFieldOfTomorrow: [secret],
    ...fields,
  });
}

export function answered(httpStatus: number, body: string, retryAfter: string | null = null): Exchange {
  return { kind: 'answered', httpStatus, body, retryAfter, receivedAtMs: Date.UTC(2026, 10, 21) };
}
