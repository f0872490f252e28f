import { askCount, at, bothVariants, forgetWorker, hasEvents, type EngineStage } from './engine-stage';

const runs = 4;
const timerMs = 6_000;

interface Story {
  readonly workflow: string;
  /** An update comes after the task was lost; else nothing does. */
  readonly isUpdated: boolean;
}

/**
 * The history that a query brings ends with the start of a task which another worker took, and lost with its life: the
 * clock has moved then, and only the history's length tells that this is not our task.
 */
async function loseTask(
  stage: EngineStage,
  what: Story,
): Promise<{ readonly unreplayable: number; readonly taken: number }> {
  const { client, taskQueue } = stage;
  const { namespace } = client.options;
  const first = await stage.worker({ stickyMs: 4_000 });
  const last = await stage.worker({ stickyMs: 4_000 });
  first.poll();
  const startedAt = Date.now();
  const handles = await Promise.all(
    Array.from({ length: runs }, (_, index) =>
      client.workflow.start(what.workflow, {
        taskQueue,
        workflowId: `${taskQueue}-${String(index)}`,
        args: [timerMs],
        workflowTaskTimeout: '6s',
      }),
    ),
  );
  await Promise.all(handles.map((handle) => hasEvents(handle, 'timerStartedEventAttributes')));
  await first.kill();
  await at(startedAt + timerMs - 500);
  // Waits for the first worker, which is dead, and goes to any worker later.
  const queries = handles.map((handle) => handle.query('asked').catch(String));
  await at(Date.now() + 200);
  await Promise.all(handles.map((handle) => forgetWorker(stage, handle)));
  const poll = { namespace, taskQueue: { name: taskQueue, kind: 1 }, identity: 'takes a task and is lost' };
  const tasks = await Promise.all(
    handles.map(() =>
      client.withDeadline(Date.now() + 20_000, () => client.workflowService.pollWorkflowTaskQueue(poll)),
    ),
  );
  last.poll();
  const updates = what.isUpdated ? handles.map(askCount) : [];
  await Promise.all([...queries, ...updates]);
  await Promise.all(handles.map((handle) => hasEvents(handle, 'activityTaskCompletedEventAttributes')));
  const taken = tasks.filter(({ startedEventId }) => Number(startedEventId) > 0).length;
  return { unreplayable: (await stage.unreplayable(handles)).length, taken };
}

const stories: readonly (readonly [string, Story])[] = [
  ['before an update comes', { workflow: 'timerThenActivity', isUpdated: true }],
  ['before nothing else happens', { workflow: 'timerThenClock', isUpdated: false }],
];

describe.each(stories)('A query that finds a task which another worker has taken and lost, %s', (_when, story) => {
  let told: Awaited<ReturnType<typeof bothVariants<Awaited<ReturnType<typeof loseTask>>>>>;
  beforeAll(async () => {
    told = await bothVariants((stage) => loseTask(stage, story));
  }, 180_000);

  it('makes the history one that cannot be replayed, without the guard', () => {
    expect(told.unguarded.taken).toBe(runs);
    expect(told.unguarded.unreplayable).toBeGreaterThan(0);
  });

  it('does no harm with the guard', () => {
    expect(told.guarded.taken).toBe(runs);
    expect(told.guarded.unreplayable).toBe(0);
  });
});
