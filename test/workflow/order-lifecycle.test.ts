import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import { createOrderActivities } from '../../examples/order-lifecycle/activities';
import { placeOrder } from '../../examples/order-lifecycle/client';
import {
  cancelOrder,
  captureFound,
  delivered,
  orderQuery,
  returnLine,
  ship,
  type OrderView,
} from '../../examples/order-lifecycle/order';
import type { orderWorkflow } from '../../examples/order-lifecycle/order-workflow';
import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import type { ReversalView } from '../../src/domain/views/view';
import { bundleOrderWorkflows } from '../support/order-bundle';
import { useWorld } from '../support/use-world';
import { card, told } from '../support/world';

type OrderHandle = WorkflowHandle<typeof orderWorkflow>;

const world = useWorld({ startWorker: false });
beforeAll(async () => {
  const activities = createOrderActivities(world.gateway);
  await world.startWorker({ workflowBundle: await bundleOrderWorkflows(), activities });
});
afterEach(() => {
  world.simulator.clearFaults();
  world.simulator.release();
});

describe('The order of the example', () => {
  it('voids its payment when it is cancelled before the capture', async () => {
    const order = await authorizedOrder();
    await order.signal(cancelOrder);
    const view = await order.result();
    expect(view).toMatchObject({ status: 'cancelled' });
    expect(onlyReversal(view)).toMatchObject({ outcome: 'voided', plan: { row: 9 } });
    expect(movements(view)).toEqual(['authorize 10000 USD', 'void 10000 USD']);
  });

  it('refunds its payment when it is cancelled after the capture', async () => {
    const order = await shippedOrder();
    await order.signal(cancelOrder);
    const view = await order.result();
    expect(onlyReversal(view)).toMatchObject({ outcome: 'refunded', plan: { row: 7 } });
    expect(movements(view)).toEqual(['authorize 10000 USD', 'capture 10000 USD', 'refund 10000 USD']);
  });

  it('refunds a returned line once, however often it is returned, and the rest when it is cancelled', async () => {
    const order = await deliveredOrder();
    const requestId = await order.executeUpdate(returnLine, { args: [{ line: '2', amountMinor: 2_500 }] });
    await order.executeUpdate(returnLine, { args: [{ line: '2', amountMinor: 2_500 }] });
    const returned = await untilOrder(order, ({ reversals }) => reversals[requestId] != null);
    expect(returned.reversals[requestId]).toMatchObject({ outcome: 'refunded', requestedMinor: 2_500 });
    await order.signal(cancelOrder);
    expect(movements(await order.result()).slice(2)).toEqual(['refund 2500 USD', 'refund 7500 USD']);
  });

  it('shows what is left when a return asks for more than that', async () => {
    const order = await deliveredOrder();
    const requestId = await order.executeUpdate(returnLine, { args: [{ line: '1', amountMinor: 10_001 }] });
    const view = await untilOrder(order, ({ reversals }) => reversals[requestId] != null);
    expect(view.reversals[requestId]).toMatchObject({ outcome: 'refused', reason: { code: 'exceedsRefundable' } });
    expect(movements(view)).toHaveLength(2);
  });

  it.each([
    ['before delivery', authorizedOrder, { line: '1', amountMinor: 2_500 }, 'the order is authorized'],
    ['of no amount', deliveredOrder, { line: '1', amountMinor: 0 }, 'amountMinor'],
  ])('refuses a return %s without starting anything', async (_what, make, returned, says) => {
    const order = await make();
    const refused = order.executeUpdate(returnLine, { args: [returned] });
    await expect(refused).rejects.toMatchObject({ cause: { message: expect.stringContaining(says) } });
    const view = await order.query(orderQuery);
    expect(view.reversals).toEqual({});
    expect(movements(view)).not.toContain('refund 2500 USD');
  });

  it('does not authorize an order that could not be cancelled later', async () => {
    const before = world.simulator.requests().length;
    const order = await placed({ customerId: '4242 4242 4242 4242' });
    await expect(order.result()).rejects.toMatchObject({
      cause: { type: 'InvalidRequest', message: expect.stringContaining('requester.id') },
    });
    expect(world.simulator.requests()).toHaveLength(before);
  });
});

describe('A capture whose answer was lost', () => {
  it('is not called failed: a cancel waits until the capture is recorded, and refunds it', async () => {
    const order = await orderWithLostCapture();
    await order.signal(cancelOrder);
    const { payment } = await untilOrder(order, ({ status }) => status === 'cancelled');
    const requestId = `cancel-${paymentIdOf(payment)}`;
    const waiting = await until(
      () => world.client.find(paymentIdOf(payment), requestId).catch(() => null),
      (view) => view !== null,
    );
    expect(waiting).toMatchObject({ phase: 'waiting', waitingFor: 'capture', plan: { row: 2 } });
    await world.client.record(paymentIdOf(payment), {
      eventId: 'found-in-the-gateway',
      kind: 'captureSucceeded',
      source: 'support',
      at: new Date().toISOString(),
      captureId: 'capture',
      amountMinor: 10_000,
      currency: 'USD',
    });
    const view = await order.result();
    expect(onlyReversal(view)).toMatchObject({ outcome: 'refunded' });
    expect(movements(view)).toEqual(['authorize 10000 USD', 'capture 10000 USD', 'refund 10000 USD']);
  });

  it.each([
    ['ships once a person has found it', true, 'shipped', []],
    ['releases the hold once a person has found that it was not made', false, 'cancelled', ['void 10000 USD']],
  ] as const)('%s', async (_claim, captured, status, returned) => {
    const order = await orderWithLostCapture({ effect: captured });
    await order.signal(captureFound, { captured, gatewayReference: null });
    const view = await untilOrder(
      order,
      ({ status: now, reversals }) => now === status && settledIn(reversals) === returned.length,
    );
    const made = captured ? ['capture 10000 USD'] : [];
    expect(movements(view)).toEqual(['authorize 10000 USD', ...made, ...returned]);
  });
});

