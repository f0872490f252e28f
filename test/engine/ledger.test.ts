import { randomUUID } from 'node:crypto';
import * as path from 'node:path';
import type { temporal } from '@temporalio/proto';
import type { WorkflowHandle } from '@temporalio/client';
import { ReversalClient, type MessageAnswer } from '../../src/client/index';
import { ledgerIdOf } from '../../src/contract/names';
import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import { eventually } from '../support/eventually';
import { refundOf, startWorld, told, type World } from '../support/world';
import { at, bothVariants, hasEvents, type EngineStage } from './engine-stage';

type Event = temporal.api.history.v1.IHistoryEvent;

const ledgers = 2;
const rules = {
  identity: 'trusted',
  default: {
    profile: 'stripe',
    overrides: { lookupsSeeReversals: true, lookupDelayMs: 8_000 },
    sendByMs: 3_000,
    clockSkewMs: 0,
  },
};
const operator = { actor: { id: 'bob' }, reason: 'it cannot be replayed' };
const workflows = path.resolve(__dirname, '../../workflows/index.ts');

let world: World;
beforeAll(async () => {
  world = await startWorld({ startWorker: false, simulator: { enforceCap: false } });
}, 180_000);
afterAll(() => world.stop());

interface Story {
  readonly unreplayable: number;
  /** What `recover` answered, where a worker had to take the ledgers over. */
  readonly recovered: readonly MessageAnswer[];
  readonly outcomes: readonly (string | null)[];
  readonly moved: readonly (readonly string[])[];
}

/**
 * A refund's answer is lost, so a lookup is due; the worker is killed; somebody looks at the payment; the lookup's timer
 * fires; another refund is requested. Then all of it is taken over by a worker that has nothing in memory.
 */
async function tell(stage: EngineStage): Promise<Story> {
  const { simulator } = world;
  const client = new ReversalClient({ client: stage.client, taskQueue: stage.taskQueue });
  const gateway = { baseUrl: simulator.url, apiKey: simulator.apiKey, requestTimeoutMs: 500 };
  const [lost, next, last] = await Promise.all([0, 1, 2].map(() => stage.worker({ ledgers: { gateway, rules } })));
  lost?.poll();
  const amounts = Array.from({ length: ledgers }, () => 2_000 + Math.floor(Math.random() * 6_000));
  for (const amountMinor of amounts) simulator.fault({ kind: 'effectThenNoAnswer', operation: 'refund', amountMinor });
  const all = await Promise.all(
    amounts.map(async (amountMinor) => {
      const payment = await world.captured(10_000);
      await client.request(refundOf(payment, amountMinor), { wait: false });
      return { payment, handle: stage.client.workflow.getHandle(ledgerIdOf(payment.paymentId)) };
    }),
  );
  await Promise.all(all.map(({ handle }) => hasEvents(handle, 'activityTaskCompletedEventAttributes')));
  const due = await Promise.all(all.map(({ handle }) => lookupDueAt(handle)));
  next?.poll();
  await lost?.kill();
  await Promise.all(
    all.map(async ({ payment, handle }, index) => {
      await at((due[index] ?? 0) - 1_200);
      const looked = client.show(payment.paymentId);
      await eventually(() => timersFired(handle, due[index] ?? 0), Boolean, 30_000);
      await client.request(refundOf(payment, 1_000), { wait: false });
      await looked;
    }),
  );
  await Promise.all(all.map(({ payment }) => completed(client, payment)));
  const unreplayable = (await stage.unreplayable(all.map(({ handle }) => handle))).length;
  await next?.kill();
  last?.poll();
  const recovered = await Promise.all(all.map(({ payment }) => client.recover(payment.paymentId, operator)));
  const views = await Promise.all(
    all.map(({ payment }) => client.request(refundOf(payment, 500, `after-${randomUUID()}`))),
  );
  return {
    unreplayable,
    recovered,
    outcomes: views.map(({ outcome }) => outcome),
    moved: all.map(({ payment }, index) =>
      world
        .returned(payment)
        .map(told)
        .map((line) => line.replace(String(amounts[index]), 'first'))
        .sort(),
    ),
  };
}

/** When the timer of the lookup fires, in milliseconds since the epoch. */
async function lookupDueAt(handle: WorkflowHandle): Promise<number> {
  return eventually(
    async () => {
      const events = (await handle.fetchHistory()).events ?? [];
      const dues = events.map(firesAt).filter((instant) => instant > Date.now() && instant < Date.now() + 20_000);
      return dues[0] ?? 0;
    },
    (instant) => instant > 0,
  );
}

function firesAt({ eventTime, timerStartedEventAttributes: timer }: Event): number {
  if (timer == null) return 0;
  return msOf(eventTime) + msOf(timer.startToFireTimeout);
}

async function timersFired(handle: WorkflowHandle, due: number): Promise<boolean> {
  const events = (await handle.fetchHistory()).events ?? [];
  return events.some((event) => event.timerFiredEventAttributes != null && msOf(event.eventTime) > due - 1_500);
}

function msOf(time: { seconds?: unknown; nanos?: number | null } | null | undefined): number {
  return Number(time?.seconds ?? 0) * 1_000 + (time?.nanos ?? 0) / 1e6;
}

async function completed(client: ReversalClient, { paymentId }: PaymentSnapshot): Promise<void> {
  await eventually(
    () => client.show(paymentId),
    ({ reversals }) => reversals.length === 2 && reversals.every(({ phase }) => phase === 'completed'),
    60_000,
  );
}

describe('A ledger whose worker is lost while somebody looks at it', () => {
  let story: Awaited<ReturnType<typeof bothVariants<Story>>>;
  beforeAll(async () => {
    story = await bothVariants(tell, workflows);
  }, 180_000);

  it('cannot be replayed afterwards, without the guard', () => {
    expect(story.unguarded.unreplayable).toBeGreaterThan(0);
  });

  it('can be replayed with the guard, and has nothing to recover', () => {
    expect(story.guarded.unreplayable).toBe(0);
    expect(story.guarded.recovered).toEqual(
      Array.from({ length: ledgers }, () => ({ accepted: false, reason: 'nothing to recover' })),
    );
  });

  it('is recovered in one call where it cannot be replayed', () => {
    const taken = story.unguarded.recovered.filter(({ accepted }) => accepted);
    expect(taken).toHaveLength(story.unguarded.unreplayable);
  });

  it.each(['guarded', 'unguarded'] as const)('moves each refund once, %s', (variant) => {
    const each = ['refund 1000 USD', 'refund 500 USD', 'refund first USD'];
    expect(story[variant].moved).toEqual(Array.from({ length: ledgers }, () => each));
    expect(story[variant].outcomes).toEqual(Array.from({ length: ledgers }, () => 'refunded'));
  });
});
