import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { temporalServerEnvironment } from './environment';
import type { StartTemporalServerInput } from './start-temporal-server';
import { startTemporalServer } from './start-temporal-server';

/** What `startReversalsTestEnvironment` takes; what is left out comes from the process's environment. */
export type ReversalsTestEnvironmentOptions = Omit<StartTemporalServerInput, 'fetchers'>;

/** A Temporal server with both kinds of connection to it. For tests only. */
export interface ReversalsTestEnvironment {
  /** `host:port` of the server. */
  readonly address: string;
  readonly namespace: string;

  /** For starting workflows and for `ReversalClient`. */
  readonly client: Client;

  /** For `Worker.create`. */
  readonly nativeConnection: NativeConnection;

  /** A task queue for this environment alone, so that tests on one server do not take each other's work. The same name gives the same queue. */
  taskQueue(name: string): string;

  /** Closes the connections and ends the server if it was started here. Shut workers down first: a used connection cannot be closed. */
  stop(): Promise<void>;
}

/**
 * Starts a Temporal environment for tests without any preparation: it uses the server that `TEMPORAL_ADDRESS` names, else
 * finds a Temporal CLI (`TEMPORAL_CLI_PATH`, PATH, cache), else fetches one, and starts it in memory on a free port.
 * The first connection installs the SDK's default `Runtime`; call `Runtime.install` before this to have another.
 *
 * @example
 * const environment = await startReversalsTestEnvironment();
 * const taskQueue = environment.taskQueue('payment-reversals');
 * const worker = await Worker.create({ connection: environment.nativeConnection, taskQueue, plugins: [plugin] });
 *
 * @throws TemporalServerNotFoundError when there is none and none can be fetched; its message says what to do
 */
export async function startReversalsTestEnvironment(
  options: ReversalsTestEnvironmentOptions = {},
): Promise<ReversalsTestEnvironment> {
  const server = await startTemporalServer({ ...temporalServerEnvironment(), ...options });
  const { address, namespace } = server;
  const closers: (() => Promise<void>)[] = [() => server.stop()];
  const stop = async (): Promise<void> => {
    const close = closers.pop();
    if (close === undefined) return;
    // The rest is closed even if this one cannot be: a server must not be left behind.
    await close().finally(stop);
  };
  try {
    const connection = await Connection.connect({ address });
    closers.push(() => connection.close());
    const nativeConnection = await NativeConnection.connect({ address });
    closers.push(() => nativeConnection.close());
    const suffix = randomUUID().slice(0, 8);
    const client = new Client({ connection, namespace });
    return { address, namespace, client, nativeConnection, taskQueue: (name) => `${name}-${suffix}`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
