import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { OrchestraGatewayOptions } from '../../src/gateway';
import { endWithThisProcess } from '../../src/testing/child-processes';

/** What the worker's process receives. */
export interface WorkerSettings {
  readonly address: string;
  readonly namespace: string;
  readonly taskQueue: string;
  readonly gateway: OrchestraGatewayOptions;
  /** The workflow bundle, made once for every worker of the demo. */
  readonly bundlePath: string;
}

/** A worker in a process of its own. */
export interface WorkerProcess {
  readonly pid: number;
  /** Rejects when the worker ends without having been killed. */
  readonly lost: Promise<never>;
  /** Ends it as a crash would. Resolves when it is gone. Safe to repeat. */
  readonly kill: () => Promise<void>;
}

/** Starts a worker process. Resolves when it polls. @throws when it ends before that */
export async function startWorkerProcess(settings: WorkerSettings): Promise<WorkerProcess> {
  // Its standard output would break the JSON document of this process.
  const child = fork(require.resolve('./worker'), [JSON.stringify(settings)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  endWithThisProcess(child);
  let killed = false;
  const exited = once(child, 'exit');
  const lost = exited.then(([code, signal]) => {
    if (killed) return new Promise<never>(() => undefined);
    throw new Error(`the worker process ended unexpectedly (${String(signal ?? code)}); its messages are above`);
  });
  lost.catch(() => undefined);
  await Promise.race([once(child, 'message'), lost]);
  return {
    pid: child.pid ?? 0,
    lost,
    kill: async () => {
      killed = true;
      child.kill('SIGKILL');
      await exited;
    },
  };
}
