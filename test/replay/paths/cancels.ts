import { event } from '../../support/payment-events';
import { cancelOf, refundOf, type World } from '../../support/world';
import type { PaymentSnapshot } from '../../../src/contract/payment-snapshot';
import { asks, authorized, becomes, captured, fault, held, usd, type Walk } from '../walk';

const minuteAgo = (): string => new Date(Date.now() - 60_000).toISOString();

async function lands(world: World, payment: PaymentSnapshot, captureId: string, amountMinor: number): Promise<void> {
  const gatewayReference = await world.capture(payment, amountMinor);
  const landed = { captureId, gatewayReference, ...usd(amountMinor) };
  await world.client.record(payment.paymentId, event('captureSucceeded', landed));
}

/** A capture has begun, as far as the caller knows. */
const withStartedCapture = (payment: PaymentSnapshot): PaymentSnapshot => ({
  ...payment,
  captures: [{ captureId: 'c1', status: 'started', amountMinor: 10_000, gatewayReference: null }],
});

/** Cancels at a gateway that voids holds and refunds captures, and nothing else. */
export const cancelPaths: readonly Walk[] = [
  authorized('cancel-before-capture', (world, payment) =>
    asks(world, cancelOf(payment, 'cancel'), { outcome: 'voided' }),
  ),
  captured('cancel-after-capture', (world, payment) =>
    asks(world, cancelOf(payment, 'cancel'), { outcome: 'refunded' }),
  ),
  authorized('cancel-of-nothing-left', async (world, payment) => {
    const cancels = ['cancel-1', 'cancel-2', 'cancel-3'].map((requestId) => cancelOf(payment, requestId));
    await Promise.all(cancels.map((cancel) => asks(world, cancel, { phase: 'completed' })));
    await asks(world, cancelOf(payment, 'cancel-4'), { outcome: 'alreadyReversed' });
  }),
  captured(
    'cancel-partial-capture-refund',
    (world, payment) => asks(world, cancelOf(payment, 'cancel'), { phase: 'completed' }),
    { amounts: [6_000] },
  ),
  authorized(
    'late-capture-after-cancel',
    async (world, payment) => {
      await asks(world, cancelOf(payment, 'cancel'), { outcome: 'alreadyReversed' });
      await lands(world, payment, 'c1', 6_000);
      await becomes(world, { payment, requestId: 'cancel/follow-up/c1' }, { outcome: 'refunded' });
      await lands(world, payment, 'c2', 4_000);
      await becomes(world, { payment, requestId: 'cancel/follow-up/c2' }, { outcome: 'refunded' });
    },
    { authorizationExpiresAt: minuteAgo() },
  ),
  authorized('capture-under-way', async (world, payment) => {
    const cancel = cancelOf(withStartedCapture(payment), 'cancel');
    await asks(world, cancel, { waitingFor: 'capture' });
    await lands(world, payment, 'c1', 10_000);
    await becomes(world, cancel, { outcome: 'refunded' });
  }),
  authorized('capture-failed-under-way', async (world, payment) => {
    const cancel = cancelOf(withStartedCapture(payment), 'cancel');
    await asks(world, cancel, { waitingFor: 'capture' });
    await world.client.record(payment.paymentId, event('captureFailed', { captureId: 'c1' }));
    await becomes(world, cancel, { outcome: 'voided' });
  }),
  authorized('capture-lands-while-voiding', async (world, payment) => {
    fault(world, payment, { kind: 'hold', effect: 'after', operation: 'void' });
    const cancelled = asks(world, cancelOf(payment, 'cancel'), { outcome: 'refunded' });
    await held(world);
    await lands(world, payment, 'c1', 10_000);
    world.simulator.release();
    await cancelled;
  }),
  captured('refund-failed-late-after-cancel', async (world, payment) => {
    const { legs } = await asks(world, refundOf(payment, 4_000, 'line-1'), { outcome: 'refunded' });
    await asks(world, cancelOf(payment, 'cancel'), { outcome: 'refunded' });
    const [leg] = legs;
    world.simulator.failRefund(leg?.gatewayReference ?? '');
    const failed = event('refundFailed', { legId: leg?.legId ?? '', evidence: 'returned by the bank' });
    await world.client.record(payment.paymentId, failed);
    await becomes(world, { payment, requestId: 'cancel/follow-up/c1' }, { outcome: 'refunded' });
  }),
];

/** Cancels at a gateway that also voids charges and remainders, and refunds only what has settled. */
export const capablePaths: readonly Walk[] = [
  captured(
    'cancel-partial-capture-void-then-refund',
    async (world, payment) => {
      world.simulator.settle(payment.authorizationReference);
      await asks(world, cancelOf(payment, 'cancel'), { phase: 'completed' });
    },
    { amounts: [6_000], gatewayAccount: 'voids-remainder' },
  ),
  captured(
    'cancel-void-of-charge',
    (world, payment) => asks(world, cancelOf(payment, 'cancel'), { outcome: 'voided' }),
    { gatewayAccount: 'voids-charges' },
  ),
  captured(
    'cancel-void-rejected-then-refund',
    async (world, payment) => {
      world.simulator.settle(payment.authorizationReference);
      await asks(world, cancelOf(payment, 'cancel'), { outcome: 'refunded' });
    },
    { gatewayAccount: 'voids-charges' },
  ),
  captured(
    'cancel-supersedes-waiting-refund',
    async (world, payment) => {
      const [refund, cancel] = [refundOf(payment, 4_000, 'line-1'), cancelOf(payment, 'cancel')];
      await asks(world, refund, { waitingFor: 'settlement' });
      await asks(world, cancel, { waitingFor: 'settlement' });
      await asks(world, refund, { outcome: 'superseded' });
      await settles(world, payment);
      await becomes(world, cancel, { outcome: 'refunded' });
    },
    { gatewayAccount: 'refunds-settled' },
  ),
  captured(
    'settle-wait',
    async (world, payment) => {
      const refund = refundOf(payment, 4_000, 'line-1');
      await asks(world, refund, { waitingFor: 'settlement' });
      await settles(world, payment);
      await becomes(world, refund, { outcome: 'refunded' });
    },
    { gatewayAccount: 'refunds-settled' },
  ),
];

/** The gateway settles the first capture, and the ledger is told. */
export async function settles(world: World, payment: PaymentSnapshot): Promise<void> {
  world.simulator.settle(payment.authorizationReference);
  await world.client.record(payment.paymentId, event('settled', { captureId: 'c1' }));
}

/** The bound of a wait for a capture passes: it takes a minute. */
export const captureOverdue = authorized(
  'capture-overdue',
  async (world, payment) => {
    const cancel = cancelOf(withStartedCapture(payment), 'cancel');
    await asks(world, cancel, { waitingFor: 'capture' });
    await becomes(world, cancel, { phase: 'stuck', waitingFor: 'operator' });
    await lands(world, payment, 'c1', 10_000);
    await becomes(world, cancel, { waitingFor: null });
  },
  { gatewayAccount: 'waits-a-minute' },
);
