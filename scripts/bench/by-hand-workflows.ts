import { condition, defineQuery, defineSignal, proxyActivities, setHandler } from '@temporalio/workflow';
import type { ByHandActivities } from './by-hand-activities';
import type { GatewayCall } from './floor-activities';

const steps = proxyActivities<ByHandActivities>({ startToCloseTimeout: '10 seconds' });

export type RefundState = 'waiting' | 'refunding' | 'refunded';

/**
 * A refund as samples commonly write it: a signal brings the request, four activities with the default retries do it,
 * a query reports its progress.
 */
export async function refundByHand(orderId: string): Promise<string> {
  let call: GatewayCall | null = null;
  let state: RefundState = 'waiting';
  setHandler(defineSignal<[GatewayCall]>('requestRefund'), (asked) => {
    call = asked;
  });
  setHandler(defineQuery<RefundState>('state'), () => state);
  await condition(() => call !== null);
  state = 'refunding';
  await steps.checkOrder(orderId);
  const reference = await steps.refundPayment(call as unknown as GatewayCall);
  await steps.recordRefund(orderId, reference);
  await steps.notifyCustomer(orderId);
  state = 'refunded';
  return reference;
}
