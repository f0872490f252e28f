import { randomUUID } from 'node:crypto';
import { ledgerIdOf } from '../../src/contract/names';
import { guardedBundleOf } from '../support/order-bundle';
import { useWorld } from '../support/use-world';
import { refundOf, told } from '../support/world';

const world = useWorld(async () => ({ worker: { workflowBundle: await guardedBundleOf('calling-workflows') } }));

/** What Temporal's own query tells of the promises that a run waits for. */
function stackTrace(workflowId: string): Promise<string> {
  return world.connections.client.workflow.getHandle(workflowId).query<string>('__stack_trace');
}

describe('Stack traces of promises', () => {
  it('are taken of a workflow of the user, and not of the ledgers beside it', async () => {
    const payment = await world.captured(10_000);
    const options = { taskQueue: world.taskQueue, workflowId: `order-${randomUUID()}`, args: [] };
    const waiting = await world.connections.client.workflow.start('waitForEver', options);
    expect(await stackTrace(waiting.workflowId)).toContain('waitForEver');
    expect(await world.client.request(refundOf(payment, 2_500))).toMatchObject({ outcome: 'refunded' });
    expect(world.returned(payment).map(told)).toEqual(['refund 2500 USD']);

    const ledgerId = ledgerIdOf(payment.paymentId);
    const ledger = world.connections.client.workflow.getHandle(ledgerId);
    // It is open, and waits.
    expect((await ledger.describe()).status.name).toBe('RUNNING');
    expect(await stackTrace(ledgerId)).toBe('');
    expect(await stackTrace(waiting.workflowId)).toContain('waitForEver');
    await waiting.terminate();
  }, 60_000);
});
