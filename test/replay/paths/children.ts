import { ledgerIdOf, workflowTypes } from '../../../src/contract/names';
import type { ReversalRequest } from '../../../src/contract/reversal-request';
import type { ReversalView } from '../../../src/client';
import { eventually } from '../../support/eventually';
import { cancelOf, refundOf, type World } from '../../support/world';
import { asks, check, childInput, fault, held, ledgerOf, type Run, type Walk } from '../walk';
import { settles } from './cancels';

const dayMs = 24 * 60 * 60_000;

async function startChild(
  world: World,
  workflowId: string,
  request: ReversalRequest,
  input: unknown = childInput(request),
) {
  const { client } = world.connections;
  return client.workflow.start(workflowTypes[request.operation], {
    workflowId,
    taskQueue: world.taskQueue,
    args: [input],
  });
}

type Child = Awaited<ReturnType<typeof startChild>>;

const endOf = async (child: Child): Promise<ReversalView> => (await child.result()) as ReversalView;
const runOf = ({ workflowId }: Child): Run => ({ workflowId });

/** Reversals as order workflows start them. */
export const childPaths: readonly Walk[] = [
  {
    name: 'child-cancel',
    go: async (world) => {
      const payment = await world.authorized(10_000, { paymentId: 'child-cancel' });
      const child = await startChild(world, 'child-cancel', cancelOf(payment, 'cancel'));
      check(await endOf(child), { outcome: 'voided' });
      return { 'child-cancel': runOf(child) };
    },
  },
  {
    name: 'child-refund',
    go: async (world) => {
      const payment = await world.captured(10_000, [10_000], { paymentId: 'child-refund' });
      const request = refundOf(payment, 2_500, 'line-1');
      const children = await Promise.all(['child-refund', 'another'].map((id) => startChild(world, id, request)));
      const refused = await startChild(world, 'child-refused', refundOf(payment, 99_999, 'line-2'));
      for (const child of children) check(await endOf(child), { outcome: 'refunded' });
      check(await endOf(refused), { outcome: 'refused' });
      return {
        'child-refund': { workflowId: 'child-refund' },
        'child-refused': runOf(refused),
        'ledger-of-children': ledgerOf(payment),
      };
    },
  },
  {
    name: 'child-malformed',
    go: async (world) => {
      const payment = await world.authorized(10_000, { paymentId: 'child-malformed' });
      const request = refundOf(payment, 100, 'line-1');
      const child = await startChild(world, 'child-malformed', request, { ...childInput(request), amountMinor: -1 });
      const end = await child.result().catch(() => 'failed');
      if (end !== 'failed') throw new Error('a malformed request was taken');
      return { 'child-malformed': runOf(child) };
    },
  },
  {
    name: 'child-cancelled',
    go: async (world) => {
      const payment = await world.captured(10_000, [10_000], { paymentId: 'child-cancelled' });
      fault(world, payment, { kind: 'hold', effect: 'after', operation: 'refund' });
      const child = await startChild(world, 'child-cancelled', cancelOf(payment, 'cancel'));
      await held(world);
      await child.cancel();
      await eventually(
        () => child.fetchHistory(),
        ({ events }) => (events ?? []).some((event) => event.workflowExecutionCancelRequestedEventAttributes != null),
      );
      world.simulator.release();
      check(await endOf(child), { outcome: 'refunded' });
      return { 'child-cancelled': runOf(child) };
    },
  },
  {
    name: 'ledger-of-lost-child',
    go: async (world) => {
      const payment = await world.captured(10_000, [10_000], { paymentId: 'ledger-of-lost-child' });
      fault(world, payment, { kind: 'hold', effect: 'after', operation: 'refund' });
      const child = await startChild(world, 'lost-child', refundOf(payment, 2_500, 'line-1'));
      await held(world);
      await child.terminate('mistake');
      world.simulator.release();
      await asks(world, refundOf(payment, 1_000, 'line-2'), { outcome: 'refunded' });
      return { 'ledger-of-lost-child': ledgerOf(payment) };
    },
  },
];

/** A child asks a ledger that has ended by itself. */
export const childOfClosedLedger: Walk = {
  name: 'child-of-closed-ledger',
  go: async (world) => {
    const authorizedAt = new Date(Date.now() - 3 * dayMs + 5_000).toISOString();
    const paymentId = 'child-of-closed-ledger';
    const payment = await world.authorized(10_000, { paymentId, authorizedAt, gatewayAccount: 'short-lived' });
    await asks(world, cancelOf(payment, 'cancel'), { outcome: 'voided' });
    await world.connections.client.workflow.getHandle(ledgerIdOf(paymentId)).result();
    const child = await startChild(world, paymentId, cancelOf(payment, 'cancel-2'));
    check(await endOf(child), { outcome: 'refused' });
    return { [paymentId]: runOf(child) };
  },
};

/** A child that was not told for a minute asks by itself. */
export const childAsksAgain: Walk = {
  name: 'child-asks-again',
  go: async (world) => {
    const paymentId = 'child-asks-again';
    const payment = await world.captured(10_000, [10_000], { paymentId, gatewayAccount: 'refunds-settled' });
    const child = await startChild(world, paymentId, refundOf(payment, 2_500, 'line-1'));
    await eventually(
      () => child.fetchHistory(),
      ({ events }) => (events ?? []).filter((event) => event.markerRecordedEventAttributes != null).length > 1,
      90_000,
    );
    await settles(world, payment);
    check(await endOf(child), { outcome: 'refunded' });
    return { [paymentId]: runOf(child) };
  },
};
