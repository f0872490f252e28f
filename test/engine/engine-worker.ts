import { fork } from 'node:child_process';
import { once } from 'node:events';
import * as path from 'node:path';
import type { OrchestraGatewayOptions } from '../../src/gateway';

/** What a worker process of these tests is told. */
export interface EngineWorkerInput {
  readonly address: string;
  readonly taskQueue: string;
  readonly bundlePath: string;
  /** How long a task waits for the worker that has the run in memory, in milliseconds. */
  readonly stickyMs: number;
  /** For ledgers; absent: a worker of the tiny workflows. */
  readonly ledgers?: { readonly gateway: OrchestraGatewayOptions; readonly rules: unknown };
}

/** A worker process that is ready, but polls only once it is told to. */
export interface EngineWorker {
  poll(): void;
  /** SIGKILL. Resolves when the process is gone. */
  kill(): Promise<void>;
}

export async function startEngineWorker(input: EngineWorkerInput): Promise<EngineWorker> {
  const child = fork(path.resolve(__dirname, 'engine-worker-main.ts'), {
    execArgv: ['--require', path.resolve(__dirname, '../support/typescript-hook.cjs')],
  });
  const end = (): boolean => child.kill('SIGKILL');
  process.once('exit', end);
  const ended = once(child, 'exit').then(() => {
    process.off('exit', end);
    return false;
  });
  child.send(input);
  const isReady = await Promise.race([once(child, 'message').then(() => true), ended]);
  if (!isReady) throw new Error('the worker process ended before it was ready; it said why above');
  return {
    poll: () => {
      child.send('poll');
    },
    kill: async () => {
      end();
      await ended;
    },
  };
}
