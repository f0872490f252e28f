import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';
import { bundleWorkflowCode, DefaultLogger, Worker } from '@temporalio/worker';
import { workflowBundleOptions } from '../../src';
import { retry } from '../../src/client/retry';
import { eventually } from '../support/eventually';
import { connect, type TestConnections } from '../support/temporal';
import { startEngineWorker, type EngineWorker, type EngineWorkerInput } from './engine-worker';

type Event = temporal.api.history.v1.IHistoryEvent;

/** With the guard, or as the engine is without it. */
export type Variant = 'guarded' | 'unguarded';

export interface EngineStage extends TestConnections {
  readonly taskQueue: string;
  readonly bundlePath: string;
  /** Starts a worker process, which is killed at the end at the latest. */
  worker(more?: Partial<EngineWorkerInput>): Promise<EngineWorker>;
  /** The ids of those whose history cannot be replayed from its first event. */
  unreplayable(handles: readonly WorkflowHandle[]): Promise<readonly string[]>;
  stop(): Promise<void>;
}

const support = path.resolve(__dirname, '../support');

/** A bundle, a task queue and worker processes for one story. */
export async function engineStage(
  variant: Variant,
  workflowsPath: string = path.join(support, 'tiny-workflows.ts'),
): Promise<EngineStage> {
  const connections = await connect();
  const folder = await mkdtemp(path.join(tmpdir(), 'reversals-engine-'));
  const bundlePath = path.join(folder, 'workflows.js');
  const { code } = await bundleWorkflowCode({
    workflowsPath,
    ...workflowBundleOptions(),
    workflowInterceptorModules: [path.join(support, `${variant}-interceptors.ts`)],
    logger: new DefaultLogger('ERROR'),
  });
  await writeFile(bundlePath, code);
  const taskQueue = `engine-${variant}-${randomUUID()}`;
  const workers: EngineWorker[] = [];
  return {
    ...connections,
    taskQueue,
    bundlePath,
    worker: async (more) => {
      const { address } = connections;
      const worker = await startEngineWorker({ address, taskQueue, bundlePath, stickyMs: 3_000, ...more });
      workers.push(worker);
      return worker;
    },
    unreplayable: async (handles) => {
      const histories = await Promise.all(
        handles.map(async (handle) => ({ workflowId: handle.workflowId, history: await handle.fetchHistory() })),
      );
      const failed: string[] = [];
      const replays = Worker.runReplayHistories({ workflowBundle: { codePath: bundlePath } }, histories);
      for await (const { workflowId, error } of replays) if (error !== undefined) failed.push(workflowId);
      return failed;
    },
    stop: async () => {
      await Promise.all(workers.map((worker) => worker.kill()));
      await connections.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Both variants of a story at once: each brings a stage of its own, which is taken down. */
export async function bothVariants<Result>(
  tell: (stage: EngineStage) => Promise<Result>,
  workflowsPath?: string,
): Promise<Record<Variant, Result>> {
  const tellOn = async (variant: Variant): Promise<Result> => {
    const stage = await engineStage(variant, workflowsPath);
    return tell(stage).finally(() => stage.stop());
  };
  const [guarded, unguarded] = await Promise.all([tellOn('guarded'), tellOn('unguarded')]);
  return { guarded, unguarded };
}

/** Resolves once the history holds so many events of a kind. */
export async function hasEvents(handle: WorkflowHandle, kind: keyof Event, atLeast = 1): Promise<void> {
  const events = async (): Promise<number> =>
    ((await handle.fetchHistory()).events ?? []).filter((event) => event[kind] != null).length;
  await eventually(events, (found) => found >= atLeast, 90_000);
}

/** These stories are about what comes first: this is when. Milliseconds since the epoch. */
export async function at(instant: number): Promise<void> {
  await pause(Math.max(0, instant - Date.now()));
}

/** Makes the server forget which worker has the run in memory, as it does by itself some time after a worker was lost. */
export async function forgetWorker({ client }: EngineStage, { workflowId }: WorkflowHandle): Promise<void> {
  const { namespace } = client.options;
  await client.workflowService.resetStickyTaskQueue({ namespace, execution: { workflowId } });
}

/** Asks a run for its count, again for as long as the failure is Temporal's: an update may come to a worker that is lost. */
export function askCount(handle: WorkflowHandle): Promise<number> {
  return retry({ deadline: Date.now() + 90_000, call: () => handle.executeUpdate<number, []>('count') });
}
