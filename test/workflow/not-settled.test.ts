import { parseRules, type Rules } from '../../src/rules/rules-file';
import { eventually } from '../support/eventually';
import { event } from '../support/payment-events';
import { sendsFor } from '../support/sends';
import { useWorld } from '../support/use-world';
import { refundOf, told } from '../support/world';

const patient = parseRules({ default: { profile: 'generic' } });
const world = useWorld({ rules: patient });
const hasty = useWorld({ rules: retriedWithin(0.02) });

/** Rules by which such a refund is sent again after so many minutes. */
function retriedWithin(settlementRetryMinutes: number): Rules {
  if (patient.default === null) throw new Error('the rules have no default');
  return { ...patient, default: { ...patient.default, settlementRetryMinutes } };
}

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

  it('is sent again without news once the time by the rules is over, and nobody wakes the ledger', async () => {
    const payment = await hasty.captured(10_000);
    hasty.simulator.fault({ kind: 'rejected', gatewayResultCode: 'not_settled', operation: 'refund', times: 2 });
    const request = refundOf(payment, 2_500);
    await hasty.client.request(request, { wait: false });
    await hasty.simulator.waitFor(() => hasty.returned(payment).length > 0);
    expect(hasty.returned(payment).map(told)).toEqual(['refund 2500 USD']);
    const view = await eventually(
      () => hasty.client.find(payment.paymentId, request.requestId),
      (found) => found?.phase === 'completed',
    );
    expect(view).toMatchObject({
      outcome: 'refunded',
      legs: [{ status: 'declined' }, { status: 'declined' }, { status: 'succeeded' }],
    });
    expect(sendsFor(hasty, payment)).toHaveLength(3);
  });
});
