import { eventually } from '../support/eventually';
import { ledgerWorkflow } from '../support/ledger-workflow';
import { sendsFor } from '../support/sends';
import { useStarted } from '../support/use-started';
import { useWorld } from '../support/use-world';
import { startWorkerProcess } from '../support/worker-process';
import { refundOf, told } from '../support/world';

/** Heartbeat, sticky queue, and a workflow task that the stalled process may have taken without knowing. */
const knownWithinMs = 60_000;

const world = useWorld({ startWorker: false });
const stalled = useStarted(() => startWorkerProcess(world));

describe('A worker that is stalled (SIGSTOP) in the middle of a refund', () => {
  it('changes nothing when it wakes up late with an answer: the outcome stays unknown, and nothing is sent twice', async () => {
    const payment = await world.captured(10_000);
    world.simulator.fault({ kind: 'hold', effect: 'before', operation: 'refund' });
    const request = refundOf(payment, 2_500);
    await world.client.request(request, { wait: false });
    await world.simulator.waitFor((simulator) => simulator.requests().some(({ held }) => held));
    stalled.signal('SIGSTOP');

    await world.startWorker();
    const known = await eventually(
      () => world.client.find(payment.paymentId, request.requestId),
      (view) => view?.phase !== 'working',
      knownWithinMs,
    );
    expect(known).toMatchObject({ phase: 'stuck', reason: { code: 'outcomeUnknown' } });

    world.simulator.release();
    stalled.signal('SIGCONT');
    // Told to end, it first hands in what it has: the good answer that came too late.
    stalled.signal('SIGTERM');
    await stalled.ended;
    await ledgerWorkflow(world, payment).quiet();

    expect(await world.client.find(payment.paymentId, request.requestId)).toMatchObject({
      phase: 'stuck',
      legs: [{ status: 'unknown' }],
      balance: { unknownMinor: 2_500, refundedMinor: 0, refundableMinor: 7_500 },
    });
    expect(world.returned(payment).map(told)).toEqual(['refund 2500 USD']);
    expect(sendsFor(world, payment)).toHaveLength(1);
  }, 150_000);
});
