import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { FaultRule, Movement } from '../../src/simulator';
import { endWithThisProcess } from '../../src/testing/child-processes';

/** The simulated gateway in a process of its own. */
export interface GatewayProcess {
  readonly url: string;
  readonly apiKey: string;
  /** Every movement of money so far. */
  readonly movements: () => Promise<readonly Movement[]>;
  readonly fault: (rule: FaultRule) => Promise<void>;
  /** Goes down for so long. */
  readonly goDown: (ms: number) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Starts it. Resolves when it listens. */
export async function startGatewayProcess(): Promise<GatewayProcess> {
  const child = fork(require.resolve('./gateway-main'), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  endWithThisProcess(child);
  const exited = once(child, 'exit');
  const failed = exited.then(() => {
    throw new Error('the simulated gateway ended while it was starting');
  });
  failed.catch(() => undefined);
  const [told] = (await Promise.race([once(child, 'message'), failed])) as [{ url: string; apiKey: string }];
  const control = async (path: string, body?: object): Promise<Response> => {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const response = await fetch(`${told.url}/_simulator${path}`, init);
    if (!response.ok) throw new Error(`the simulated gateway refused ${path}: ${await response.text()}`);
    return response;
  };
  return {
    ...told,
    movements: async () => (await (await control('/movements')).json()) as readonly Movement[],
    fault: async (rule) => {
      await control('/faults', rule);
    },
    goDown: async (ms) => {
      await control('/down', { ms });
    },
    stop: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
