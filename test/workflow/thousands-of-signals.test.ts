import { queries, signals } from '../../src/contract/messages';
import { ledgerIdOf, workflowTypes } from '../../src/contract/names';
import { eventually } from '../support/eventually';
import { useWorld } from '../support/use-world';
import { refundOf } from '../support/world';

const world = useWorld({ startWorker: false });

describe('thousands of requests that wait for a worker', () => {
  /** Handled all at once, they take almost three seconds of an idle machine. */
  const most = 7_000;

  it('cost their payment time, and neither a workflow task nor its worker', async () => {
    const payment = await world.captured(100_000);
    const workflowId = ledgerIdOf(payment.paymentId);
    const signal = signals.requestReversal.name;
    const start = { workflowId, taskQueue: world.taskQueue, args: [], signal };
    const asked = Array.from({ length: most }, (_, place) => refundOf(payment, 1, `many-${String(place)}`));
    const [first, ...rest] = asked;
    const handle = await world.connections.client.workflow.signalWithStart(workflowTypes.ledger, {
      ...start,
      signalArgs: [first],
    });
    while (rest.length > 0) await Promise.all(rest.splice(0, 50).map((request) => handle.signal(signal, request)));
    // A worker thread that runs one activation for longer than this is ended by the SDK, as after five seconds by default.
    const limits: object = { isolateExecutionTimeout: '2s' };
    await world.startWorker(limits);
    const taken = await eventually(
      // The server gives up on a query that the worker does not come to in ten seconds.
      () => handle.query(queries.ledger).catch(() => null),
      (view) => (view?.reversals.length ?? 0) > 50,
      120_000,
    );
    expect(taken?.reversals.slice(0, 50).map(({ reversalId }) => reversalId)).toContain('many-0');
    // Another payment of the same worker is refunded meanwhile.
    const other = await world.captured(5_000);
    expect((await world.client.request(refundOf(other, 5_000, 'beside'))).outcome).toBe('refunded');
    expect(world.returned(other)).toMatchObject([{ amountMinor: 5_000 }]);
    // So is its own: the history is long enough for another run, but those that wait are taken in first.
    expect(await world.client.request(refundOf(payment, 1, 'many-0'))).toMatchObject({ outcome: 'refunded' });
    expect(world.returned(payment)).toContainEqual(expect.objectContaining({ amountMinor: 1 }));
    const { events } = await handle.fetchHistory();
    const failed = (events ?? []).filter((event) => event.workflowTaskFailedEventAttributes != null);
    expect(failed).toHaveLength(0);
    await handle.terminate('the test has seen enough');
  }, 240_000);
});