describe('A reversal in progress', () => {
  it.each([
    ['is terminated', (order: OrderHandle) => order.terminate('the order was closed by hand')],
    ['is cancelled', (order: OrderHandle) => order.cancel()],
  ])('continues to its end when the order workflow %s', async (_how, close) => {
    const order = await shippedOrder();
    const { payment } = await order.query(orderQuery);
    world.simulator.fault({ kind: 'hold', effect: 'after', operation: 'refund' });
    await order.signal(cancelOrder);
    await world.simulator.waitFor((simulator) => simulator.requests().some(({ held }) => held));
    const child = await childOf(order);
    await close(order);
    world.simulator.release();
    const view = (await child.result()) as ReversalView;
    expect(view).toMatchObject({ phase: 'completed', outcome: 'refunded' });
    expect(await world.client.find(paymentIdOf(payment), view.reversalId)).toMatchObject({ outcome: 'refunded' });
    expect(paymentMovements(payment)).toEqual(['authorize 10000 USD', 'capture 10000 USD', 'refund 10000 USD']);
  });

  it('is started by cancelling the order workflow itself, which leaves no hold behind', async () => {
    const order = await authorizedOrder();
    await order.cancel();
    const view = await order.result();
    expect(onlyReversal(view)).toMatchObject({ outcome: 'voided' });
    expect(movements(view)).toEqual(['authorize 10000 USD', 'void 10000 USD']);
  });
});

function placed({ customerId = 'alice' } = {}): Promise<OrderHandle> {
  return placeOrder(world.connections.client, world.taskQueue, {
    orderId: `order-${randomUUID()}`,
    customerId,
    currency: 'USD',
    totalMinor: 10_000,
    gatewayAccount: 'stripe-production',
    card,
    returnWindowDays: 30,
  });
}

async function authorizedOrder(): Promise<OrderHandle> {
  const order = await placed();
  await untilOrder(order, ({ status }) => status === 'authorized');
  return order;
}

async function shippedOrder(): Promise<OrderHandle> {
  const order = await authorizedOrder();
  await order.signal(ship);
  await untilOrder(order, ({ status }) => status === 'shipped');
  return order;
}

async function deliveredOrder(): Promise<OrderHandle> {
  const order = await shippedOrder();
  await order.signal(delivered);
  await untilOrder(order, ({ status }) => status === 'delivered');
  return order;
}

async function orderWithLostCapture({ effect = true } = {}): Promise<OrderHandle> {
  const order = await authorizedOrder();
  world.simulator.fault({ kind: effect ? 'effectThenReset' : 'resetBeforeEffect', operation: 'capture' });
  await order.signal(ship);
  await untilOrder(order, ({ status }) => status === 'captureUnknown');
  return order;
}

function settledIn(reversals: OrderView['reversals']): number {
  return Object.values(reversals).filter((view) => view !== null).length;
}

/** The child that the order has started, as long as the order is open. */
async function childOf(order: OrderHandle): Promise<WorkflowHandle> {
  const { raw } = await order.describe();
  const workflowId = raw.pendingChildren?.[0]?.workflowId;
  if (workflowId == null) throw new Error('the order has no open child');
  return world.connections.client.workflow.getHandle(workflowId);
}

function untilOrder(order: OrderHandle, isSo: (view: OrderView) => boolean): Promise<OrderView> {
  return until(() => order.query(orderQuery), isSo);
}

/** Asks a workflow until it says so. A workflow cannot be waited for by its state. */
async function until<T>(ask: () => Promise<T>, isSo: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (isSo(answer)) return answer;
    await delay(25);
  }
}

function onlyReversal({ reversals }: OrderView): ReversalView | null {
  const [reversal, ...others] = Object.values(reversals);
  expect(others).toEqual([]);
  return reversal ?? null;
}

function movements({ payment }: OrderView): string[] {
  return paymentMovements(payment);
}

function paymentMovements(payment: PaymentSnapshot | null): string[] {
  const reference = payment?.authorizationReference;
  return world.simulator
    .movements()
    .filter((movement) => movement.payment === reference)
    .map(told);
}

function paymentIdOf(payment: PaymentSnapshot | null): string {
  if (payment === null) throw new Error('the order has no payment');
  return payment.paymentId;
}
