import { randomUUID } from 'node:crypto';
import { Client, Connection, WithStartWorkflowOperation } from '@temporalio/client';
import { ReversalClient, type ReversalView } from '../../src/client';
import { updates } from '../../src/contract/messages';
import { ledgerIdOf, workflowTypes } from '../../src/contract/names';
import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import type { ReversalRequest } from '../../src/contract/reversal-request';
import { eventually } from '../support/eventually';
import { replayLedgers } from '../support/replay';
import { sendsFor } from '../support/sends';
import { event } from '../support/payment-events';
import { cancelOf, refundOf, told } from '../support/world';
import { useWorld } from '../support/use-world';

const clientCount = 5;
const world = useWorld({ requestTimeoutMs: 10_000 });
let connections: readonly Connection[];
let clients: readonly ReversalClient[];
beforeAll(async () => {
  const { address } = world.connections;
  connections = await Promise.all(Array.from({ length: clientCount }, () => Connection.connect({ address })));
  clients = connections.map(
    (connection) => new ReversalClient({ client: new Client({ connection }), taskQueue: world.taskQueue }),
  );
});
afterAll(() => Promise.all(connections.map((connection) => connection.close())));

/** Each request by the next client, all at once: none of them may be answered by an error. */
function allAtOnce(requests: readonly ReversalRequest[]): Promise<readonly ReversalView[]> {
  return Promise.all(requests.map((request, index) => (clients[index % clientCount] ?? world.client).request(request)));
}

const ledgers: string[] = [];
function raced(payment: PaymentSnapshot): PaymentSnapshot {
  ledgers.push(payment.paymentId);
  return payment;
}

function returnedMinor(payment: PaymentSnapshot): number {
  return world.returned(payment).reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}

const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' as const });

describe('Refunds that race', () => {
  it('refund 33 of 50 times 3.00 of a captured 100.00, and refuse the others with the remaining 1.00', async () => {
    const payment = raced(await world.captured(10_000));
    const views = await allAtOnce(Array.from({ length: 50 }, () => refundOf(payment, 300)));

    const refused = views.filter(({ outcome }) => outcome === 'refused');
    expect(views.filter(({ outcome }) => outcome === 'refunded')).toHaveLength(33);
    expect(refused).toHaveLength(17);
    for (const { reason } of refused) {
      expect(reason).toMatchObject({
        code: 'exceedsRefundable',
        message: expect.stringContaining('1.00 USD is refundable'),
      });
    }
    expect(world.returned(payment).map(told)).toEqual(Array.from({ length: 33 }, () => 'refund 300 USD'));
    expect(sendsFor(world, payment)).toHaveLength(33);
    expect(await world.client.show(payment.paymentId)).toMatchObject({
      balance: { refundedMinor: 9_900, refundableMinor: 100, reservedMinor: 0 },
    });
  });

  it('for the same remaining amount: exactly one is accepted, the other is refused with what remains', async () => {
    const payment = raced(await world.captured(10_000));
    const views = await allAtOnce([refundOf(payment, 6_000), refundOf(payment, 6_000)]);
    expect(views.map(({ outcome }) => outcome).sort()).toEqual(['refunded', 'refused']);
    expect(views.find(({ outcome }) => outcome === 'refused')?.reason?.message).toContain('40.00 USD is refundable');
    expect(world.returned(payment).map(told)).toEqual(['refund 6000 USD']);
  });

  it('with a cancel refund exactly what was captured, whichever comes first', async () => {
    const payment = raced(await world.captured(10_000));
    const refunds = Array.from({ length: 6 }, () => refundOf(payment, 1_000));
    const cancel = cancelOf(payment);
    const views = await allAtOnce([...refunds.slice(0, 3), cancel, ...refunds.slice(3)]);

    const refunded = views.filter(({ operation, outcome }) => operation === 'refund' && outcome === 'refunded');
    expect(views.filter(({ phase }) => phase !== 'completed')).toEqual([]);
    expect(world.returned(payment).filter(({ amountMinor }) => amountMinor === 1_000)).toHaveLength(refunded.length);
    expect(returnedMinor(payment)).toBe(10_000);
  });

  it('with each other after a cancel: one cancel reverses, the other finds nothing left', async () => {
    const payment = raced(await world.authorized(10_000));
    const views = await allAtOnce([cancelOf(payment), cancelOf(payment), cancelOf(payment)]);
    expect(views.map(({ outcome }) => outcome).sort()).toEqual(['alreadyReversed', 'alreadyReversed', 'voided']);
    expect(world.returned(payment).map(told)).toEqual(['void 10000 USD']);
    expect(sendsFor(world, payment)).toHaveLength(1);
  });
});

