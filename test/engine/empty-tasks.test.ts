import { askCount, bothVariants, hasEvents, type EngineStage } from './engine-stage';

const runs = 5;

/** No query at all: two tasks that lead to nothing, then the worker is lost, and an update comes. */
async function wakeTwice(stage: EngineStage): Promise<number> {
  const lost = await stage.worker({ stickyMs: 1_000 });
  const next = await stage.worker({ stickyMs: 1_000 });
  lost.poll();
  const handles = await Promise.all(
    Array.from({ length: runs }, (_, index) =>
      stage.client.workflow.start('signalsWithoutCommands', {
        taskQueue: stage.taskQueue,
        workflowId: `${stage.taskQueue}-${String(index)}`,
      }),
    ),
  );
  for (const tasks of [1, 2, 3]) {
    if (tasks > 1) await Promise.all(handles.map((handle) => handle.signal('wake')));
    const completed = 'workflowTaskCompletedEventAttributes';
    await Promise.all(handles.map((handle) => hasEvents(handle, completed, tasks)));
  }
  await lost.kill();
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const updates = handles.map(askCount);
  next.poll();
  await Promise.all(updates);
  return (await stage.unreplayable(handles)).length;
}

describe('An update after two tasks that left no event', () => {
  let unreplayable: Awaited<ReturnType<typeof bothVariants<number>>>;
  beforeAll(async () => {
    unreplayable = await bothVariants(wakeTwice);
  }, 180_000);

  it('makes the history one that cannot be replayed, without the guard', () => {
    expect(unreplayable.unguarded).toBeGreaterThan(0);
  });

  it('does no harm with the guard, which lets every task leave an event', () => {
    expect(unreplayable.guarded).toBe(0);
  });
});
