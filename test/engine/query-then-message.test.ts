import { setTimeout as pause } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';
import { Worker } from '@temporalio/worker';
import { askCount, at, bothVariants, hasEvents, type EngineStage, type Variant } from './engine-stage';

type EventKind = keyof temporal.api.history.v1.IHistoryEvent;

/** What happens while a query waits for a worker that is dead, and which message comes after that. */
interface Shape {
  readonly workflow: string;
  /** Besides the time after which it happens. */
  readonly args?: (taskQueue: string) => readonly unknown[];
  /** Happens before the worker is lost. */
  readonly before?: (handle: WorkflowHandle) => Promise<unknown>;
  /** What brings the event, where no timer does. */
  readonly cause?: (handle: WorkflowHandle) => Promise<void>;
  readonly event: EventKind;
  /** Before the query is answered. */
  readonly message?: (handle: WorkflowHandle) => Promise<unknown>;
  /** After the query was answered. */
  readonly later?: (handle: WorkflowHandle) => Promise<void>;
  /** Activities at the end. */
  readonly activities: number;
}

const runs = 2;
const causeMs = 8_000;
const update = (handle: WorkflowHandle): Promise<unknown> => askCount(handle);
const signal = (handle: WorkflowHandle): Promise<void> => handle.signal('wake');
const fired = 'timerFiredEventAttributes';

const shapes: Readonly<Record<string, Shape>> = {
  'a timer fires, then an update': { workflow: 'timerThenActivity', event: fired, message: update, activities: 1 },
  'a timer with a local activity behind it fires, then an update': {
    workflow: 'timerBehindLocalActivity',
    event: fired,
    message: update,
    activities: 1,
  },
  'an activity ends, then an update': {
    workflow: 'activityThenActivity',
    args: (taskQueue) => [`${taskQueue}-elsewhere`],
    event: 'activityTaskCompletedEventAttributes',
    message: update,
    activities: 2,
  },
  'a signal, then an update': {
    workflow: 'signalThenActivity',
    cause: signal,
    event: 'workflowExecutionSignaledEventAttributes',
    message: update,
    activities: 1,
  },
  'a timer fires, then a signal': { workflow: 'timerBesideSignal', event: fired, later: signal, activities: 2 },
  'a timer fires, then a signal, in one loop': {
    workflow: 'mostUrgentFirst',
    event: fired,
    later: signal,
    activities: 2,
  },
  'a timer fires, then a signal, in one loop with local activities': {
    workflow: 'mostUrgentFirst',
    args: () => [true],
    event: fired,
    later: signal,
    activities: 2,
  },
  'two timers fire': { workflow: 'timerBesideTimer', event: fired, activities: 2 },
  'a timer judged by the clock fires': { workflow: 'timerJudgedByClock', event: fired, activities: 1 },
  'an update is answered by a timer, then an update': {
    workflow: 'updateAnsweredByTimer',
    before: (handle) => handle.startUpdate('answerWhenDue', { waitForStage: 'ACCEPTED' }),
    event: fired,
    message: update,
    activities: 0,
  },
};

async function tell(stage: EngineStage): Promise<ReadonlySet<string>> {
  const { client, taskQueue, nativeConnection } = stage;
  const [lost, next] = await Promise.all([stage.worker(), stage.worker()]);
  // What is done elsewhere goes on while workers are lost.
  const elsewhere = await Worker.create({
    connection: nativeConnection,
    taskQueue: `${taskQueue}-elsewhere`,
    activities: { wait: pause },
  });
  return elsewhere.runUntil(async () => {
    lost.poll();
    const started = await Promise.all(
      Object.entries(shapes).flatMap(([name, shape]) =>
        Array.from({ length: runs }, async (_, index) => {
          const handle = await client.workflow.start(shape.workflow, {
            taskQueue,
            workflowId: `${name}-${String(index)}-${taskQueue}`,
            args: [causeMs, ...(shape.args?.(taskQueue) ?? [])],
          });
          await hasEvents(handle, 'workflowTaskCompletedEventAttributes');
          await shape.before?.(handle);
          return { name, shape, handle };
        }),
      ),
    );
    next.poll();
    await lost.kill();
    await Promise.all(started.map(({ shape, handle }) => one(shape, handle)));
    const failed = await stage.unreplayable(started.map(({ handle }) => handle));
    return new Set(started.filter(({ handle }) => failed.includes(handle.workflowId)).map(({ name }) => name));
  });
}

async function one(shape: Shape, handle: WorkflowHandle): Promise<void> {
  const dueAt = (await startedAt(handle)) + causeMs;
  await at(dueAt - 1_300);
  const query = handle.query('asked').catch(String);
  await at(dueAt - 700);
  await shape.cause?.(handle);
  await hasEvents(handle, shape.event);
  await shape.message?.(handle);
  await query;
  await shape.later?.(handle);
  await hasEvents(handle, 'activityTaskCompletedEventAttributes', shape.activities);
}

/** When its first task was done: its timer runs since then. Milliseconds since the epoch. */
async function startedAt(handle: WorkflowHandle): Promise<number> {
  const events = (await handle.fetchHistory()).events ?? [];
  const { eventTime } = events.find((event) => event.workflowTaskCompletedEventAttributes != null) ?? {};
  return Number(eventTime?.seconds) * 1_000 + (eventTime?.nanos ?? 0) / 1e6;
}

describe('While a query waits for a worker that was lost', () => {
  let unreplayable: Record<Variant, ReadonlySet<string>>;
  beforeAll(async () => {
    unreplayable = await bothVariants(tell);
  }, 120_000);

  it('what happens leaves histories behind that cannot be replayed, without the guard', () => {
    expect(unreplayable.unguarded.size).toBeGreaterThan(0);
  });

  it.each(Object.keys(shapes))('%s: replayable with the guard', (name) => {
    expect(unreplayable.guarded.has(name)).toBe(false);
  });
});
