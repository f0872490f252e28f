import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { OrchestraGatewayOptions } from '../../src/gateway';
import { endWithThisProcess } from '../../src/testing/child-processes';

/** What the worker's process receives. */
export interface WorkerSettings {
  readonly address: string;
  readonly namespace: string;
  readonly taskQueue: string;
  readonly gateway: OrchestraGatewayOptions;
  /** With this package, or with workflows written by hand. */
  readonly kind: 'own' | 'byHand';
  /** One of the two: a bundle made before, or a module to be bundled at the start. */
  readonly bundlePath?: string;
  readonly workflowsPath?: string;
  /** How long the server keeps a workflow for a worker that is gone. @default Temporal's own, 10 seconds */
  readonly stickyMs?: number;
}

export type WorkerOrder = 'memory' | 'shutdown';

export type WorkerReport =
  { readonly kind: 'running'; readonly startMs: number } | { readonly kind: 'memory'; readonly residentBytes: number };

/** A worker in a process of its own. */
export interface WorkerProcess {
  /** From its first line to its first poll, without the start of Node. */
  readonly startMs: number;
  /** What the process holds in memory now. */
  readonly residentBytes: () => Promise<number>;
  /** Ends it as a deployment does. */
  readonly shutDown: () => Promise<void>;
  /** Ends it as a crash would. Safe to repeat. */
  readonly kill: () => Promise<void>;
}

/** Starts a worker process. Resolves when it polls. @throws when it ends before that */
export async function startWorkerProcess(settings: WorkerSettings): Promise<WorkerProcess> {
  const child = fork(require.resolve('./worker-main'), [JSON.stringify(settings)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  endWithThisProcess(child);
  const exited = once(child, 'exit');
  const failed = exited.then(() => {
    throw new Error('the worker process ended unexpectedly; its messages are above');
  });
  failed.catch(() => undefined);
  const running = await Promise.race([next(child), failed]);
  if (running.kind !== 'running') throw new Error('the worker process spoke out of turn');
  return {
    startMs: running.startMs,
    residentBytes: async () => {
      const answer = next(child);
      child.send('memory' satisfies WorkerOrder);
      const told = await Promise.race([answer, failed]);
      if (told.kind !== 'memory') throw new Error('the worker process spoke out of turn');
      return told.residentBytes;
    },
    shutDown: async () => {
      child.send('shutdown' satisfies WorkerOrder);
      await exited;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

async function next(child: ChildProcess): Promise<WorkerReport> {
  const [told] = (await once(child, 'message')) as [WorkerReport];
  return told;
}
