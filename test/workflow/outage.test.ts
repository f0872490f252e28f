import { ledgerIdOf } from '../../src/contract/names';
import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import { eventually } from '../support/eventually';
import { sendsFor } from '../support/sends';
import { useWorld } from '../support/use-world';
import { cancelOf, refundOf, told } from '../support/world';

const world = useWorld();

/** How often the gateway was asked in vain for this payment: the attempts of its one pending activity. */
async function attempts({ paymentId }: PaymentSnapshot): Promise<number> {
  const handle = world.connections.client.workflow.getHandle(ledgerIdOf(paymentId));
  const { raw } = await handle.describe();
  return raw.pendingActivities?.[0]?.attempt ?? 0;
}

describe('While the gateway is down', () => {
  it('nothing is sent, no history is written, and each payment is reversed once when it is back', async () => {
    const [refunded, cancelled] = [await world.captured(10_000), await world.authorized(5_000)];
    const [refund, cancel] = [refundOf(refunded, 2_500), cancelOf(cancelled)];
    await world.simulator.goDown();

    for (const [request, reservedMinor] of [
      [refund, 2_500],
      [cancel, 5_000],
    ] as const) {
      expect(await world.client.request(request)).toMatchObject({
        phase: 'waiting',
        waitingFor: 'gateway',
        outcome: null,
        reason: { code: 'gatewayUnavailable' },
        legs: [{ status: 'planned' }],
        balance: { reservedMinor },
      });
    }

    const payments = [refunded, cancelled];
    await eventually(
      () => Promise.all(payments.map(attempts)),
      (counts) => counts.every((count) => count >= 2),
    );
    const lengths = await Promise.all(payments.map(({ paymentId }) => world.historyLength(paymentId)));
    await eventually(
      () => Promise.all(payments.map(attempts)),
      (counts) => counts.every((count) => count >= 3),
    );
    expect(await Promise.all(payments.map(({ paymentId }) => world.historyLength(paymentId)))).toEqual(lengths);
    expect(payments.flatMap((payment) => sendsFor(world, payment))).toEqual([]);

    // A repeat changes nothing, and a second request waits behind the first.
    expect(await world.client.request(refund)).toMatchObject({ phase: 'waiting', waitingFor: 'gateway' });
    const second = refundOf(refunded, 1_000);
    expect(await world.client.request(second)).toMatchObject({ phase: 'waiting', waitingFor: 'gateway' });

    await world.simulator.comeBack();
    await world.simulator.waitFor(() => payments.every((payment) => world.returned(payment).length > 0));
    expect(await world.client.request(refund)).toMatchObject({ phase: 'completed', outcome: 'refunded' });
    expect(await world.client.request(second)).toMatchObject({ phase: 'completed', outcome: 'refunded' });
    expect(await world.client.request(cancel)).toMatchObject({ phase: 'completed', outcome: 'voided' });
    expect(world.returned(refunded).map(told)).toEqual(['refund 2500 USD', 'refund 1000 USD']);
    expect(world.returned(cancelled).map(told)).toEqual(['void 5000 USD']);
    expect(payments.flatMap((payment) => sendsFor(world, payment))).toHaveLength(3);
  });

  it('a cancel takes over from a refund that waits for the gateway, and refunds everything once', async () => {
    const payment = await world.captured(10_000);
    const [refund, cancel] = [refundOf(payment, 2_500), cancelOf(payment)];
    await world.simulator.goDown();
    expect(await world.client.request(refund)).toMatchObject({ phase: 'waiting', waitingFor: 'gateway' });
    expect(await world.client.request(cancel)).toMatchObject({ phase: 'waiting', waitingFor: 'gateway' });
    expect(await world.client.request(refund)).toMatchObject({ phase: 'completed', outcome: 'superseded' });

    await world.simulator.comeBack();
    await world.simulator.waitFor(() => world.returned(payment).length > 0);
    expect(await world.client.request(cancel)).toMatchObject({ outcome: 'refunded' });
    expect(world.returned(payment).map(told)).toEqual(['refund 10000 USD']);
  });

  it('a cancel of a hold is shown as waiting, and voids once when the gateway answers again', async () => {
    const payment = await world.authorized(10_000);
    const cancel = cancelOf(payment);
    world.simulator.fault({ kind: 'unauthorized401', operation: 'void', times: 2 });
    expect(await world.client.request(cancel)).toMatchObject({ phase: 'waiting', waitingFor: 'gateway' });
    await world.simulator.waitFor(() => world.returned(payment).length > 0);
    expect(await world.client.request(cancel)).toMatchObject({ outcome: 'voided' });
    expect(sendsFor(world, payment).map(({ httpStatus }) => httpStatus)).toEqual([401, 401, 200]);
    expect(world.returned(payment).map(told)).toEqual(['void 10000 USD']);
  });
});
