import type { ReversalView } from '../../src/client';
import { signals } from '../../src/contract/messages';
import { ledgerIdOf, workflowTypes } from '../../src/contract/names';
import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import type { ReversalRequest } from '../../src/contract/reversal-request';
import { parseRules } from '../../src/rules/rules-file';
import { eventually } from '../support/eventually';
import { ledgerWorkflow } from '../support/ledger-workflow';
import { cli } from '../support/temporal';
import { runsAreCached } from '../support/workflow-cache';
import { useWorld } from '../support/use-world';
import { cancelOf, refundOf, told } from '../support/world';

const dayMs = 24 * 60 * 60_000;
/** A ledger of these rules closes two days after its hold or last capture has ended; one day, where nobody watches. */
const rules = parseRules({
  default: { profile: 'generic', authorizationLifetimeDays: 1, refundWindowDays: 1, lateEventDays: 1 },
  accounts: {
    'not-watched': { profile: 'generic', authorizationLifetimeDays: 1, refundWindowDays: 1, lateEventDays: 0 },
  },
});

const world = useWorld({ rules });

const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();

/** Voided before its hold ended; the ledger's lifetime ends in a moment. */
async function nearlyOver(leftMs = 1_500): Promise<PaymentSnapshot> {
  const authorizedAt = ago(3 * dayMs - leftMs);
  return world.authorized(10_000, { authorizedAt });
}

const resultOf = (payment: PaymentSnapshot) =>
  world.connections.client.workflow.getHandle(ledgerIdOf(payment.paymentId)).result();

function startChild(request: ReversalRequest, workflowId: string) {
  const { operation, ...input } = request;
  return world.connections.client.workflow.start(workflowTypes[operation], {
    workflowId,
    taskQueue: world.taskQueue,
    args: [input],
  });
}

describe('The end of a ledger', () => {
  it('comes automatically; what was answered before is answered again, anything new is refused', async () => {
    const payment = await nearlyOver();
    const request = cancelOf(payment);
    const first = await world.client.request(request);
    expect(first).toMatchObject({ outcome: 'voided' });
    await resultOf(payment);
    expect(await ledgerWorkflow(world, payment).status()).toBe('COMPLETED');
    expect(await world.client.request(request)).toEqual(first);
    expect(await world.client.request(cancelOf(payment))).toMatchObject({
      phase: 'completed',
      outcome: 'refused',
      reason: { code: 'ledgerClosed' },
    });
    expect(world.returned(payment).map(told)).toEqual(['void 10000 USD']);
  });

  (runsAreCached ? it : it.skip)(
    'is told to a child as well: the old answer to an old request, ledgerClosed to a new one',
    async () => {
      const payment = await nearlyOver();
      const request = cancelOf(payment);
      const first = await world.client.request(request);
      await resultOf(payment);
      const again = await startChild(request, `again-${payment.paymentId}`);
      expect((await again.result()) as ReversalView).toEqual(first);
      const other = await startChild(cancelOf(payment), `other-${payment.paymentId}`);
      expect((await other.result()) as ReversalView).toMatchObject({ reason: { code: 'ledgerClosed' } });
    },
  );

  it('moves when a later capture is recorded', async () => {
    const payment = await nearlyOver(2_000);
    await world.client.request(cancelOf(payment));
    await world.client.record(payment.paymentId, {
      eventId: 'f1',
      kind: 'captureSucceeded',
      source: 'webhook',
      at: ago(2 * dayMs - 4_000),
      captureId: 'late',
      amountMinor: 100,
      currency: 'USD',
      gatewayReference: null,
    });
    await resultOf(payment);
    const { closeTime } = await world.connections.client.workflow.getHandle(ledgerIdOf(payment.paymentId)).describe();
    expect((closeTime?.getTime() ?? 0) - Date.parse(payment.authorizedAt)).toBeGreaterThan(3 * dayMs);
  });

  it('does not come while a reversal is open: an unknown outcome is kept until it is known', async () => {
    const payment = await world.captured(10_000, [10_000], {
      gatewayAccount: 'not-watched',
      authorizedAt: ago(2 * dayMs - 2_000),
    });
    const captures = (payment.captures ?? []).map((one) => ({ ...one, capturedAt: ago(dayMs - 1_500) }));
    world.simulator.fault({ kind: 'effectThenReset', operation: 'refund' });
    const view = await world.client.request(refundOf({ ...payment, captures }, 10_000));
    expect(view).toMatchObject({ phase: 'stuck', reason: { code: 'outcomeUnknown' } });
    const ledger = ledgerWorkflow(world, payment);
    const handle = world.connections.client.workflow.getHandle(ledger.workflowId);
    await eventually(
      () => handle.fetchHistory(),
      ({ events }) => (events ?? []).some(({ timerFiredEventAttributes }) => timerFiredEventAttributes != null),
    );
    await ledger.quiet();
    expect(await ledger.status()).toBe('RUNNING');
    expect(world.returned(payment).map(told)).toEqual(['refund 10000 USD']);
  });

  it('comes once even for a ledger that received nothing valid: a timer ends it', async () => {
    const payment = await world.authorized(100);
    const { client } = world.connections;
    const handle = await client.workflow.signalWithStart(workflowTypes.ledger, {
      workflowId: ledgerIdOf(payment.paymentId),
      taskQueue: world.taskQueue,
      args: [],
      signal: signals.requestReversal.name,
      signalArgs: ['nonsense'],
    });
    const history = await eventually(
      () => handle.fetchHistory(),
      ({ events }) => (events ?? []).some(({ timerStartedEventAttributes }) => timerStartedEventAttributes != null),
    );
    const timer = history.events?.find(({ timerStartedEventAttributes }) => timerStartedEventAttributes != null);
    const seconds = Number(timer?.timerStartedEventAttributes?.startToFireTimeout?.seconds);
    expect(seconds).toBeGreaterThan(399 * 86_400);
    expect(seconds).toBeLessThanOrEqual(400 * 86_400);
  });
});

