import { sendsFor } from '../support/sends';
import { useWorld } from '../support/use-world';
import { refundOf, told } from '../support/world';
import { startWorkerProcess } from '../support/worker-process';

const world = useWorld({ startWorker: false });

describe('A worker that receives SIGTERM while a refund is in flight', () => {
  it('waits for the gateway’s answer, takes no new refund, and leaves the rest to the next worker', async () => {
    const [inFlight, waiting] = [await world.captured(10_000), await world.captured(10_000)];
    const [first, second] = [refundOf(inFlight, 2_500), refundOf(waiting, 3_500)];
    world.simulator.fault({ kind: 'hold', effect: 'before', operation: 'refund', amountMinor: 2_500 });
    // Workflows live on elsewhere, so that there is always more to take.
    await world.startWorker({ enableNonLocalActivities: false });
    const leaving = await startWorkerProcess(world, { part: 'activities' });
    await world.client.request(first, { wait: false });
    await world.simulator.waitFor((simulator) => simulator.requests().some(({ held }) => held));

    leaving.signal('SIGTERM');
    await leaving.told({ kind: 'draining' });
    await world.client.request(second, { wait: false });
    world.simulator.release();
    expect(await leaving.ended).toBe(0);

    expect(await world.client.request(first)).toMatchObject({
      outcome: 'refunded',
      legs: [{ status: 'succeeded', attempts: [{ what: 'send', result: 'succeeded' }] }],
    });
    expect(sendsFor(world, waiting)).toEqual([]);
    expect(await world.client.find(waiting.paymentId, second.requestId)).toMatchObject({
      phase: 'working',
      balance: { reservedMinor: 3_500 },
    });

    const next = await startWorkerProcess(world, { part: 'activities' });
    expect(await world.client.request(second)).toMatchObject({
      outcome: 'refunded',
      legs: [{ status: 'succeeded', attempts: [{ what: 'send', result: 'succeeded' }] }],
    });
    next.signal('SIGTERM');
    expect(await next.ended).toBe(0);
    expect([inFlight, waiting].map((payment) => world.returned(payment).map(told))).toEqual([
      ['refund 2500 USD'],
      ['refund 3500 USD'],
    ]);
    expect([inFlight, waiting].map((payment) => sendsFor(world, payment).length)).toEqual([1, 1]);
  });
});
