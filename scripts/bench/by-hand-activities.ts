import { request } from 'undici';
import type { OrchestraGatewayOptions } from '../../src/gateway';
import type { GatewayCall } from './floor-activities';

export interface ByHandActivities {
  checkOrder(orderId: string): Promise<boolean>;
  refundPayment(call: GatewayCall): Promise<string>;
  recordRefund(orderId: string, reference: string): Promise<void>;
  notifyCustomer(orderId: string): Promise<void>;
}

/** How long one call to the gateway may take, in milliseconds. */
const callTimeoutMs = 2_000;

/** Four small steps; one of them calls the gateway and throws if it does not answer well, as steps commonly do. */
export function createByHandActivities({ baseUrl, apiKey }: OrchestraGatewayOptions): ByHandActivities {
  return {
    checkOrder: () => Promise.resolve(true),
    refundPayment: async ({ method, path, body }) => {
      const response = await request(baseUrl + path, {
        method,
        headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(callTimeoutMs),
      });
      const answer = (await response.body.json()) as { readonly gatewayReference?: string };
      if (response.statusCode !== 200) throw new Error(`the gateway answered ${response.statusCode}`);
      return answer.gatewayReference ?? '';
    },
    recordRefund: () => Promise.resolve(),
    notifyCustomer: () => Promise.resolve(),
  };
}