describe('A capture that races a cancel', () => {
  it('and lands while the void is in flight is refunded as soon as it is recorded, before or after the decline', async () => {
    const payment = raced(await world.authorized(10_000));
    const reference = payment.authorizationReference;
    world.simulator.fault({ kind: 'hold', effect: 'after', operation: 'void', reference });
    const cancelled = world.client.request(cancelOf(payment));
    await world.simulator.waitFor((simulator) => simulator.requests().some(({ held }) => held));
    const gatewayReference = await world.capture(payment);
    await world.client.record(
      payment.paymentId,
      event('captureSucceeded', { captureId: 'c1', gatewayReference, ...usd(10_000) }),
    );
    world.simulator.release();

    expect(await cancelled).toMatchObject({
      outcome: 'refunded',
      legs: [
        { operation: 'void', status: 'declined' },
        { operation: 'refund', amountMinor: 10_000, status: 'succeeded' },
      ],
    });
    expect(world.returned(payment).map(told)).toEqual(['refund 10000 USD']);
  });

  it('leaves the customer uncharged, whichever of the two the gateway takes first', async () => {
    const payments = (await Promise.all(Array.from({ length: 8 }, () => world.authorized(10_000)))).map(raced);
    await Promise.all(
      payments.map(async (payment) => {
        const request = cancelOf(payment);
        const [, captured] = await Promise.all([
          world.client.request(request),
          world.capture(payment).catch(() => null),
        ]);
        if (captured !== null) {
          const landed = { captureId: 'c1', gatewayReference: captured, ...usd(10_000) };
          await world.client.record(payment.paymentId, event('captureSucceeded', landed));
        }
        const view = await world.client.request(request);
        expect(view).toMatchObject({ phase: 'completed', outcome: captured === null ? 'voided' : 'refunded' });
        const movement = captured === null ? 'void 10000 USD' : 'refund 10000 USD';
        expect(world.returned(payment).map(told)).toEqual([movement]);
      }),
    );
  });
});

describe('Callers who wait', () => {
  /** One raw update: the ledger's own answer, without the client's further questions. */
  function update(request: ReversalRequest): Promise<ReversalView> {
    return world.connections.client.workflow.executeUpdateWithStart(updates.requestReversal, {
      args: [request],
      updateId: randomUUID(),
      startWorkflowOperation: new WithStartWorkflowOperation(workflowTypes.ledger, {
        workflowId: ledgerIdOf(request.payment.paymentId),
        taskQueue: world.taskQueue,
        args: [],
        workflowIdConflictPolicy: 'USE_EXISTING',
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
      }),
    });
  }

  it('are at most five: the sixth to the twelfth are answered at once, and events are still taken', async () => {
    const payment = raced(await world.captured(10_000));
    const [capture] = payment.captures ?? [];
    world.simulator.fault({ kind: 'hold', effect: 'after', reference: String(capture?.gatewayReference) });
    const request = refundOf(payment, 2_500);
    const answered: ReversalView[] = [];
    const callers = Array.from({ length: 12 }, async () => {
      const view = await update(request);
      answered.push(view);
      return view;
    });
    await world.simulator.waitFor((simulator) => simulator.requests().some(({ held }) => held));
    await eventually(
      () => Promise.resolve(answered.length),
      (count) => count >= 7,
    );
    expect(answered).toHaveLength(7);
    for (const view of answered) expect(view).toMatchObject({ phase: 'working', outcome: null });

    const settled = event('settled', { captureId: 'c1' });
    expect(await world.client.record(payment.paymentId, settled)).toEqual({ accepted: true, reason: null });
    expect(answered).toHaveLength(7);

    world.simulator.release();
    const views = await Promise.all(callers);
    expect(views.filter(({ outcome }) => outcome === 'refunded')).toHaveLength(5);
    expect(world.returned(payment).map(told)).toEqual(['refund 2500 USD']);
  });

  it('need not: with wait false the answer comes as soon as the amount is reserved', async () => {
    const payment = raced(await world.captured(10_000));
    const [capture] = payment.captures ?? [];
    world.simulator.fault({ kind: 'hold', effect: 'after', reference: String(capture?.gatewayReference) });
    const request = refundOf(payment, 2_500);
    expect(await world.client.request(request, { wait: false })).toMatchObject({
      phase: 'working',
      outcome: null,
      plan: { row: 7 },
      balance: { reservedMinor: 2_500, refundableMinor: 7_500 },
    });
    await world.simulator.waitFor((simulator) => simulator.requests().some(({ held }) => held));
    world.simulator.release();
    expect(await world.client.request(request)).toMatchObject({ outcome: 'refunded' });
    expect(world.returned(payment).map(told)).toEqual(['refund 2500 USD']);
  });
});

it('Every ledger of these races decides again as it did when another worker takes it over', async () => {
  expect(ledgers.length).toBeGreaterThan(10);
  await replayLedgers(world, ledgers);
});
