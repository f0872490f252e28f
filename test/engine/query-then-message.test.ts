import type { WorkflowHandle } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';
import { at, bothVariants, hasEvents, type EngineStage, type Variant } from './engine-stage';
import { Worker } from '@temporalio/worker';
import { setTimeout as pause } from 'node:timers/promises';

type EventKind = keyof temporal.api.history.v1.IHistoryEvent;

/** What happens while a query waits for a worker that is dead, and which message comes after that. */
interface Shape {
  readonly workflow: string;
  readonly args?: readonly unknown[];
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
  /** The engine replays this shape well by itself. */
  readonly isHarmless?: true;
}

const runs = 2;
const causeMs = 7_000;
const update = (handle: WorkflowHandle): Promise<unknown> => handle.executeUpdate('count');
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
    args: [true],
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
    const startedAt = Date.now();
    const started = await Promise.all(
      Object.entries(shapes).flatMap(([name, shape]) =>
        Array.from({ length: runs }, async (_, index) => {
          const handle = await client.workflow.start(shape.workflow, {
            taskQueue,
            workflowId: `${name}-${String(index)}-${taskQueue}`,
            args: [causeMs, ...(shape.args ?? [`${taskQueue}-elsewhere`])].slice(
              0,
              shape.workflow === 'mostUrgentFirst' && shape.args === undefined ? 1 : 2,
            ),
          });
          await hasEvents(handle, 'workflowTaskCompletedEventAttributes');
          await shape.before?.(handle);
          return { name, shape, handle };
        }),
      ),
    );
    next.poll();
    await lost.kill();
    await Promise.all(started.map(({ shape, handle }) => one(shape, handle, startedAt)));
    const failed = await stage.unreplayable(started.map(({ handle }) => handle));
    return new Set(started.filter(({ handle }) => failed.includes(handle.workflowId)).map(({ name }) => name));
  });
}

async function one(shape: Shape, handle: WorkflowHandle, startedAt: number): Promise<void> {
  await at(startedAt + causeMs - 1_300);
  const query = handle.query('asked').catch(String);
  await at(startedAt + causeMs - 700);
  await shape.cause?.(handle);
  await hasEvents(handle, shape.event);
  await shape.message?.(handle);
  await query;
  await shape.later?.(handle);
  await hasEvents(handle, 'activityTaskCompletedEventAttributes', shape.activities);
}

describe('While a query waits for a worker that was lost', () => {
  let unreplayable: Record<Variant, ReadonlySet<string>>;
  beforeAll(async () => {
    unreplayable = await bothVariants(tell);
  }, 120_000);

  it.each(Object.keys(shapes).filter((name) => shapes[name]?.isHarmless !== true))(
    '%s: replayable with the guard alone',
    (name) => {
      expect({
        guarded: unreplayable.guarded.has(name),
        unguarded: unreplayable.unguarded.has(name),
      }).toEqual({ guarded: false, unguarded: true });
    },
  );
});
