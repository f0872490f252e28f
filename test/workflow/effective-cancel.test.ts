import type { ReversalView } from '../../src/client';
import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import { parseRules } from '../../src/rules/rules-file';
import { eventually } from '../support/eventually';
import { sendsFor } from '../support/sends';
import { event } from '../support/payment-events';
import { useWorld } from '../support/use-world';
import { cancelOf, refundOf, told } from '../support/world';

const rules = parseRules({
  default: { profile: 'generic' },
  accounts: { 'refunds-settled': { profile: 'generic', overrides: { refundsOnlySettled: true } } },
});

const world = useWorld({ rules });

const moved = (payment: PaymentSnapshot): readonly string[] => world.returned(payment).map(told);
const minuteAgo = (): string => new Date(Date.now() - 60_000).toISOString();

/** Captures at the gateway and tells the ledger. */
async function lands(payment: PaymentSnapshot, captureId: string, amountMinor: number): Promise<void> {
  const gatewayReference = await world.capture(payment, amountMinor);
  const landed = { captureId, gatewayReference, amountMinor, currency: 'USD' as const };
  await world.client.record(payment.paymentId, event('captureSucceeded', landed));
}

/** The reversal once it is no longer working. */
async function ended(payment: PaymentSnapshot, reversalId: string): Promise<ReversalView | null> {
  return eventually(
    () => world.client.find(payment.paymentId, reversalId),
    (view) => view !== null && view.phase !== 'working',
  );
}

describe('A cancelled payment stays cancelled', () => {
  it('when a capture lands after its hold was taken for expired: the capture is refunded', async () => {
    const payment = await world.authorized(10_000, { authorizationExpiresAt: minuteAgo() });
    const cancel = cancelOf(payment);
    expect(await world.client.request(cancel)).toMatchObject({ outcome: 'alreadyReversed', plan: { row: 8 } });

    await lands(payment, 'c1', 10_000);
    expect(await ended(payment, `${cancel.requestId}/follow-up/c1`)).toMatchObject({
      operation: 'refund',
      phase: 'completed',
      outcome: 'refunded',
      requestedMinor: 10_000,
      requester: { id: 'alice' },
      legs: [{ legId: `${cancel.requestId}/follow-up/c1/c1/1`, captureId: 'c1', status: 'succeeded' }],
    });
    expect(moved(payment)).toEqual(['refund 10000 USD']);
    // The settled view of the cancel is final.
    expect(await world.client.request(cancel)).toMatchObject({ outcome: 'alreadyReversed', legs: [] });
  });

  it('when more captures land after the first was refunded: each is refunded once, recorded twice or not', async () => {
    const payment = await world.captured(10_000, [5_000]);
    const cancel = cancelOf(payment);
    expect(await world.client.request(cancel)).toMatchObject({ outcome: 'refunded' });

    const gatewayReference = await world.capture(payment, 3_000);
    const landed = { captureId: 'c2', gatewayReference, amountMinor: 3_000, currency: 'USD' as const };
    await world.client.record(payment.paymentId, event('captureSucceeded', landed));
    await world.client.record(payment.paymentId, event('captureSucceeded', landed));
    await lands(payment, 'c3', 2_000);

    expect(await ended(payment, `${cancel.requestId}/follow-up/c2`)).toMatchObject({ outcome: 'refunded' });
    expect(await ended(payment, `${cancel.requestId}/follow-up/c3`)).toMatchObject({ outcome: 'refunded' });
    expect(moved(payment)).toEqual(['refund 5000 USD', 'refund 3000 USD', 'refund 2000 USD']);
  });

  it('when the capture is reported by the snapshot of a later request', async () => {
    const payment = await world.authorized(10_000, { authorizationExpiresAt: minuteAgo() });
    const cancel = cancelOf(payment);
    await world.client.request(cancel);
    const gatewayReference = await world.capture(payment);
    const captures = [{ captureId: 'c1', status: 'succeeded' as const, amountMinor: 10_000, gatewayReference }];
    await world.client.request({ ...cancel, payment: { ...payment, captures } });
    expect(await ended(payment, `${cancel.requestId}/follow-up/c1`)).toMatchObject({ outcome: 'refunded' });
    expect(moved(payment)).toEqual(['refund 10000 USD']);
  });

  it('when a refund made before the cancel fails late: its amount is refunded again', async () => {
    const payment = await world.captured(10_000);
    const refund = await world.client.request(refundOf(payment, 4_000));
    const cancel = cancelOf(payment);
    await world.client.request(cancel);
    expect(moved(payment)).toEqual(['refund 4000 USD', 'refund 6000 USD']);

    const [leg] = refund.legs;
    world.simulator.failRefund(String(leg?.gatewayReference));
    const failed = event('refundFailed', { legId: String(leg?.legId), evidence: 'returned by the bank, case 77' });
    expect(await world.client.record(payment.paymentId, failed)).toEqual({ accepted: true, reason: null });
    expect(await ended(payment, `${cancel.requestId}/follow-up/c1`)).toMatchObject({
      outcome: 'refunded',
      requestedMinor: 4_000,
      balance: { refundedMinor: 10_000, refundableMinor: 0 },
    });
    expect(await world.client.find(payment.paymentId, refund.reversalId)).toMatchObject({
      outcome: 'failed',
      reason: { code: 'refundFailed' },
      legs: [{ status: 'failed', evidence: 'returned by the bank, case 77' }],
    });
    expect(moved(payment)).toEqual(['refund 4000 USD', 'refund 6000 USD', 'refundFailed 4000 USD', 'refund 4000 USD']);
  });

  it('when its own refund fails late: a person decides, as the same card is not asked for ever', async () => {
    const payment = await world.captured(10_000);
    const cancel = cancelOf(payment);
    const { legs } = await world.client.request(cancel);
    const [leg] = legs;
    world.simulator.failRefund(String(leg?.gatewayReference));
    const failed = event('refundFailed', { legId: String(leg?.legId), evidence: 'account closed' });
    await world.client.record(payment.paymentId, failed);
    const { reversals, balance } = await world.client.show(payment.paymentId);
    expect(reversals).toMatchObject([{ reversalId: cancel.requestId, outcome: 'failed' }]);
    expect(balance.refundableMinor).toBe(10_000);
    expect(sendsFor(world, payment)).toHaveLength(1);
  });
});

