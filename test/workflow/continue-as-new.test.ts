import type { ReversalView } from '../../src/client';
import { signals } from '../../src/contract/messages';
import { ledgerIdOf, workflowTypes } from '../../src/contract/names';
import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import { parseRules } from '../../src/rules/rules-file';
import { eventually } from '../support/eventually';
import { ledgerWorkflow } from '../support/ledger-workflow';
import { useServer } from '../support/use-server';
import { useWorld } from '../support/use-world';
import { cancelOf, refundOf, told } from '../support/world';

/** So few events that a ledger continues as new after every few requests. */
const eventsPerRun = 40;

const rules = parseRules({ accounts: { 'stripe-production': { profile: 'generic' } } });
const server = useServer({ dynamicConfig: { 'limit.historyCount.suggestContinueAsNew': eventsPerRun } });
const world = useWorld(() => ({ address: server.address, rules }));

/** Makes requests that are refused, and so move nothing, until the ledger has continued as new. */
async function untilContinued(payment: PaymentSnapshot): Promise<void> {
  const ledger = ledgerWorkflow(world, payment);
  const before = await ledger.runId();
  await eventually(
    async () => {
      await world.client.request(refundOf(payment, 99_999));
      return ledger.runId();
    },
    (runId) => runId !== before,
  );
}

async function runsOf(payment: PaymentSnapshot): Promise<number> {
  const { client } = world.connections;
  const query = `WorkflowId = "${ledgerIdOf(payment.paymentId)}"`;
  return eventually(
    async () => (await client.workflow.count(query)).count,
    (count) => count > 1,
  );
}

describe('A ledger that continues as new', () => {
  it('loses and doubles none of 60 refunds that are asked for at once', async () => {
    const payment = await world.captured(10_000);
    const requests = Array.from({ length: 60 }, (_, index) => refundOf(payment, 100 + index, `line-${String(index)}`));
    const views = await Promise.all(requests.map((request) => world.client.request(request)));
    expect(views.map(({ outcome }) => outcome)).toEqual(requests.map(() => 'refunded'));
    expect(
      world
        .returned(payment)
        .map(({ amountMinor }) => amountMinor)
        .sort(),
    ).toEqual(requests.map(({ amountMinor }) => amountMinor).sort());
    expect(await runsOf(payment)).toBeGreaterThan(5);
  }, 180_000);

  it('loses none of 40 requests that come by signal', async () => {
    const payment = await world.captured(10_000);
    await world.client.request(refundOf(payment, 50));
    const handle = world.connections.client.workflow.getHandle(ledgerIdOf(payment.paymentId));
    const requests = Array.from({ length: 40 }, (_, index) => refundOf(payment, 100 + index));
    await Promise.all(requests.map((request) => handle.signal(signals.requestReversal, request)));
    await world.simulator.waitFor(() => world.returned(payment).length === 41);
    const views = await Promise.all(requests.map((request) => world.client.request(request)));
    expect(views.map(({ outcome }) => outcome)).toEqual(requests.map(() => 'refunded'));
    expect(world.returned(payment)).toHaveLength(41);
  }, 180_000);

  it('still knows every request, and answers a repeat without moving money', async () => {
    const payment = await world.captured(10_000);
    const request = refundOf(payment, 2_500);
    const first = await world.client.request(request);
    await untilContinued(payment);
    const again = await world.client.request(request);
    expect(again).toEqual({ ...first, balance: again.balance });
    expect(await world.client.request({ ...request, amountMinor: 2_600 })).toMatchObject({
      outcome: 'refused',
      reason: { code: 'requestIdReused' },
    });
    expect(world.returned(payment).map(told)).toEqual(['refund 2500 USD']);
  });

  it('judges every request whose rules were still being read when the run ended', async () => {
    const payment = await world.authorized(10_000, { gatewayAccount: 'nobody-knows' });
    const requests = Array.from({ length: 30 }, () => cancelOf(payment));
    const views = await Promise.all(requests.map((request) => world.client.request(request)));
    expect(views.map(({ reason }) => reason?.code)).toEqual(requests.map(() => 'unknownGatewayAccount'));
    const handle = world.connections.client.workflow.getHandle(ledgerIdOf(payment.paymentId));
    const known = { ...payment, gatewayAccount: 'stripe-production' };
    await Promise.all([
      ...Array.from({ length: 30 }, () => handle.signal(signals.requestReversal, cancelOf(payment))),
      handle.signal(signals.requestReversal, cancelOf(known, 'the-one')),
    ]);
    expect(await world.client.request(cancelOf(known, 'the-one'))).toMatchObject({ outcome: 'voided' });
    expect(world.returned(payment).map(told)).toEqual(['void 10000 USD']);
    expect(await runsOf(payment)).toBeGreaterThan(2);
  }, 180_000);

  it('continues to wait for the gateway, and answers the child that asked in the run before', async () => {
    const payment = await world.captured(10_000);
    await world.simulator.goDown();
    const { operation: _known, ...input } = refundOf(payment, 2_500);
    const child = await world.connections.client.workflow.start(workflowTypes.refund, {
      workflowId: `child-${payment.paymentId}`,
      taskQueue: world.taskQueue,
      args: [input],
    });
    await eventually(
      () => world.client.find(payment.paymentId, input.requestId).catch(() => null),
      (view) => view?.waitingFor === 'gateway',
    );
    await untilContinued(payment);
    expect(await world.client.find(payment.paymentId, input.requestId)).toMatchObject({ waitingFor: 'gateway' });
    await world.simulator.comeBack();
    expect((await child.result()) as ReversalView).toMatchObject({ outcome: 'refunded' });
    expect(world.returned(payment).map(told)).toEqual(['refund 2500 USD']);
  }, 180_000);

  it('sends nothing after a reset, in all the runs that follow it', async () => {
    const payment = await world.captured(10_000);
    await world.client.request(refundOf(payment, 2_500));
    const ledger = ledgerWorkflow(world, payment);
    const firstRun = await ledger.runId();
    // Reset past the refund: nothing is to be sent, so that nothing shows yet that the line is broken.
    await ledger.reset(firstRun, (await ledger.completedTasks(firstRun)).at(-1) ?? '');
    await ledger.quiet();
    expect((await world.client.show(payment.paymentId)).frozen).toBeNull();
    await untilContinued(payment);
    await untilContinued(payment);
    expect(await world.client.request(refundOf(payment, 1_000))).toMatchObject({
      phase: 'stuck',
      waitingFor: 'recovery',
      reason: { code: 'resetDetected' },
    });
    await untilContinued(payment);
    expect(await world.client.request(refundOf(payment, 500))).toMatchObject({ waitingFor: 'recovery' });
    expect(world.returned(payment).map(told)).toEqual(['refund 2500 USD']);
  }, 180_000);
});
