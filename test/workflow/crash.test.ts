import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import type { ReversalView } from '../../src/client';
import { eventually } from '../support/eventually';
import { sendsFor } from '../support/sends';
import { refundOf, told } from '../support/world';
import { useWorld } from '../support/use-world';
import { startWorkerProcess } from '../support/worker-process';

/** Each refund is killed at another instant; the amount says which. */
const instants = {
  'before it was sent': { amountMinor: 1_111, moved: [] },
  'while the gateway had it and had not yet moved the money': { amountMinor: 2_222, moved: ['refund 2222 USD'] },
  'after the money moved, before the gateway answered': { amountMinor: 3_333, moved: ['refund 3333 USD'] },
  'after the gateway answered, before Temporal was told': { amountMinor: 4_444, moved: ['refund 4444 USD'] },
} as const;
type Instant = keyof typeof instants;

/** A dead worker's send is known after its heartbeat's 5 s; its workflows wait 10 s more for it, once. */
const knownWithinMs = 30_000;

const world = useWorld({ startWorker: false });
const payments = new Map<Instant, PaymentSnapshot>();
const found = new Map<Instant, ReversalView>();

const paymentOf = (instant: Instant): PaymentSnapshot => {
  const payment = payments.get(instant);
  if (payment === undefined) throw new Error('not prepared');
  return payment;
};

beforeAll(async () => {
  const killed = await startWorkerProcess(world, { standBefore: [1_111], standAfter: [4_444] });
  world.simulator.fault({ kind: 'hold', effect: 'after', operation: 'refund', amountMinor: 2_222 });
  world.simulator.fault({ kind: 'hold', effect: 'before', operation: 'refund', amountMinor: 3_333 });
  await Promise.all(
    (Object.keys(instants) as Instant[]).map(async (instant) => {
      const payment = await world.captured(10_000);
      payments.set(instant, payment);
      const { amountMinor } = instants[instant];
      await world.client.request(refundOf(payment, amountMinor, `killed-${String(amountMinor)}`), { wait: false });
    }),
  );
  await Promise.all([
    killed.told({ kind: 'standsBefore', amountMinor: 1_111 }),
    killed.told({ kind: 'standsAfter', amountMinor: 4_444 }),
    world.simulator.waitFor((simulator) => simulator.requests().filter(({ held }) => held).length === 2),
  ]);
  killed.signal('SIGKILL');
  await killed.ended;

  await world.startWorker();
  await Promise.all(
    [...payments].map(async ([instant, payment]) => {
      const requestId = `killed-${String(instants[instant].amountMinor)}`;
      const view = await eventually(
        () => world.client.find(payment.paymentId, requestId),
        (answer) => answer?.phase !== 'working',
        knownWithinMs,
      );
      if (view !== null) found.set(instant, view);
    }),
  );
  // What the gateway still held goes on, though nobody waits for its answer any more.
  world.simulator.release();
  await world.simulator.waitFor((simulator) => simulator.requests().every(({ held }) => !held));
}, 150_000);

describe.each(Object.keys(instants) as Instant[])('A worker that is killed (SIGKILL) %s', (instant) => {
  const { amountMinor, moved } = instants[instant];

  it('leaves an unknown outcome within seconds, with its amount reserved', () => {
    expect(found.get(instant)).toMatchObject({
      phase: 'stuck',
      waitingFor: 'lookup',
      reason: { code: 'outcomeUnknown' },
      legs: [{ status: 'unknown', amountMinor }],
      balance: { unknownMinor: amountMinor, refundableMinor: 10_000 - amountMinor },
    });
  });

  it('makes no second refund when another worker takes over and the request is made again', async () => {
    const payment = paymentOf(instant);
    const again = await world.client.request(refundOf(payment, amountMinor, `killed-${String(amountMinor)}`));
    expect(again).toMatchObject({ phase: 'stuck', reason: { code: 'outcomeUnknown' } });
    expect(world.returned(payment).map(told)).toEqual(moved);
    expect(sendsFor(world, payment).length).toBe(moved.length);
  });

  it('lets the rest of the payment be refunded, and not more', async () => {
    const payment = paymentOf(instant);
    expect(await world.client.request(refundOf(payment, 10_000 - amountMinor + 1))).toMatchObject({
      outcome: 'refused',
      reason: { code: 'exceedsRefundable' },
    });
    expect(await world.client.request(refundOf(payment, 500))).toMatchObject({ outcome: 'refunded' });
    expect(world.returned(payment).map(told)).toEqual([...moved, 'refund 500 USD']);
  });
});
