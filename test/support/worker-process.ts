import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import * as path from 'node:path';
import type { World } from './world';

/** What a worker process is told once it has started. Legs are told apart by the amount on the wire. */
export interface WorkerProcessInput {
  readonly address: string;
  readonly taskQueue: string;
  readonly bundlePath: string;
  readonly gateway: { readonly baseUrl: string; readonly apiKey: string; readonly requestTimeoutMs: number };
  /** Amounts whose legs stand still before anything is sent. */
  readonly standBefore: readonly number[];
  /** Amounts whose legs stand still after the gateway has answered, before Temporal is told. */
  readonly standAfter: readonly number[];
}

export type WorkerProcessEvent =
  { readonly kind: 'running' } | { readonly kind: 'standsBefore' | 'standsAfter'; readonly amountMinor: number };

/** A worker in a process of its own. */
export interface WorkerProcess {
  /** Resolves once this was told, also if it was told before. Rejects when the process ends first. */
  told(event: WorkerProcessEvent): Promise<void>;
  /** Sends a signal to the process: SIGKILL, SIGSTOP, SIGCONT, or SIGTERM to let it end well. */
  signal(signal: NodeJS.Signals): void;
  /** Resolves when the process has ended. */
  readonly ended: Promise<unknown>;
}

/** Starts a worker of this world as a process and waits until it polls. The world's end does not end it. */
export async function startWorkerProcess(
  { simulator, taskQueue, connections }: World,
  stands: Partial<Pick<WorkerProcessInput, 'standBefore' | 'standAfter'>> = {},
): Promise<WorkerProcess> {
  const child = fork(path.resolve(__dirname, 'worker-process-main.ts'), {
    execArgv: ['--require', path.resolve(__dirname, 'typescript-hook.cjs')],
  });
  const input: WorkerProcessInput = {
    address: connections.address,
    taskQueue,
    bundlePath: process.env['TEST_WORKFLOW_BUNDLE'] ?? '',
    gateway: { baseUrl: simulator.url, apiKey: simulator.apiKey, requestTimeoutMs: 60_000 },
    standBefore: [],
    standAfter: [],
    ...stands,
  };
  // A stopped process would outlive the test run otherwise.
  process.once('exit', () => child.kill('SIGKILL'));
  const started = workerProcess(child);
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
  const ended = once(child, 'exit');
  return {
    ended,
    signal: (signal) => {
      child.kill(signal);
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
