import { queries, signals, updates } from '../../src/contract/messages';
import { ledgerIdOf, workflowTypes } from '../../src/contract/names';
import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import type { ReversalRequest } from '../../src/contract/reversal-request';
import { eventually } from '../support/eventually';
import { replayLedgers } from '../support/replay';
import { useWorld } from '../support/use-world';
import { refundOf } from '../support/world';

const world = useWorld({ startWorker: false });

const signalCount = 1_000;
/** Every so many signals one is a new refund; the others are repeats, events and what cannot be read. */
const refundEvery = 50;
const handledInOneTask = 50;
/** What was sent first of one kind is handled first, so that after this event nothing waits any more. */
const lastEvent = 'the-last';

type Sent = readonly [name: string, value: unknown];

/** What waits for the worker, in the order in which it is sent. */
function messages(payment: PaymentSnapshot): readonly Sent[] {
  return Array.from({ length: signalCount }, (_, place): Sent => {
    const refund = refundOf(payment, 1, `return-${String(Math.floor(place / refundEvery))}`);
    if (place % refundEvery === 0) return [signals.requestReversal.name, refund];
    const eventId = place === signalCount - 1 ? lastEvent : `e${String(place % 100)}`;
    const event = { kind: 'settled', eventId, source: 'webhook', captureId: 'c1' };
    if (place % 10 === 9) return [signals.recordEvent.name, { ...event, at: '2026-01-01T00:00:00.000Z' }];
    return [signals.requestReversal.name, place % 2 === 0 ? refund : { nonsense: place }];
  });
}

describe('a thousand signals that wait for a worker', () => {
  it('are handled in their order, a bounded number in each workflow task, and every refund is made once', async () => {
    const payment = await world.captured(100_000);
    const [[name, value] = ['', null], ...rest] = messages(payment);
    const handle = await world.connections.client.workflow.signalWithStart(workflowTypes.ledger, {
      workflowId: ledgerIdOf(payment.paymentId),
      taskQueue: world.taskQueue,
      args: [],
      signal: name,
      signalArgs: [value],
    });
    while (rest.length > 0) await Promise.all(rest.splice(0, 20).map(([of, sent]) => handle.signal(of, sent)));
    // An update does not wait behind them: its caller is answered by the first task.
    const byUpdate = refundOf(payment, 2, 'by-update');
    const answered = handle.executeUpdate(updates.requestReversal, { args: [byUpdate, { wait: false }] });
    await world.startWorker();
    expect((await answered).outcome).not.toBe('refused');

    const refunds = signalCount / refundEvery;
    await eventually(
      () => Promise.resolve(world.returned(payment).length),
      (made) => made > refunds,
      60_000,
    );
    const view = await eventually(
      () => handle.query(queries.ledger),
      (one) =>
        one?.statements.at(-1)?.eventId === lastEvent &&
        one.reversals.filter(({ outcome }) => outcome === 'refunded').length === refunds + 1,
      60_000,
    );
    const { events } = await handle.fetchHistory();
    const asked = (events ?? []).flatMap(({ workflowExecutionSignaledEventAttributes: signal }) => {
      const data = signal?.input?.payloads?.[0]?.data;
      const read = data == null ? {} : (JSON.parse(Buffer.from(data).toString()) as Partial<ReversalRequest>);
      return read.requestId ?? [];
    });
    const ids = view?.reversals.map(({ reversalId }) => reversalId) ?? [];
    expect(ids.filter((id) => id !== 'by-update')).toEqual([...new Set(asked)]);
    // It was sent last, and waited for no more than the first task, which took one refund.
    expect(ids.indexOf('by-update')).toBeLessThanOrEqual(1);
    const amounts = world.returned(payment).map(({ amountMinor }) => amountMinor);
    expect(amounts.toSorted((one, other) => one - other)).toEqual([...Array.from({ length: refunds }, () => 1), 2]);

    const lost = (events ?? []).filter(
      (event) => event.workflowTaskTimedOutEventAttributes != null || event.workflowTaskFailedEventAttributes != null,
    );
    expect(lost).toHaveLength(0);
    // A timer comes before each task that takes in more.
    const timers = (events ?? []).flatMap(({ timerStartedEventAttributes: timer }) => (timer == null ? [] : [timer]));
    const yields = timers.filter(({ startToFireTimeout }) => Number(startToFireTimeout?.seconds ?? 0) === 0);
    expect(yields).toHaveLength(signalCount / handledInOneTask - 1);
    await replayLedgers(world, [payment.paymentId]);
  }, 240_000);
});