describe('A ledger that an operator ends', () => {
  it('continues when it is cancelled: money owed is still refunded', async () => {
    const payment = await world.captured(10_000);
    await world.client.request(refundOf(payment, 1_000));
    const ledger = ledgerWorkflow(world, payment);
    await cli(['workflow', 'cancel', '-w', ledger.workflowId]);
    await ledger.quiet();
    expect(await world.client.request(refundOf(payment, 2_000))).toMatchObject({ outcome: 'refunded' });
    const child = await startChild(refundOf(payment, 3_000), `child-${payment.paymentId}`);
    expect((await child.result()) as ReversalView).toMatchObject({ outcome: 'refunded' });
    expect(await ledger.status()).toBe('RUNNING');
    expect(world.returned(payment).map(told)).toEqual(['refund 1000 USD', 'refund 2000 USD', 'refund 3000 USD']);
  });

  it('carries a refund to its end when it is cancelled in the middle of it', async () => {
    const payment = await world.captured(10_000);
    world.simulator.fault({ kind: 'hold', effect: 'after', operation: 'refund' });
    const request = refundOf(payment, 1_000);
    const asked = world.client.request(request);
    await world.simulator.waitFor((simulator) => simulator.requests().some(({ held }) => held));
    const ledger = ledgerWorkflow(world, payment);
    await cli(['workflow', 'cancel', '-w', ledger.workflowId]);
    world.simulator.release();
    expect(await asked).toMatchObject({ outcome: 'refunded' });
    expect(await ledger.status()).toBe('RUNNING');
    expect(world.returned(payment).map(told)).toEqual(['refund 1000 USD']);
  });

  it('is not opened anew when it was terminated: requests wait for its recovery, and nothing is sent', async () => {
    const payment = await world.captured(10_000);
    await world.client.request(refundOf(payment, 1_000));
    const ledger = ledgerWorkflow(world, payment);
    const run = await ledger.runId();
    await cli(['workflow', 'terminate', '-w', ledger.workflowId, '--reason', 'test']);
    expect(await world.client.request(refundOf(payment, 10_000))).toMatchObject({
      phase: 'stuck',
      waitingFor: 'recovery',
      outcome: null,
      reason: { code: 'ledgerLost' },
    });
    expect(await ledger.runId()).toBe(run);
    expect(await ledger.status()).toBe('TERMINATED');
    expect(world.returned(payment).map(told)).toEqual(['refund 1000 USD']);
  });
});
