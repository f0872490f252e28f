import { randomUUID } from 'node:crypto';
import { ApplicationFailure, WorkflowFailedError } from '@temporalio/client';
import type { ReversalInput } from '../../src/workflow';
import { guardedBundleOf } from '../support/order-bundle';
import { useWorld } from '../support/use-world';
import { cancelOf, refundOf, told } from '../support/world';

const world = useWorld(async () => ({ worker: { workflowBundle: await guardedBundleOf('calling-workflows') } }));

function run(workflowType: string, request: ReversalInput, workflowId = `order-${randomUUID()}`): Promise<unknown> {
  const options = { taskQueue: world.taskQueue, workflowId, args: [request] };
  return world.connections.client.workflow.execute(workflowType, options);
}

describe('A workflow of the user', () => {
  it('refunds by one call, which returns the final outcome', async () => {
    const payment = await world.captured(10_000);
    expect(await run('refundAndWait', refundOf(payment, 2_500))).toMatchObject({ outcome: 'refunded' });
    expect(world.returned(payment).map(told)).toEqual(['refund 2500 USD']);
  }, 60_000);

  it('may leave out the operation, which the function already says', async () => {
    const payment = await world.authorized(10_000);
    const { operation: _said, ...request } = cancelOf(payment);
    expect(await run('cancelAndWait', request)).toMatchObject({ outcome: 'voided' });
    expect(world.returned(payment).map(told)).toEqual(['void 10000 USD']);
  }, 60_000);

  it('refunds once when two workflows make the same request', async () => {
    const payment = await world.captured(10_000);
    const request = refundOf(payment, 2_500);
    const views = await Promise.all([run('refundAndWait', request), run('refundAndWait', request)]);
    expect(views).toEqual([
      expect.objectContaining({ outcome: 'refunded' }),
      expect.objectContaining({ outcome: 'refunded' }),
    ]);
    expect(world.returned(payment).map(told)).toEqual(['refund 2500 USD']);
  }, 60_000);

  it('may end before the refund that it started, which continues to its end', async () => {
    const payment = await world.captured(10_000);
    const workflowId = `order-${randomUUID()}`;
    const childId = await run('startRefundAndEnd', refundOf(payment, 1_500), workflowId);
    expect(childId).not.toContain(workflowId);
    const child = world.connections.client.workflow.getHandle(String(childId));
    expect(await child.result()).toMatchObject({ outcome: 'refunded' });
    expect(world.returned(payment).map(told)).toEqual(['refund 1500 USD']);
  }, 60_000);

  it('follows a cancel by its handle', async () => {
    const payment = await world.authorized(4_000);
    expect(await run('startCancelAndFollow', cancelOf(payment))).toMatchObject({ outcome: 'voided' });
    expect(world.returned(payment).map(told)).toEqual(['void 4000 USD']);
  }, 60_000);

  it.each<[string, string, object, string]>([
    ['a malformed request', 'refundAndWait', { amountMinor: 0.5 }, 'amountMinor'],
    [
      'a cancel where a refund is called',
      'startRefundAndEnd',
      { operation: 'cancel', amountMinor: undefined },
      'refund',
    ],
  ])(
    'fails with InvalidRequest for %s, names the field, and starts nothing',
    async (_what, workflowType, change, field) => {
      const payment = await world.captured(10_000);
      const request = { ...refundOf(payment, 2_500), ...change } as ReversalInput;
      const workflowId = `order-${randomUUID()}`;
      const failure: unknown = await run(workflowType, request, workflowId).catch((error: unknown) => error);
      const cause = failure instanceof WorkflowFailedError ? failure.cause : failure;
      expect(cause).toBeInstanceOf(ApplicationFailure);
      expect(cause).toMatchObject({
        type: 'InvalidRequest',
        nonRetryable: true,
        message: expect.stringContaining(field),
      });
      const { events } = await world.connections.client.workflow.getHandle(workflowId).fetchHistory();
      expect(events?.filter((event) => event.startChildWorkflowExecutionInitiatedEventAttributes)).toEqual([]);
      expect(world.returned(payment)).toEqual([]);
    },
    60_000,
  );
});
