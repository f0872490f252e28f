import { setTimeout as delay } from 'node:timers/promises';
import type { DevServerInput, DevServerProcess } from './dev-server-process';
import { startDevServer } from './dev-server-process';
import type { FindTemporalServerInput } from './find-temporal-server';
import { findTemporalServer } from './find-temporal-server';
import { freePort } from './free-port';
import { messageOf } from './thrown';

const startAttempts = 3;
const startAgainAfterMs = 100;

/** Temporal's name for the type of a search attribute. */
export type SearchAttributeTypeName = 'Text' | 'Keyword' | 'Int' | 'Double' | 'Bool' | 'Datetime' | 'KeywordList';

export interface StartTemporalServerInput extends FindTemporalServerInput {
  /** @default 'default' */
  readonly namespace?: string;

  /** A file that keeps the server's state, so that it survives `kill` and `restart`. Without it everything is in memory. */
  readonly databaseFile?: string;

  /** Whether the web interface is served too. */
  readonly ui?: boolean;

  /** Search attributes to register. A server that was found by its address is left as it is. */
  readonly searchAttributes?: Readonly<Record<string, SearchAttributeTypeName>>;

  /** Settings of the server by their names in its dynamic configuration. A server that was found by its address is left as it is. */
  readonly dynamicConfig?: Readonly<Record<string, string | number | boolean>>;
}

/** A Temporal server for demos and tests. */
export interface TemporalServer {
  /** `host:port` of its gRPC service; the same after a restart. */
  readonly address: string;
  readonly namespace: string;

  /** The `temporal` program it was started with; null for a server that was found by its address. */
  readonly cliPath: string | null;

  /** The address of its web interface, or null. */
  readonly uiAddress: string | null;

  /** Ends the server at once, as a crash would with SIGKILL. @throws for a server that was found by its address */
  kill(signal: NodeJS.Signals): Promise<void>;

  /** Starts it again on the same port, ending it first if it runs. @throws for a server that was found by its address */
  restart(): Promise<void>;

  /** Ends it. Does nothing to a server that was found by its address. Safe to repeat. */
  stop(): Promise<void>;
}

/**
 * Finds a Temporal server and starts it if it is a program. The server listens on the loopback interface only and ends with
 * this process at the latest.
 *
 * @throws TemporalServerNotFoundError when there is none
 */
export async function startTemporalServer(input: StartTemporalServerInput): Promise<TemporalServer> {
  const namespace = input.namespace ?? 'default';
  const found = await findTemporalServer(input);
  if (found.kind === 'address') return serverOfSomeoneElse({ address: found.address, namespace });
  const settings = {
    cliPath: found.path,
    namespace,
    databaseFile: input.databaseFile ?? null,
    searchAttributes: input.searchAttributes ?? {},
    dynamicConfig: input.dynamicConfig ?? {},
  };
  const { server, port, uiPort } = await startOnFreePort({ settings, ui: input.ui ?? false });
  // With nothing on disk there is nothing to end well: SIGTERM would take more than a second.
  const endSignal = settings.databaseFile === null ? 'SIGKILL' : 'SIGTERM';
  let running = server;
  return {
    address: loopback(port),
    namespace,
    cliPath: found.path,
    uiAddress: uiPort === null ? null : `http://${loopback(uiPort)}`,
    kill: (signal) => running.end(signal),
    restart: async () => {
      await running.end(endSignal);
      running = await startDevServer({ ...settings, port, uiPort });
    },
    stop: () => running.end(endSignal),
  };
}

interface StartOnFreePortInput {
  readonly settings: Omit<DevServerInput, 'port' | 'uiPort'>;
  readonly ui: boolean;
}

interface StartedOnPort {
  readonly server: DevServerProcess;
  readonly port: number;
  readonly uiPort: number | null;
}

/** Another program may take a free port before the server does: then other ports are tried. */
async function startOnFreePort({ settings, ui }: StartOnFreePortInput): Promise<StartedOnPort> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const uiPort = ui ? await freePort() : null;
    try {
      return { server: await startDevServer({ ...settings, port, uiPort }), port, uiPort };
    } catch (error) {
      const portWasTaken = messageOf(error).includes('address already in use');
      if (!portWasTaken || attempt === startAttempts) throw error;
      await delay(startAgainAfterMs);
    }
  }
}

function serverOfSomeoneElse({ address, namespace }: { address: string; namespace: string }): TemporalServer {
  const refuse = (): Promise<never> =>
    Promise.reject(new Error(`The Temporal server at ${address} was not started here and is left alone.`));
  return {
    address,
    namespace,
    cliPath: null,
    uiAddress: null,
    kill: refuse,
    restart: refuse,
    stop: () => Promise.resolve(),
  };
}

function loopback(port: number): string {
  return `127.0.0.1:${String(port)}`;
}
