import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import * as path from 'node:path';
import type { Stage } from './staged-gateway';
import { startTcpProxy } from './tcp-proxy';
import type { World } from './world';

/** How a worker process differs from a plain one. */
export interface WorkerProcessOptions extends Partial<Stage> {
  /** The rules as they are written. @default those where nobody wrote any */
  readonly rules?: unknown;
  /** A worker of activities alone, or of workflows alone. @default both */
  readonly part?: 'activities' | 'workflows';
  /** @default 60000 */
  readonly requestTimeoutMs?: number;
  /** How many activities it runs at a time: once all stand still, it asks for no more. @default 1000 */
  readonly activitiesAtATime?: number;
  /** Another way to the Temporal server. */
  readonly address?: string;
}

/** What a worker process is told once it has started. */
export interface WorkerProcessInput {
  readonly address: string;
  readonly taskQueue: string;
  readonly bundlePath: string;
  readonly gateway: { readonly baseUrl: string; readonly apiKey: string; readonly requestTimeoutMs: number };
  readonly withheldBaseUrl: string | null;
  readonly stage: Stage;
  readonly rules: unknown;
  readonly part: WorkerProcessOptions['part'] | null;
  readonly activitiesAtATime: number;
}

/** Lets what stands still with these amounts go on. */
export interface WorkerProcessGo {
  readonly go: readonly number[];
}

export type WorkerProcessEvent =
  | { readonly kind: 'running' | 'draining' }
  | { readonly kind: 'standsBefore' | 'standsAfter'; readonly amountMinor: number };

/** A worker in a process of its own. */
export interface WorkerProcess {
  /** Resolves once this was told, also if it was told before. Rejects when the process ends first. */
  told(event: WorkerProcessEvent): Promise<void>;
  /** Lets calls with these amounts go on from where they stand. */
  go(amountsMinor: readonly number[]): void;
  /** Sends a signal to the process: SIGKILL, SIGSTOP, SIGCONT, or SIGTERM to let it end well. */
  signal(signal: NodeJS.Signals): void;
  /** Resolves when the process has ended, with its exit code, or null when it was killed. */
  readonly ended: Promise<number | null>;
  /** Kills it, wherever it is. Safe to repeat. */
  stop(): Promise<void>;
}

/** Starts a worker of this world as a process and waits until it polls. The world's end does not end it. */
export async function startWorkerProcess(
  { simulator, taskQueue, connections }: World,
  options: WorkerProcessOptions = {},
): Promise<WorkerProcess> {
  const child = fork(path.resolve(__dirname, 'worker-process-main.ts'), {
    execArgv: ['--require', path.resolve(__dirname, 'typescript-hook.cjs')],
  });
  // A stopped process would outlive the test run otherwise.
  process.once('exit', () => child.kill('SIGKILL'));
  const started = workerProcess(child);
  const { standBefore = [], standBetween = [], standAfter = [], requestTimeoutMs = 60_000 } = options;
  const withholding =
    standBetween.length === 0
      ? null
      : await startTcpProxy({ toPort: Number(new URL(simulator.url).port), withholdsAnswers: true });
  void started.ended.then(() => withholding?.stop());
  const input: WorkerProcessInput = {
    address: options.address ?? connections.address,
    taskQueue,
    bundlePath: process.env['TEST_WORKFLOW_BUNDLE'] ?? '',
    gateway: { baseUrl: simulator.url, apiKey: simulator.apiKey, requestTimeoutMs },
    withheldBaseUrl: withholding === null ? null : `http://127.0.0.1:${String(withholding.port)}`,
    stage: { standBefore, standBetween, standAfter },
    rules: options.rules ?? null,
    part: options.part ?? null,
    activitiesAtATime: options.activitiesAtATime ?? 1_000,
  };
  child.send(input);
  await started.told({ kind: 'running' });
  return started;
}

function workerProcess(child: ChildProcess): WorkerProcess {
  const events = new Set<string>();
  const watchers = new Set<() => void>();
  child.on('message', (event) => {
    events.add(JSON.stringify(event));
    for (const watcher of watchers) watcher();
  });
  const ended = once(child, 'exit').then(([exitCode]) => exitCode as number | null);
  return {
    ended,
    go: (amountsMinor) => {
      child.send({ go: amountsMinor } satisfies WorkerProcessGo);
    },
    signal: (signal) => {
      child.kill(signal);
    },
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    told: (event) =>
      new Promise((resolve, reject) => {
        const watcher = (): void => {
          if (!events.has(JSON.stringify(event))) return;
          watchers.delete(watcher);
          resolve();
        };
        watchers.add(watcher);
        watcher();
        void ended.then(() => {
          reject(new Error(`the worker process ended before it told ${event.kind}`));
        });
      }),
  };
}
