import { bothVariants, hasEvents, type EngineStage } from './engine-stage';

/**
 * How long each of the two tasks lasts, in which the messages of the story must arrive: long, for a busy machine, and shorter
 * than the five seconds after which the SDK ends an activation.
 */
const taskMs = 2_500;

/** A query waits for the next task. In that task a local activity ends before the query is answered, and a signal comes. */
async function tell(stage: EngineStage): Promise<number> {
  const { client, taskQueue } = stage;
  (await stage.worker({ stickyMs: 10_000 })).poll();
  const workflowId = taskQueue;
  const handle = await client.workflow.start('localActivityBesideQuery', { taskQueue, workflowId, args: [taskMs] });
  await hasEvents(handle, 'workflowTaskStartedEventAttributes');
  const answer = handle.query<number>('asked');
  await handle.signal('wake');
  await hasEvents(handle, 'workflowTaskStartedEventAttributes', 2);
  await handle.signal('wake');
  expect(await answer).toBe(0);
  await hasEvents(handle, 'activityTaskCompletedEventAttributes', 2);
  return (await stage.unreplayable([handle])).length;
}

describe('A query that comes with the task in which a local activity ends', () => {
  let unreplayable: Awaited<ReturnType<typeof bothVariants<number>>>;
  beforeAll(async () => {
    unreplayable = await bothVariants(tell);
  }, 120_000);

  it('leaves a history behind that cannot be replayed, without the guard', () => {
    expect(unreplayable.unguarded).toBe(1);
  });

  it('does no harm with the guard: it is answered once the activity has ended', () => {
    expect(unreplayable.guarded).toBe(0);
  });
});
