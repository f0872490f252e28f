import { signals } from '../../../src/contract/messages';
import type { PaymentSnapshot } from '../../../src/contract/payment-snapshot';
import { eventually } from '../../support/eventually';
import { ledgerWorkflow } from '../../support/ledger-workflow';
import { refundOf, type World } from '../../support/world';
import type { HistoryName } from '../history-names';
import { asks, becomes, captured, fault, held, operator, type Run, type Walk } from '../walk';

/** A ledger that ends its run in the middle of something: the run that ends, and the next. */
function continued(
  name: ContinuedName,
  act: (world: World, payment: PaymentSnapshot, goOn: GoOn) => Promise<void>,
): Walk {
  const go: Walk['go'] = async (world) => {
    const payment = await world.captured(10_000, [10_000], { paymentId: name });
    const ledger = ledgerWorkflow(world, payment);
    const { workflowId } = ledger;
    const runs: Run[] = [];
    await act(world, payment, async () => {
      runs.push({ workflowId, runId: await untilContinued(world, payment) });
      runs.push({ workflowId, runId: await ledger.runId() });
    });
    const [first, next] = runs;
    if (first === undefined || next === undefined) throw new Error('it did not continue as new');
    return { [name]: first, [`${name}-next-run`]: next };
  };
  return { name, go };
}

type ContinuedName = Extract<HistoryName, `${string}-next-run`> extends `${infer Name}-next-run` ? Name : never;
type GoOn = () => Promise<void>;

/** Makes requests that are refused, and so move nothing, until the run has ended. Resolves with its id. */
async function untilContinued(world: World, payment: PaymentSnapshot): Promise<string> {
  const ledger = ledgerWorkflow(world, payment);
  const before = await ledger.runId();
  let count = 0;
  await eventually(
    async () => {
      await world.client.request(refundOf(payment, 99_999, `too-much-${String((count += 1))}`));
      return ledger.runId();
    },
    (runId) => runId !== before,
  );
  return before;
}

/** Ledgers on a server that lets them continue as new after a few requests. */
export const continuedPaths: readonly Walk[] = [
  continued('repeat-after-continue-as-new', async (world, payment, goOn) => {
    const request = refundOf(payment, 2_500, 'line-1');
    await asks(world, request, { outcome: 'refunded' });
    await goOn();
    await asks(world, request, { outcome: 'refunded' });
    await asks(world, { ...request, amountMinor: 2_600 }, { outcome: 'refused' });
  }),
  continued('gateway-wait-over-continue-as-new', async (world, payment, goOn) => {
    const request = refundOf(payment, 2_500, 'line-1');
    await world.simulator.goDown();
    await asks(world, request, { waitingFor: 'gateway' });
    await goOn();
    await world.simulator.comeBack();
    await becomes(world, request, { outcome: 'refunded' });
  }),
  continued('unknown-over-continue-as-new', async (world, payment, goOn) => {
    const request = refundOf(payment, 2_500, 'line-1');
    fault(world, payment, { kind: 'effectThenReset', operation: 'refund' });
    await asks(world, request, { phase: 'stuck' });
    await goOn();
    await becomes(world, request, { outcome: 'refunded' });
  }),
  continued('racing-refunds-over-continue-as-new', async (world, payment, goOn) => {
    await asks(world, refundOf(payment, 50, 'line-first'), { outcome: 'refunded' });
    const requests = Array.from({ length: 12 }, (_, index) => refundOf(payment, 100, `line-${String(index)}`));
    const asked = Promise.all(requests.map((request) => asks(world, request, { outcome: 'refunded' })));
    await Promise.all([goOn(), asked]);
  }),
  continued('recovered-then-continued-as-new', async (world, payment, goOn) => {
    await asks(world, refundOf(payment, 2_500, 'line-1'), { outcome: 'refunded' });
    await resetToLast(world, payment);
    await world.client.recover(payment.paymentId, operator);
    await goOn();
    await asks(world, refundOf(payment, 1_000, 'line-2'), { outcome: 'refunded' });
  }),
];

/** Ledgers that an operator resets, terminates or wedges. */
export const recoveredPaths: readonly Walk[] = [
  captured('reset-then-held', async (world, payment) => {
    await asks(world, refundOf(payment, 2_500, 'line-1'), { outcome: 'refunded' });
    await resetToLast(world, payment);
    await asks(world, refundOf(payment, 1_000, 'line-2'), { waitingFor: 'recovery' });
  }),
  captured('reset-then-recovered', async (world, payment) => {
    const first = refundOf(payment, 4_000, 'line-1');
    await asks(world, first, { outcome: 'refunded' });
    const ledger = ledgerWorkflow(world, payment);
    const [point = ''] = await ledger.completedTasks(await ledger.runId());
    await ledger.reset(await ledger.runId(), point);
    await becomes(world, first, { waitingFor: 'recovery' });
    await world.client.recover(payment.paymentId, operator);
    await asks(world, first, { outcome: 'refunded' });
    await asks(world, refundOf(payment, null, 'line-2'), { outcome: 'refunded' });
  }),
  captured('reset-while-sending-then-recovered', async (world, payment) => {
    const first = refundOf(payment, 4_000, 'line-1');
    fault(world, payment, { kind: 'hold', effect: 'before', operation: 'refund' });
    await world.client.request(first, { wait: false });
    await held(world);
    await resetToLast(world, payment);
    await asks(world, first, { waitingFor: 'recovery' });
    world.simulator.release();
    await world.client.recover(payment.paymentId, operator);
    await becomes(world, first, { outcome: 'refunded' });
  }),
  captured('terminated-then-recovered', async (world, payment) => {
    await asks(world, refundOf(payment, 4_000, 'line-1'), { outcome: 'refunded' });
    await handleOf(world, payment).terminate('mistake');
    await asks(world, refundOf(payment, 1_000, 'line-2'), { waitingFor: 'recovery' });
    await world.client.recover(payment.paymentId, operator);
    await asks(world, refundOf(payment, 1_000, 'line-2'), { outcome: 'refunded' });
  }),
];

/** A ledger that stands still until it is recovered: its task is tried again ever later. */
export const wedgedThenRecovered = captured('wedged-then-recovered', async (world, payment) => {
  await asks(world, refundOf(payment, 4_000, 'line-1'), { outcome: 'refunded' });
  await wedge(world, payment);
  await world.client.recover(payment.paymentId, operator);
  await asks(world, refundOf(payment, null, 'line-2'), { outcome: 'refunded' });
});

const handleOf = (world: World, payment: PaymentSnapshot) =>
  world.connections.client.workflow.getHandle(ledgerWorkflow(world, payment).workflowId);

async function resetToLast(world: World, payment: PaymentSnapshot): Promise<void> {
  const ledger = ledgerWorkflow(world, payment);
  const run = await ledger.runId();
  await ledger.reset(run, (await ledger.completedTasks(run)).at(-1) ?? '');
}

/** What a tool with another data converter sends: the workflow's task fails, and is tried again without end. */
async function wedge(world: World, payment: PaymentSnapshot): Promise<void> {
  const { client } = world.connections;
  const handle = handleOf(world, payment);
  await client.workflowService.signalWorkflowExecution({
    namespace: client.options.namespace,
    workflowExecution: { workflowId: handle.workflowId },
    signalName: signals.recordEvent.name,
    input: { payloads: [{ metadata: { encoding: Buffer.from('binary/unknown') }, data: Buffer.from('?') }] },
  });
  await eventually(
    async () => (await handle.describe()).raw.pendingWorkflowTask?.attempt ?? 0,
    (attempt) => attempt > 2,
    60_000,
  );
}
