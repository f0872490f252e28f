import { queries, signals } from '../../src/contract/messages';
import { ledgerIdOf, workflowTypes } from '../../src/contract/names';
import { eventually } from '../support/eventually';
import { replayLedgers } from '../support/replay';
import { useWorld } from '../support/use-world';
import { refundOf } from '../support/world';

const world = useWorld({ startWorker: false });

describe('many signals that wait for a worker', () => {
  it('are handled in their order, a bounded number in each workflow task, and every refund is made once', async () => {
    const payment = await world.captured(100_000);
    const requests = Array.from({ length: 130 }, (_, place) => refundOf(payment, 1, `return-${String(place)}`));
    const { workflow } = world.connections.client;
    const [first, ...rest] = requests;
    if (first === undefined) throw new Error('no request');
    const handle = await workflow.signalWithStart(workflowTypes.ledger, {
      workflowId: ledgerIdOf(payment.paymentId),
      taskQueue: world.taskQueue,
      args: [],
      signal: signals.requestReversal,
      signalArgs: [first],
    });
    for (const request of rest) await handle.signal(signals.requestReversal, request);
    await world.startWorker();

    const view = await eventually(
      () => handle.query(queries.ledger).catch(() => null),
      (one) => one?.reversals.filter(({ outcome }) => outcome === 'refunded').length === requests.length,
    );
    expect(view?.reversals.map(({ reversalId }) => reversalId)).toEqual(requests.map(({ requestId }) => requestId));
    const returned = world.returned(payment);
    expect(returned.map(({ amountMinor }) => amountMinor)).toEqual(requests.map(() => 1));

    // 50 at once, the others in two more tasks: a timer comes before each.
    const { events } = await handle.fetchHistory();
    const timers = (events ?? []).flatMap(({ timerStartedEventAttributes: timer }) => (timer == null ? [] : [timer]));
    const yields = timers.filter(({ startToFireTimeout }) => Number(startToFireTimeout?.seconds ?? 0) === 0);
    expect(yields).toHaveLength(2);
    await replayLedgers(world, [payment.paymentId]);
  });
});
