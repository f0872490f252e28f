import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import { parseRules } from '../../src/rules/rules-file';
import { sendsFor } from '../support/sends';
import { event } from '../support/payment-events';
import { useWorld } from '../support/use-world';
import { cancelOf, refundOf, told } from '../support/world';

const rules = parseRules({
  default: { profile: 'generic' },
  accounts: { 'voids-remainder': { profile: 'generic', overrides: { voidsRemainder: true } } },
});

const world = useWorld({ rules });
afterEach(() => {
  world.simulator.clearFaults();
});

const moved = (payment: PaymentSnapshot): readonly string[] => world.returned(payment).map(told);
const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' as const });

describe('A void of which the outcome is unknown', () => {
  it('keeps everything else of its payment from being sent, however the payment goes on', async () => {
    const payment = await world.authorized(10_000);
    world.simulator.fault({ kind: 'resetBeforeEffect', operation: 'void' });
    const cancel = cancelOf(payment);
    await world.client.request(cancel);
    const gatewayReference = await world.capture(payment);
    await world.client.record(
      payment.paymentId,
      event('captureSucceeded', { captureId: 'c1', gatewayReference, ...usd(10_000) }),
    );
    expect(await world.client.request(cancel)).toMatchObject({
      phase: 'stuck',
      waitingFor: 'lookup',
      legs: [
        { operation: 'void', status: 'unknown' },
        { operation: 'refund', amountMinor: 10_000, status: 'planned' },
      ],
    });
    expect(await world.client.request(refundOf(payment, 2_500))).toMatchObject({ outcome: 'refused' });
    expect(sendsFor(world, payment).map(({ operation }) => operation)).toEqual(['void']);
    expect(moved(payment)).toEqual([]);
  });
});

describe('A refund of which the outcome is unknown', () => {
  it('does not block a refund of another capture', async () => {
    const payment = await world.captured(10_000, [6_000, 4_000]);
    world.simulator.fault({ kind: 'effectThenReset', operation: 'refund' });
    await world.client.request(refundOf(payment, 6_000));
    expect(await world.client.request(refundOf(payment, null))).toMatchObject({
      outcome: 'refunded',
      requestedMinor: 4_000,
      legs: [{ captureId: 'c2' }],
      balance: { unknownMinor: 6_000, refundedMinor: 4_000, refundableMinor: 0 },
    });
    expect(moved(payment)).toEqual(['refund 6000 USD', 'refund 4000 USD']);
  });

  it('keeps a void of the same payment back: money that it may have moved cannot be voided', async () => {
    const payment = await world.captured(10_000, [6_000], { gatewayAccount: 'voids-remainder' });
    world.simulator.fault({ kind: 'resetBeforeEffect', operation: 'refund' });
    await world.client.request(refundOf(payment, 1_000));
    expect(await world.client.request(cancelOf(payment))).toMatchObject({
      phase: 'stuck',
      waitingFor: 'lookup',
      reason: { code: 'blockedByAnother' },
      legs: [
        { operation: 'void', status: 'planned' },
        { operation: 'refund', amountMinor: 5_000, status: 'planned' },
      ],
    });
    expect(sendsFor(world, payment).map(({ operation }) => operation)).toEqual(['refund']);
    expect(moved(payment)).toEqual([]);
  });

  it('stays reserved: what is left beside it can be refunded, and not a cent more', async () => {
    const payment = await world.captured(10_000);
    world.simulator.fault({ kind: 'resetBeforeEffect', operation: 'refund' });
    await world.client.request(refundOf(payment, 6_000));
    expect(await world.client.request(refundOf(payment, 4_001))).toMatchObject({
      outcome: 'refused',
      reason: { message: expect.stringContaining('40.00 USD is refundable') },
    });
    expect(await world.client.request(refundOf(payment, 4_000))).toMatchObject({ outcome: 'refunded' });
    expect(moved(payment)).toEqual(['refund 4000 USD']);
  });

  it('is not resolved by money that moves later: it is shown as unknown until a person says what happened', async () => {
    const payment = await world.captured(10_000);
    const request = refundOf(payment, 2_500);
    world.simulator.fault({ kind: 'effectAfter', delayMs: null, first: 'status503', operation: 'refund' });
    await world.client.request(request);
    expect(moved(payment)).toEqual([]);
    world.simulator.release();
    await world.simulator.waitFor(() => moved(payment).length > 0);
    expect(await world.client.request(request)).toMatchObject({ phase: 'stuck', waitingFor: 'lookup' });
    expect(moved(payment)).toEqual(['refund 2500 USD']);
    expect(sendsFor(world, payment)).toHaveLength(1);
  });
});