it('A refund that fails late raises what is refundable only with evidence', async () => {
  const payment = await world.captured(10_000);
  const { legs } = await world.client.request(refundOf(payment, 4_000));
  const unproved = event('refundFailed', { legId: String(legs[0]?.legId) });
  await expect(world.client.record(payment.paymentId, unproved)).rejects.toThrow('evidence');
  expect((await world.client.show(payment.paymentId)).balance.refundableMinor).toBe(6_000);
});

it('A cancel that was declined is not effective: what is captured later is kept', async () => {
  const payment = await world.authorized(10_000);
  const cancel = cancelOf(payment);
  world.simulator.fault({
    kind: 'rejected',
    gatewayResultCode: 'do_not_honor',
    reference: payment.authorizationReference,
    operation: 'void',
  });
  expect(await world.client.request(cancel)).toMatchObject({ outcome: 'declined' });
  await lands(payment, 'c1', 10_000);
  const { reversals, balance } = await world.client.show(payment.paymentId);
  expect(reversals.map(({ reversalId }) => reversalId)).toEqual([cancel.requestId]);
  expect(balance).toMatchObject({ capturedMinor: 10_000, refundableMinor: 10_000, reservedMinor: 0 });
  expect(moved(payment)).toEqual([]);
});

describe('A cancel', () => {
  it('takes over from a refund that waits for settlement, and refunds everything once', async () => {
    const payment = await world.captured(10_000, [10_000], { gatewayAccount: 'refunds-settled' });
    const [refund, cancel] = [refundOf(payment, 4_000), cancelOf(payment)];
    expect(await world.client.request(refund)).toMatchObject({ phase: 'waiting', waitingFor: 'settlement' });
    expect(await world.client.request(cancel)).toMatchObject({
      phase: 'waiting',
      waitingFor: 'settlement',
      balance: { reservedMinor: 10_000 },
    });
    expect(await world.client.request(refund)).toMatchObject({
      phase: 'completed',
      outcome: 'superseded',
      reason: { code: 'supersededByCancel', message: expect.stringContaining(cancel.requestId) },
      legs: [],
    });

    await world.client.record(payment.paymentId, event('settled', { captureId: 'c1' }));
    expect(await world.client.request(cancel)).toMatchObject({ outcome: 'refunded' });
    expect(moved(payment)).toEqual(['refund 10000 USD']);
  });

  it('leaves a refund alone of which something was sent, and refunds the rest', async () => {
    const payment = await world.captured(10_000);
    const [capture] = payment.captures ?? [];
    world.simulator.fault({ kind: 'hold', effect: 'after', reference: String(capture?.gatewayReference) });
    const refund = world.client.request(refundOf(payment, 4_000));
    await world.simulator.waitFor((simulator) => simulator.requests().some(({ held }) => held));
    const cancel = world.client.request(cancelOf(payment));
    world.simulator.release();
    expect(await refund).toMatchObject({ outcome: 'refunded' });
    expect(await cancel).toMatchObject({ outcome: 'refunded' });
    expect(moved(payment)).toEqual(['refund 4000 USD', 'refund 6000 USD']);
  });
});
