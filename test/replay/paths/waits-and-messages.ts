import { signals } from '../../../src/contract/messages';
import type { PaymentSnapshot } from '../../../src/contract/payment-snapshot';
import { ledgerWorkflow } from '../../support/ledger-workflow';
import { event } from '../../support/payment-events';
import { cancelOf, card, refundOf, type World } from '../../support/world';
import { asks, authorized, becomes, captured, fault, type Walk } from '../walk';

const dayMs = 24 * 60 * 60_000;
const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();

const handleOf = (world: World, payment: PaymentSnapshot) =>
  world.connections.client.workflow.getHandle(ledgerWorkflow(world, payment).workflowId);

/** The ledger's lifetime ends in a moment: two days after its hold has ended. */
const nearlyOver = (leftMs: number) => ({ authorizedAt: ago(3 * dayMs - leftMs), gatewayAccount: 'short-lived' });

/** The gateway cannot be reached, or nothing may be sent to it. */
export const gatewayPaths: readonly Walk[] = [
  captured('gateway-down-then-up', async (world, payment) => {
    const [first, second] = [refundOf(payment, 2_500, 'line-1'), refundOf(payment, 1_000, 'line-2')];
    await world.simulator.goDown();
    await asks(world, first, { waitingFor: 'gateway' });
    await asks(world, second, { waitingFor: 'gateway' });
    await world.simulator.comeBack();
    await becomes(world, first, { outcome: 'refunded' });
    await becomes(world, second, { outcome: 'refunded' });
  }),
  authorized('gateway-refuses-key', async (world, payment) => {
    fault(world, payment, { kind: 'unauthorized401', operation: 'void', times: 2 });
    const cancel = cancelOf(payment, 'cancel');
    await asks(world, cancel, { waitingFor: 'gateway' });
    await becomes(world, cancel, { outcome: 'voided' });
  }),
  {
    name: 'card-unavailable',
    go: async (world) => {
      const { card: _kept, ...payment } = await world.captured(10_000, [10_000], { paymentId: 'card-unavailable' });
      await asks(world, refundOf(payment, 2_500, 'line-1'), { phase: 'stuck', waitingFor: 'operator' });
      await asks(world, refundOf({ ...payment, card }, 2_500, 'line-1'), { outcome: 'refunded' });
      return { 'card-unavailable': { workflowId: 'payment-ledger/card-unavailable' } };
    },
  },
];

/** What a ledger is told past its requests. */
export const messagePaths: readonly Walk[] = [
  captured('raw-signal-nonsense', async (world, payment) => {
    const { client } = world.connections;
    const { workflowId } = ledgerWorkflow(world, payment);
    const { requestReversal, recordEvent } = signals;
    const start = { workflowId, taskQueue: world.taskQueue, args: [], signal: recordEvent.name };
    const early = event('settled', { captureId: 'c1' });
    await client.workflow.signalWithStart('paymentLedger', { ...start, signalArgs: [early] });
    const handle = handleOf(world, payment);
    for (const nonsense of [null, 'refund everything', [[]], { requestId: 7 }]) {
      await handle.signal(requestReversal.name, nonsense);
      await handle.signal(recordEvent.name, nonsense);
    }
    await handle.signal(requestReversal, refundOf(payment, 2_500, 'line-1'), { workflowId: 'nobody' });
    await becomes(world, { payment, requestId: 'line-1' }, { outcome: 'refunded' });
    await handle.signal(recordEvent, early);
    await asks(world, refundOf(payment, 1_000, 'line-2'), { outcome: 'refunded' });
  }),
  captured('ledger-cancelled', async (world, payment) => {
    await asks(world, refundOf(payment, 1_000, 'line-1'), { outcome: 'refunded' });
    await handleOf(world, payment).cancel();
    await asks(world, refundOf(payment, 2_000, 'line-2'), { outcome: 'refunded' });
  }),
];

/** How a ledger ends by itself, a few seconds after its payment was taken. */
export const lifetimePaths: readonly Walk[] = [
  {
    name: 'ledger-end-of-lifetime',
    go: async (world) => {
      const paymentId = 'ledger-end-of-lifetime';
      const payment = await world.authorized(10_000, { paymentId, ...nearlyOver(5_000) });
      await asks(world, cancelOf(payment, 'cancel'), { outcome: 'voided' });
      await handleOf(world, payment).result();
      return { [paymentId]: { workflowId: `payment-ledger/${paymentId}` } };
    },
  },
  {
    name: 'lifetime-moved-by-capture',
    go: async (world) => {
      const paymentId = 'lifetime-moved-by-capture';
      const payment = await world.authorized(10_000, { paymentId, ...nearlyOver(5_000) });
      await asks(world, cancelOf(payment, 'cancel'), { outcome: 'voided' });
      const late = event('captureSucceeded', {
        captureId: 'late',
        amountMinor: 100,
        currency: 'USD',
        gatewayReference: null,
        at: ago(2 * dayMs - 8_000),
      });
      await world.client.record(payment.paymentId, late);
      await handleOf(world, payment).result();
      return { [paymentId]: { workflowId: `payment-ledger/${paymentId}` } };
    },
  },
];
