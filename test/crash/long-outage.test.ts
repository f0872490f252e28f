import { setTimeout as pass } from 'node:timers/promises';
import { eventually } from '../support/eventually';
import { sendsFor } from '../support/sends';
import { useWorld } from '../support/use-world';
import { refundOf, told } from '../support/world';

/** How long the gateway stays away, and how many refunds wait for it. */
const outageMs = Number(process.env['TEST_OUTAGE_MS'] ?? 10_000);
const waitingRefunds = 100;
const backWithinMs = 30_000;

const world = useWorld();

describe(`During an outage of the gateway with ${String(waitingRefunds)} refunds waiting`, () => {
  it(
    'no history grows while it lasts, and every refund is made once within 30 seconds of its end',
    async () => {
      const payments = await Promise.all(Array.from({ length: waitingRefunds }, () => world.captured(10_000)));
      const requests = payments.map((payment) => refundOf(payment, 2_500));
      await world.simulator.goDown();
      const answers = await Promise.all(requests.map((request) => world.client.request(request)));
      expect(answers).toMatchObject(requests.map(() => ({ phase: 'waiting', waitingFor: 'gateway' })));

      const lengths = () => Promise.all(payments.map(({ paymentId }) => world.historyLength(paymentId)));
      const before = await lengths();
      // The one thing that is waited for here is time.
      await pass(outageMs);
      expect(await lengths()).toEqual(before);

      await world.simulator.comeBack();
      const backAtMs = Date.now();
      await world.simulator.waitFor(() => payments.every((payment) => world.returned(payment).length > 0));
      expect(Date.now() - backAtMs).toBeLessThan(backWithinMs);
      for (const { payment, requestId } of requests) {
        await eventually(
          () => world.client.find(payment.paymentId, requestId),
          (view) => view?.outcome === 'refunded',
        );
      }
      expect(payments.map((payment) => world.returned(payment).map(told))).toEqual(
        payments.map(() => ['refund 2500 USD']),
      );
      expect(payments.map((payment) => sendsFor(world, payment).length)).toEqual(payments.map(() => 1));
    },
    outageMs + 180_000,
  );
});
