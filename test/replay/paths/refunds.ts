import { cancelOf, refundOf } from '../../support/world';
import { event } from '../../support/payment-events';
import { asks, authorized, captured, fault, usd, type Walk } from '../walk';

const dayMs = 24 * 60 * 60_000;

/** Refunds that are made or refused at once. */
export const refundPaths: readonly Walk[] = [
  captured('refund-settled', (world, payment) =>
    asks(world, refundOf(payment, 2_500, 'line-1'), { outcome: 'refunded' }),
  ),
  captured(
    'refund-of-two-captures',
    (world, payment) => asks(world, refundOf(payment, 7_000, 'line-1'), { outcome: 'refunded' }),
    { amounts: [6_000, 4_000] },
  ),
  captured('refund-declined', async (world, payment) => {
    fault(world, payment, { kind: 'rejected', gatewayResultCode: 'do_not_honor', operation: 'refund' });
    await asks(world, refundOf(payment, 2_500, 'line-1'), { outcome: 'declined' });
  }),
  captured('refund-after-dispute', async (world, payment) => {
    const { paymentId } = payment;
    await asks(world, refundOf(payment, 1_000, 'line-1'), { outcome: 'refunded' });
    await world.client.record(paymentId, event('disputeOpened', { disputeId: 'd1', captureId: 'c1', ...usd(9_000) }));
    await asks(world, refundOf(payment, 1_000, 'line-2'), { outcome: 'refused' });
    await world.client.record(
      paymentId,
      event('disputeClosed', { disputeId: 'd1', outcome: 'won', evidence: 'letter of the issuer' }),
    );
    await asks(world, refundOf(payment, 1_000, 'line-3'), { outcome: 'refunded' });
  }),
  captured('two-racing-refunds', async (world, payment) => {
    const requests = ['line-1', 'line-2'].map((requestId) => refundOf(payment, 6_000, requestId));
    const views = await Promise.all(requests.map((request) => world.client.request(request)));
    const ends = views.map(({ outcome }) => outcome).toSorted();
    if (String(ends) !== 'refunded,refused') throw new Error(`the race ended with ${String(ends)}`);
  }),
  captured('more-callers-than-may-wait', async (world, payment) => {
    const requests = Array.from({ length: 8 }, (_, index) => refundOf(payment, 300, `line-${String(index)}`));
    await Promise.all(requests.map((request) => asks(world, request, { outcome: 'refunded' })));
  }),
  captured('racing-requests-of-two-accounts', async (world, payment) => {
    const accounts = ['stripe-production', 'adyen-production', 'stripe-production', 'nobody', 'adyen-production'];
    const views = await Promise.all(
      accounts.map((gatewayAccount, index) =>
        world.client.request(refundOf({ ...payment, gatewayAccount }, 300, `line-${String(index)}`)),
      ),
    );
    if (!views.some(({ outcome }) => outcome === 'refunded')) throw new Error('nobody was refunded');
  }),
  captured('repeated-request', async (world, payment) => {
    const request = refundOf(payment, 2_500, 'line-1');
    await Promise.all([request, request, request].map((one) => asks(world, one, { outcome: 'refunded' })));
    await asks(world, { ...request, amountMinor: 2_600 }, { outcome: 'refused' });
    await asks(world, cancelOf(payment, 'line-1'), { outcome: 'refused' });
  }),
  captured(
    'rules-refused',
    async (world, payment) => {
      await asks(world, refundOf(payment, 2_500, 'line-1'), { outcome: 'refused' });
      const known = { ...payment, gatewayAccount: 'stripe-production' };
      await asks(world, refundOf(known, 2_500, 'line-2'), { outcome: 'refunded' });
      const contradicting = { ...known, currency: 'EUR' as const };
      await asks(world, refundOf(contradicting, 2_500, 'line-3'), { outcome: 'refused' });
    },
    { gatewayAccount: 'nobody' },
  ),
  captured('exceeds-refundable', async (world, payment) => {
    await asks(world, refundOf(payment, 10_001, 'line-1'), { outcome: 'refused' });
    await asks(world, { ...refundOf(payment, 100, 'line-2'), expectedRefundableMinor: 1 }, { outcome: 'refused' });
    await asks(world, refundOf(payment, null, 'line-3'), { outcome: 'refunded' });
  }),
  authorized('nothing-captured', (world, payment) =>
    asks(world, refundOf(payment, 2_500, 'line-1'), { outcome: 'refused' }),
  ),
  {
    name: 'refund-window-supposed',
    go: async (world) => {
      const gatewayAccount = 'short-lived';
      const paymentId = 'refund-window-supposed';
      const at = new Date(Date.now() - 1.5 * dayMs).toISOString();
      const made = await world.captured(10_000, [10_000], { paymentId, gatewayAccount, authorizedAt: at });
      const payment = { ...made, captures: (made.captures ?? []).map((one) => ({ ...one, capturedAt: at })) };
      await asks(world, refundOf(payment, 2_500, 'line-1'), { outcome: 'refunded' });
      return { [paymentId]: { workflowId: `payment-ledger/${paymentId}` } };
    },
  },
  captured('over-returned', async (world, payment) => {
    await asks(world, refundOf(payment, 6_000, 'line-1'), { outcome: 'refunded' });
    const outside = event('externalRefund', { captureId: 'c1', ...usd(8_000) });
    await world.client.record(payment.paymentId, outside);
    await world.client.record(payment.paymentId, outside);
    await asks(world, cancelOf(payment, 'cancel'), { outcome: 'refused' });
  }),
];
