import { askCount, at, bothVariants, forgetWorker, hasEvents, type EngineStage } from './engine-stage';

const runs = 12;
const timerMs = 8_000;

interface Told {
  readonly unreplayable: number;
  readonly queries: readonly (number | string)[];
  readonly updates: readonly number[];
}

/** All workers are away for seconds, as in a deployment. Meanwhile somebody queries, a timer fires, and an update comes. */
async function deploy(stage: EngineStage): Promise<Told> {
  const old = await stage.worker();
  const fresh = await stage.worker();
  old.poll();
  const startedAt = Date.now();
  const handles = await Promise.all(
    Array.from({ length: runs }, (_, index) =>
      stage.client.workflow.start('timerThenActivity', {
        taskQueue: stage.taskQueue,
        workflowId: `${stage.taskQueue}-${String(index)}`,
        args: [timerMs],
      }),
    ),
  );
  await Promise.all(handles.map((handle) => hasEvents(handle, 'timerStartedEventAttributes')));
  await old.kill();
  await Promise.all(handles.map((handle) => forgetWorker(stage, handle)));
  const queries = handles.map((handle) => handle.query<number>('asked').catch(String));
  await at(startedAt + timerMs + 1_000);
  const updates = handles.map(askCount);
  await Promise.all(handles.map((handle) => hasEvents(handle, 'timerFiredEventAttributes')));
  await at(Date.now() + 300);
  fresh.poll();
  const answers = { queries: await Promise.all(queries), updates: await Promise.all(updates) };
  await Promise.all(handles.map((handle) => hasEvents(handle, 'activityTaskCompletedEventAttributes')));
  return { ...answers, unreplayable: (await stage.unreplayable(handles)).length };
}

describe('A worker that finds queries and tasks waiting side by side', () => {
  let told: Awaited<ReturnType<typeof bothVariants<Told>>>;
  beforeAll(async () => {
    told = await bothVariants(deploy);
  }, 180_000);

  it('leaves histories behind that cannot be replayed, without the guard', () => {
    expect(told.unguarded.unreplayable).toBeGreaterThan(0);
  });

  it('leaves none behind with the guard, and every update is answered', () => {
    expect(told.guarded.unreplayable).toBe(0);
    expect(told.guarded.updates).toEqual(Array.from({ length: runs }, () => 1));
  });

  it('answers a query or refuses it with the words by which clients ask again', () => {
    const refused = told.guarded.queries.filter((answer) => typeof answer === 'string');
    expect(refused.filter((text) => !text.includes('ahead of the history'))).toEqual([]);
  });
});
