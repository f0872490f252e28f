import { randomUUID } from 'node:crypto';
import type { ReversalView } from '../../src/client';
import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import type { ReversalRequest } from '../../src/contract/reversal-request';
import { parseRules } from '../../src/rules/rules-file';
import { eventually } from '../support/eventually';
import { ledgerWorkflow } from '../support/ledger-workflow';
import { sendsFor } from '../support/sends';
import { guardedBundleOf } from '../support/order-bundle';
import { stopAtEnd, useStarted } from '../support/use-started';
import { useWorld } from '../support/use-world';
import { startWorkerProcess } from '../support/worker-process';
import { cancelOf, refundOf, told } from '../support/world';

const written = {
  default: {
    profile: 'stripe',
    overrides: { lookupsSeeReversals: true, lookupDelayMs: 200 },
    sendByMs: 3_000,
    clockSkewMs: 0,
  },
};
const hands = { rules: written, requestTimeoutMs: 60_000, part: 'activities' } as const;
const operator = { actor: { id: 'bob' }, reason: 'terminated by mistake' };

const world = useWorld(async () => ({
  rules: parseRules(written),
  requestTimeoutMs: 1_000,
  worker: { workflowBundle: await guardedBundleOf('order-workflows'), enableNonLocalActivities: false },
}));
const worker = useStarted(() => startWorkerProcess(world, hands));

/** Starts an order with one reversal and waits until its money has moved and the gateway keeps the answer back. */
async function orderInTheMiddle(request: ReversalRequest, workflowExecutionTimeout = '5 minutes') {
  world.simulator.fault({
    kind: 'hold',
    effect: 'before',
    operation: request.operation === 'cancel' ? 'void' : 'refund',
  });
  const order = await world.connections.client.workflow.start('orderWithReversal', {
    workflowId: `order-workflow-${randomUUID()}`,
    taskQueue: world.taskQueue,
    args: [request],
    workflowExecutionTimeout,
  });
  await world.simulator.waitFor(() => moved(request.payment).length === 1);
  return order;
}

async function childOf(order: { readonly workflowId: string }) {
  const { client } = world.connections;
  const { events } = await client.workflow.getHandle(order.workflowId).fetchHistory();
  const started = (events ?? []).find((event) => event.childWorkflowExecutionStartedEventAttributes != null);
  const child = started?.childWorkflowExecutionStartedEventAttributes?.workflowExecution?.workflowId;
  return client.workflow.getHandle(child ?? '');
}

const moved = (payment: PaymentSnapshot): readonly string[] => world.returned(payment).map(told);

describe('A child in the middle of whose reversal', () => {
  it('its order times out continues, and its outcome can be asked for', async () => {
    const payment = await world.captured(10_000);
    const order = await orderInTheMiddle(refundOf(payment, 2_500), '3 seconds');
    const child = await childOf(order);
    await expect(order.result()).rejects.toThrow();
    expect((await order.describe()).status.name).toBe('TIMED_OUT');
    world.simulator.release();
    expect(await child.result()).toMatchObject({ outcome: 'refunded' });
    expect(moved(payment)).toEqual(['refund 2500 USD']);
  });

  it('the sending worker is killed gives its order the outcome that was looked up, as does another child with the same id', async () => {
    const [captured, authorized] = [await world.captured(10_000), await world.authorized(4_444)];
    const requests = [refundOf(captured, 2_500), cancelOf(authorized)];
    const orders = [];
    for (const request of requests) orders.push(await orderInTheMiddle(request));
    worker.signal('SIGKILL');
    await worker.ended;
    stopAtEnd(await startWorkerProcess(world, hands));
    const views = await Promise.all(orders.map((order) => order.result() as Promise<ReversalView>));
    expect(views).toMatchObject([{ outcome: 'refunded' }, { outcome: 'voided' }]);
    world.simulator.release();
    const again = requests.map((request) =>
      world.connections.client.workflow.execute('orderWithReversal', {
        workflowId: `order-workflow-${randomUUID()}`,
        taskQueue: world.taskQueue,
        args: [request],
      }),
    );
    expect(await Promise.all(again)).toEqual(views);
    expect(requests.map(({ payment }) => moved(payment))).toEqual([['refund 2500 USD'], ['void 4444 USD']]);
    expect(requests.map(({ payment }) => sendsFor(world, payment).length)).toEqual([1, 1]);
  }, 90_000);

  it('its ledger is terminated receives its answer once the ledger is recovered', async () => {
    const payment = await world.captured(10_000);
    const order = await orderInTheMiddle(refundOf(payment, 2_500));
    const ledger = ledgerWorkflow(world, payment);
    await world.connections.client.workflow.getHandle(ledger.workflowId).terminate('mistake');
    world.simulator.release();
    await eventually(
      () => world.client.recover(payment.paymentId, operator),
      ({ accepted }) => accepted,
    );
    expect(await order.result()).toMatchObject({ outcome: 'refunded', balance: { refundableMinor: 7_500 } });
    expect(moved(payment)).toEqual(['refund 2500 USD']);
    expect(sendsFor(world, payment)).toHaveLength(1);
  }, 90_000);
});
