import type { WorkflowHandle } from '@temporalio/client';
import { placeOrder } from '../../../examples/order-lifecycle/client';
import {
  cancelOrder,
  captureFound,
  delivered,
  orderQuery,
  returnLine,
  ship,
  type OrderStatus,
} from '../../../examples/order-lifecycle/order';
import type { orderWorkflow } from '../../../examples/order-lifecycle/order-workflow';
import { eventually } from '../../support/eventually';
import { card, type World } from '../../support/world';
import type { Run, Walk } from '../walk';

type OrderHandle = WorkflowHandle<typeof orderWorkflow>;

/** Whole orders of the example, run by a worker that has its workflows. */
export const orderPaths: readonly Walk[] = [
  {
    name: 'order-cancelled-before-capture',
    go: async (world) => {
      const order = await authorizedOrder(world, 'order-cancelled-before-capture');
      await order.signal(cancelOrder);
      await ends(order, 'cancelled');
      return { 'order-cancelled-before-capture': runOf(order) };
    },
  },
  {
    name: 'order-with-returned-line',
    go: async (world) => {
      const order = await authorizedOrder(world, 'order-with-returned-line');
      await order.signal(ship);
      await until(order, 'shipped');
      await order.signal(delivered);
      await until(order, 'delivered');
      await order.executeUpdate(returnLine, { args: [{ line: '1', amountMinor: 2_500 }] });
      await order.executeUpdate(returnLine, { args: [{ line: '2', amountMinor: 20_000 }] });
      await order.signal(cancelOrder);
      await ends(order, 'cancelled');
      return { 'order-with-returned-line': runOf(order) };
    },
  },
  {
    name: 'order-with-lost-capture',
    go: async (world) => {
      const order = await authorizedOrder(world, 'order-with-lost-capture');
      world.simulator.fault({ kind: 'resetBeforeEffect', operation: 'capture' });
      await order.signal(ship);
      await until(order, 'captureUnknown');
      await order.signal(captureFound, { captured: false, gatewayReference: null });
      await ends(order, 'cancelled');
      return { 'order-with-lost-capture': runOf(order) };
    },
  },
];

const runOf = ({ workflowId }: OrderHandle): Run => ({ workflowId });

async function authorizedOrder(world: World, orderId: string): Promise<OrderHandle> {
  const order = await placeOrder(world.connections.client, world.taskQueue, {
    orderId,
    customerId: 'alice',
    currency: 'USD',
    totalMinor: 10_000,
    gatewayAccount: 'stripe-production',
    card,
    returnWindowDays: 30,
  });
  await until(order, 'authorized');
  return order;
}

async function until(order: OrderHandle, status: OrderStatus): Promise<void> {
  await eventually(
    async () => (await order.query(orderQuery)).status,
    (now) => now === status,
  );
}

async function ends(order: OrderHandle, status: OrderStatus): Promise<void> {
  const { status: end, reversals } = await order.result();
  if (end !== status) throw new Error(`the order ended ${end}`);
  const open = Object.values(reversals).filter((view) => view === null);
  if (open.length > 0) throw new Error('the order ended before its reversals');
}
