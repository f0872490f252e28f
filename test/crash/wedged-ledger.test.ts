import { signals } from '../../src/contract/messages';
import { ledgerIdOf, workflowTypes } from '../../src/contract/names';
import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import { parseRules } from '../../src/rules/rules-file';
import { eventually } from '../support/eventually';
import { sendsFor } from '../support/sends';
import { useWorld } from '../support/use-world';
import { refundOf, told } from '../support/world';

const rules = parseRules({
  default: {
    profile: 'stripe',
    overrides: { lookupsSeeReversals: true, lookupDelayMs: 200 },
    sendByMs: 3_000,
    clockSkewMs: 0,
  },
});
const operator = { actor: { id: 'bob' }, reason: 'a tool sent a signal that nobody can read' };

const world = useWorld({ rules, requestTimeoutMs: 2_000 });

const moved = (payment: PaymentSnapshot): readonly string[] => world.returned(payment).map(told);

/** What a tool with another data converter sends: the workflow's task fails, and is tried again without end. */
async function wedge({ paymentId }: PaymentSnapshot): Promise<void> {
  const { client } = world.connections;
  await client.workflowService.signalWorkflowExecution({
    namespace: client.options.namespace,
    workflowExecution: { workflowId: ledgerIdOf(paymentId) },
    signalName: signals.recordEvent.name,
    input: { payloads: [{ metadata: { encoding: Buffer.from('binary/unknown') }, data: Buffer.from('?') }] },
  });
  await eventually(
    async () => (await client.workflow.getHandle(ledgerIdOf(paymentId)).describe()).raw.pendingWorkflowTask,
    (task) => (task?.attempt ?? 0) > 2,
    60_000,
  );
}

async function recover({ paymentId }: PaymentSnapshot): Promise<void> {
  expect(await world.client.recover(paymentId, operator)).toEqual({ accepted: true, reason: null });
}

async function recoversWhatItKnew(): Promise<void> {
  const payment = await world.captured(10_000);
  const first = refundOf(payment, 4_000);
  await world.client.request(first);
  await wedge(payment);
  await recover(payment);
  expect(await world.client.request(first)).toMatchObject({ phase: 'completed', outcome: 'refunded' });
  expect(await world.client.request(refundOf(payment, 6_001))).toMatchObject({ outcome: 'refused' });
  expect(await world.client.request(refundOf(payment, 6_000))).toMatchObject({ outcome: 'refunded' });
  expect(moved(payment)).toEqual(['refund 4000 USD', 'refund 6000 USD']);
  const { notes } = await world.client.show(payment.paymentId);
  expect(notes).toContainEqual(expect.objectContaining({ what: 'recovered by bob', why: operator.reason }));
}

async function recoversRefundUnderWay(recoveredWhen: 'before' | 'after'): Promise<void> {
  const payment = await world.captured(10_000);
  const request = refundOf(payment, 4_001);
  world.simulator.fault({ kind: 'hold', effect: 'before', operation: 'refund', amountMinor: 4_001 });
  await world.client.request(request, { wait: false });
  await world.simulator.waitFor(() => moved(payment).length === 1);
  await wedge(payment);
  if (recoveredWhen === 'before') await recover(payment);
  world.simulator.release();
  await world.simulator.waitFor((simulator) => simulator.requests().every(({ held }) => !held));
  if (recoveredWhen === 'after') await recover(payment);
  const view = await eventually(
    () => world.client.find(payment.paymentId, request.requestId),
    (answer) => answer?.phase === 'completed',
    30_000,
  );
  expect(view).toMatchObject({ outcome: 'refunded', balance: { refundedMinor: 4_001, refundableMinor: 5_999 } });
  expect(sendsFor(world, payment)).toHaveLength(1);
  expect(await world.client.request(refundOf(payment, 5_999))).toMatchObject({ outcome: 'refunded' });
  expect(moved(payment)).toEqual(['refund 4001 USD', 'refund 5999 USD']);
}

async function answersLostChild(): Promise<void> {
  const payment = await world.captured(10_000);
  await world.client.request(refundOf(payment, 1_000));
  await wedge(payment);
  const { operation: _refund, ...input } = refundOf(payment, 2_500);
  const child = await world.connections.client.workflow.start(workflowTypes.refund, {
    workflowId: `child-of-${payment.paymentId}`,
    taskQueue: world.taskQueue,
    args: [input],
  });
  await eventually(
    () => child.fetchHistory(),
    ({ events }) => (events ?? []).some(({ timerStartedEventAttributes }) => timerStartedEventAttributes != null),
  );
  await recover(payment);
  expect(await world.client.find(payment.paymentId, input.requestId)).toBeNull();
  expect(await child.result()).toMatchObject({ outcome: 'refunded' });
  expect(moved(payment)).toEqual(['refund 1000 USD', 'refund 2500 USD']);
}

/** A child asks again after a minute, and a task that fails is tried again ever later: that passes for all at once. */
const stories = new Map<string, Promise<void>>();
beforeAll(() => {
  const beforeItsAnswer = recoversRefundUnderWay('before');
  stories
    .set('is recovered with all it knew, and refunds no more than is left', recoversWhatItKnew())
    .set('is recovered while a refund is in flight, before its answer came', beforeItsAnswer)
    .set(
      'is recovered while a refund is in flight, after its answer came',
      beforeItsAnswer.then(() => recoversRefundUnderWay('after')),
    )
    .set('answers a child whose request was lost with that signal: the child asks again', answersLostChild());
  // Each is looked at in its turn.
  for (const story of stories.values()) story.catch(() => undefined);
});

describe('A ledger wedged by a signal that nobody can read', () => {
  it.each([
    'is recovered with all it knew, and refunds no more than is left',
    'is recovered while a refund is in flight, before its answer came',
    'is recovered while a refund is in flight, after its answer came',
    'answers a child whose request was lost with that signal: the child asks again',
  ])('%s', (claim) => stories.get(claim), 180_000);
});
