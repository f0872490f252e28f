import { parseRules } from '../../src/rules/rules-file';
import { event } from '../support/payment-events';
import { sendsFor } from '../support/sends';
import { useWorld } from '../support/use-world';
import { refundOf, told } from '../support/world';

const world = useWorld({ rules: parseRules({ accounts: { 'stripe-production': { profile: 'generic' } } }) });

describe('A refund that the gateway refuses because the capture has not settled', () => {
  it('waits with its amount reserved, and is sent once more when settlement is recorded', async () => {
    const payment = await world.captured(10_000);
    world.simulator.fault({ kind: 'rejected', gatewayResultCode: 'not_settled', operation: 'refund' });
    const request = refundOf(payment, 2_500);
    expect(await world.client.request(request)).toMatchObject({
      phase: 'waiting',
      waitingFor: 'settlement',
      reason: { code: 'awaitingSettlement', message: expect.stringContaining('or as soon as settlement is recorded') },
      balance: { reservedMinor: 2_500, refundableMinor: 7_500 },
    });
    expect(world.returned(payment)).toEqual([]);
    await world.client.record(payment.paymentId, event('settled', { captureId: 'c1' }));
    expect(await world.client.request(request)).toMatchObject({
      outcome: 'refunded',
      legs: [{ status: 'declined' }, { status: 'succeeded' }],
      balance: { refundedMinor: 2_500, refundableMinor: 7_500 },
    });
    expect(world.returned(payment).map(told)).toEqual(['refund 2500 USD']);
    expect(sendsFor(world, payment)).toHaveLength(2);
  });
});
