import { randomUUID } from 'node:crypto';
import { InvalidRequestError, type ListOptions, type WorkItem } from '../../src/client';
import { ledgerIdOf } from '../../src/contract/names';
import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import { rulesWithApproval } from '../support/approval-rules';
import { refundDigest } from '../support/approving';
import { eventually } from '../support/eventually';
import { useWorld } from '../support/use-world';
import { startWorkerWithWorkList } from '../support/with-work-list';
import { refundOf, told } from '../support/world';

/** Everything in it that means something inside a query. */
const account = `stripe "${randomUUID()}" \\ '50%' OR 1=1`;
const lateAccount = `late-${randomUUID()}`;
const late = { remindAfterMinutes: 1 / 60, escalateAfterMinutes: 2 / 60 };

const world = useWorld({
  rules: rulesWithApproval({ [lateAccount]: late }),
  workList: true,
  startWorker: false,
});
beforeAll(() => startWorkerWithWorkList(world));

async function parkedOf({ paymentId }: PaymentSnapshot, options: ListOptions): Promise<WorkItem | null> {
  const { ledgers } = await world.client.list({ limit: 1000, ...options });
  return ledgers.find((one) => one.paymentId === paymentId)?.parked ?? null;
}

/** The server lists what changed a moment later. */
const appears = (payment: PaymentSnapshot, options: ListOptions) =>
  eventually(
    () => parkedOf(payment, options),
    (parked) => parked !== null,
  );
const disappears = (payment: PaymentSnapshot, options: ListOptions) =>
  eventually(
    () => parkedOf(payment, options),
    (parked) => parked === null,
  );

async function upserts({ paymentId }: PaymentSnapshot): Promise<number> {
  const { events } = await world.connections.client.workflow.getHandle(ledgerIdOf(paymentId)).fetchHistory();
  return (events ?? []).filter((event) => event.upsertWorkflowSearchAttributesEventAttributes != null).length;
}

const approvalOf = (payment: PaymentSnapshot, requestId: string, refundMinor: number) => ({
  ...{ requestId, planVersion: 1, refundMinor, voidMinor: 0, currency: 'USD', destination: refundDigest(payment) },
  approver: { id: 'bob' },
});

describe('The work list', () => {
  it('has a refund while it waits for approval, and not any more once it was approved', async () => {
    const payment = await world.captured(50_000, [50_000], { gatewayAccount: account });
    const request = refundOf(payment, 50_000);
    expect(await world.client.request(request)).toMatchObject({ phase: 'waiting', waitingFor: 'approval' });
    const parked = await appears(payment, { status: 'approval', account, currency: 'USD', olderThan: 0 });
    const { since } = (await world.client.find(payment.paymentId, request.requestId)) ?? {};
    expect(parked).toEqual({
      ...{ status: 'approval', account, currency: 'USD', waitingSince: since, amountBucket: '100 to 1000' },
    });
    expect(await parkedOf(payment, { account, olderThan: 3_600_000 })).toBeNull();
    expect(await parkedOf(payment, { account: `${account}"`, parked: true })).toBeNull();

    await world.client.approve(payment.paymentId, approvalOf(payment, request.requestId, 50_000));
    await disappears(payment, { parked: true });
    // A repeat waits until it has settled.
    expect(await world.client.request(request)).toMatchObject({ outcome: 'refunded' });
    expect(await upserts(payment)).toBe(2);
    expect(world.returned(payment).map(told)).toEqual(['refund 50000 USD']);
  });

  it('never lists a refund that completes without waiting', async () => {
    const payment = await world.captured(5_000);
    expect(await world.client.request(refundOf(payment, 5_000))).toMatchObject({ outcome: 'refunded' });
    expect(await upserts(payment)).toBe(0);
  });

  it('has a refund of unknown outcome until that is resolved', async () => {
    const payment = await world.captured(5_000);
    world.simulator.fault({ kind: 'effectThenReset', operation: 'refund' });
    const view = await world.client.request(refundOf(payment, 5_000));
    expect(await appears(payment, { status: ['unknown', 'lookup'] })).toMatchObject({ amountBucket: '10 to 100' });
    const legId = view.legs[0]?.legId ?? '';
    const resolution = { legId, outcome: 'succeeded', evidence: 'report, line 12', actor: { id: 'bob' } } as const;
    expect(await world.client.resolve(payment.paymentId, resolution)).toMatchObject({ accepted: true });
    await disappears(payment, { parked: true });
  });

  it('shows automatically when an approval becomes late, and when another person should look at it', async () => {
    const payment = await world.captured(50_000, [50_000], { gatewayAccount: lateAccount });
    await world.client.request(refundOf(payment, 50_000));
    await appears(payment, { status: ['approvalLate', 'approvalEscalated'] });
    await appears(payment, { status: 'approvalEscalated' });
    expect(await upserts(payment)).toBe(3);
  });

  it('is read a page at a time, also when what was listed last is not parked any more', async () => {
    const paged = `paged-${randomUUID()}`;
    const requests = await Promise.all(
      Array.from({ length: 3 }, async () => {
        const request = refundOf(await world.captured(50_000, [50_000], { gatewayAccount: paged }), 50_000);
        await world.client.request(request);
        return request;
      }),
    );
    const all = await eventually(
      () => world.client.list({ account: paged }),
      ({ ledgers }) => ledgers.length === 3,
    );
    const ids = all.ledgers.map(({ paymentId }) => paymentId);
    const first = await world.client.list({ account: paged, limit: 2 });
    expect(first.ledgers.map(({ paymentId }) => paymentId)).toEqual(ids.slice(0, 2));

    const done = requests.find(({ payment }) => payment.paymentId === ids[1]) ?? requests[0];
    if (done === undefined) throw new Error('nothing was requested');
    await world.client.approve(done.payment.paymentId, approvalOf(done.payment, done.requestId, 50_000));
    await disappears(done.payment, { parked: true });
    const second = await world.client.list({ account: paged, limit: 2, after: first.next ?? '' });
    expect(second.ledgers.map(({ paymentId }) => paymentId)).toEqual(ids.slice(2));
  });

  it('lists a ledger that was reset once, as the run that goes on', async () => {
    const payment = await world.captured(50_000);
    const request = refundOf(payment, 50_000);
    await world.client.request(request);
    await appears(payment, { status: 'approval' });
    await world.connections.client.workflow.getHandle(ledgerIdOf(payment.paymentId)).terminate('mistake');
    await disappears(payment, { parked: true });
    await world.client.recover(payment.paymentId, { actor: { id: 'bob' }, reason: 'terminated by mistake' });
    expect(await appears(payment, { parked: true })).toMatchObject({ status: 'approval' });
    const { ledgers } = await world.client.list({ limit: 1000 });
    expect(ledgers.filter(({ paymentId }) => paymentId === payment.paymentId)).toMatchObject([{ status: 'running' }]);
  });

  it.each<[string, ListOptions, string]>([
    ['a status that does not exist', { status: 'lost' as 'unknown' }, 'status'],
    ['an instant without a zone', { olderThan: '2026-11-21' }, 'olderThan'],
    ['an age before now', { olderThan: -1 }, 'olderThan'],
    ['a place to go on that no listing gave', { after: 'order-1001' }, 'after'],
  ])('refuses %s', async (_what, options, field) => {
    const refused: unknown = await world.client.list(options).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(InvalidRequestError);
    expect((refused as InvalidRequestError).problems).toMatchObject([{ field }]);
  });
});
