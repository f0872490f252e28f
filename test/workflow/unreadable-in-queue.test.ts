import { signals } from '../../src/contract/messages';
import { ledgerIdOf, workflowTypes } from '../../src/contract/names';
import { eventually } from '../support/eventually';
import { useWorld } from '../support/use-world';
import { refundOf } from '../support/world';

const world = useWorld({ startWorker: false });

describe('A signal that nobody can read, in a queue behind more than one workflow task takes in', () => {
  it('stops its ledger until it is recovered, and no request after it is passed over or refunded twice', async () => {
    const payment = await world.captured(100_000);
    const { client } = world.connections;
    const workflowId = ledgerIdOf(payment.paymentId);
    const signal = signals.requestReversal.name;
    const before = Array.from({ length: 60 }, (_, place) => refundOf(payment, 1, `before-${String(place % 5)}`));
    const after = refundOf(payment, 2, 'after');
    const [first, ...rest] = before;
    const start = { workflowId, taskQueue: world.taskQueue, args: [], signal, signalArgs: [first] };
    const handle = await client.workflow.signalWithStart(workflowTypes.ledger, start);
    for (const request of rest) await handle.signal(signal, request);
    await client.workflowService.signalWorkflowExecution({
      namespace: client.options.namespace,
      workflowExecution: { workflowId },
      signalName: signals.recordEvent.name,
      input: { payloads: [{ metadata: { encoding: Buffer.from('binary/unknown') }, data: Buffer.from('?') }] },
    });
    await handle.signal(signal, after);
    await world.startWorker();
    await eventually(
      async () => (await handle.describe()).raw.pendingWorkflowTask,
      (task) => (task?.attempt ?? 0) > 2,
      60_000,
    );
    expect(world.returned(payment).filter(({ amountMinor }) => amountMinor === 2)).toEqual([]);

    const operator = { actor: { id: 'bob' }, reason: 'a tool sent a signal that nobody can read' };
    expect(await world.client.recover(payment.paymentId, operator)).toEqual({ accepted: true, reason: null });
    for (const request of [...before.slice(0, 5), after]) {
      expect(await world.client.request(request)).toMatchObject({ outcome: 'refunded' });
    }
    // Nothing unreadable is left in the queue, behind which it would wait for ever.
    await client.workflow.getHandle(workflowId).signal(signal, refundOf(payment, 3, 'by-signal'));
    await eventually(
      () => Promise.resolve(world.returned(payment)),
      (returned) => returned.some(({ amountMinor }) => amountMinor === 3),
    );
    const amounts = world.returned(payment).map(({ amountMinor }) => amountMinor);
    expect(amounts.toSorted((one, other) => one - other)).toEqual([1, 1, 1, 1, 1, 2, 3]);
  }, 180_000);
});
