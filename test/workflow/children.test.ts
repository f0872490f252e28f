import { randomUUID } from 'node:crypto';
import type { ReversalView } from '../../src/client';
import { workflowTypes } from '../../src/contract/names';
import type { ReversalRequest } from '../../src/contract/reversal-request';
import { eventually } from '../support/eventually';
import { ledgerWorkflow } from '../support/ledger-workflow';
import { sendsFor } from '../support/sends';
import { cli } from '../support/temporal';
import { guardedBundleOf } from '../support/order-bundle';
import { useWorld } from '../support/use-world';
import { cancelOf, refundOf, told } from '../support/world';

const world = useWorld(async () => ({
  worker: { workflowBundle: await guardedBundleOf('order-workflows') },
  requestTimeoutMs: 30_000,
}));

const start = (workflowType: string, input: unknown) =>
  world.connections.client.workflow.start(workflowType, {
    workflowId: `order-workflow-${randomUUID()}`,
    taskQueue: world.taskQueue,
    args: [input],
  });

/** A child as an order starts it, without the order. */
function startReversal({ operation, ...input }: ReversalRequest) {
  return start(workflowTypes[operation], input);
}

/** Resolves with the child of an order once it has started. */
async function childOf(order: { readonly workflowId: string }) {
  const { client } = world.connections;
  const children = await eventually(
    async () => (await client.workflow.getHandle(order.workflowId).describe()).raw.pendingChildren ?? [],
    (pending) => pending.length > 0,
  );
  return client.workflow.getHandle(children[0]?.workflowId ?? '');
}

async function held(): Promise<void> {
  await world.simulator.waitFor((simulator) => simulator.requests().some((request) => request.held));
}

describe('Children of order workflows', () => {
  it('all end when 200 ask at once, the gateway takes a second and the worker has its defaults', async () => {
    const payments = await Promise.all(Array.from({ length: 200 }, () => world.captured(1_000)));
    world.simulator.fault({ kind: 'latency', ms: 1_000, operation: 'refund', times: null });
    const order = await start(
      'orderWithReversals',
      payments.map((payment) => refundOf(payment, 1_000)),
    );
    expect(await order.result()).toEqual({ refunded: 200 });
    world.simulator.clearFaults();
    expect(payments.map((payment) => world.returned(payment).map(told))).toEqual(
      payments.map(() => ['refund 1000 USD']),
    );
  }, 180_000);

  it('get one and the same end when two ask with one request id', async () => {
    const payment = await world.captured(10_000);
    const request = refundOf(payment, 2_500);
    const children = await Promise.all([startReversal(request), startReversal(request)]);
    const [one, other] = (await Promise.all(children.map((child) => child.result()))) as ReversalView[];
    expect(one).toMatchObject({ outcome: 'refunded' });
    expect(other).toEqual(one);
    expect(world.returned(payment).map(told)).toEqual(['refund 2500 USD']);
  });

  it('are refused when they ask for something else under a known request id, though that one was refunded', async () => {
    const payment = await world.captured(10_000);
    const request = refundOf(payment, 2_500);
    await world.client.request(request);
    const child = await startReversal({ ...request, amountMinor: 3_000 });
    expect(await child.result()).toMatchObject({ outcome: 'refused', reason: { code: 'requestIdReused' } });
  });

  it('are answered at once when their reversal had completed before they asked', async () => {
    const payment = await world.captured(10_000);
    const request = refundOf(payment, 2_500);
    const settled = await world.client.request(request);
    expect(await (await startReversal(request)).result()).toEqual(settled);
  });

  it('do not stop their ledger when they are gone before it can answer them', async () => {
    const payment = await world.captured(10_000);
    world.simulator.fault({ kind: 'hold', effect: 'after', operation: 'refund' });
    const child = await startReversal(refundOf(payment, 2_500));
    await held();
    await cli(['workflow', 'terminate', '-w', child.workflowId, '--reason', 'test']);
    world.simulator.release();
    expect(await world.client.request(refundOf(payment, 1_000))).toMatchObject({ outcome: 'refunded' });
    expect(world.returned(payment).map(told)).toEqual(['refund 2500 USD', 'refund 1000 USD']);
  });

  it('continue when their order is cancelled, though its cancellation reaches them', async () => {
    const payment = await world.captured(10_000);
    world.simulator.fault({ kind: 'hold', effect: 'after', operation: 'refund' });
    const order = await start('orderWithReversal', cancelOf(payment));
    const child = await childOf(order);
    await held();
    await order.cancel();
    await eventually(
      () => child.fetchHistory(),
      ({ events }) => (events ?? []).some((event) => event.workflowExecutionCancelRequestedEventAttributes != null),
    );
    world.simulator.release();
    expect(await child.result()).toMatchObject({ outcome: 'refunded' });
    expect(world.returned(payment).map(told)).toEqual(['refund 10000 USD']);
  });

  it('continue when their order is terminated', async () => {
    const payment = await world.captured(10_000);
    world.simulator.fault({ kind: 'hold', effect: 'after', operation: 'refund' });
    const order = await start('orderWithReversal', cancelOf(payment));
    const child = await childOf(order);
    await held();
    await order.terminate();
    world.simulator.release();
    expect(await child.result()).toMatchObject({ outcome: 'refunded' });
    expect(world.returned(payment).map(told)).toEqual(['refund 10000 USD']);
  });

  it('move money once when their order is reset and starts another child', async () => {
    const payment = await world.captured(10_000);
    const order = await start('orderWithReversal', refundOf(payment, 2_500));
    const first = (await order.result()) as ReversalView;
    await cli(['workflow', 'reset', '-w', order.workflowId, '--type', 'FirstWorkflowTask', '--reason', 'test']);
    const again = world.connections.client.workflow.getHandle(order.workflowId);
    expect(await again.result()).toEqual(first);
    expect(world.returned(payment).map(told)).toEqual(['refund 2500 USD']);
    expect(sendsFor(world, payment)).toHaveLength(1);
  });

  it('keep asking a ledger that was terminated, and do not open it anew', async () => {
    const payment = await world.captured(10_000);
    await world.client.request(refundOf(payment, 1_000));
    const ledger = ledgerWorkflow(world, payment);
    const run = await ledger.runId();
    await cli(['workflow', 'terminate', '-w', ledger.workflowId, '--reason', 'test']);
    const child = await startReversal(refundOf(payment, 2_500));
    // Its first try is over once it waits for its next.
    await eventually(
      () => child.fetchHistory(),
      ({ events }) => (events ?? []).some(({ timerStartedEventAttributes }) => timerStartedEventAttributes != null),
    );
    expect((await child.describe()).status.name).toBe('RUNNING');
    expect([await ledger.runId(), await ledger.status()]).toEqual([run, 'TERMINATED']);
    expect(world.returned(payment).map(told)).toEqual(['refund 1000 USD']);
    await cli(['workflow', 'terminate', '-w', child.workflowId, '--reason', 'test']);
  });
});
