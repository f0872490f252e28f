import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { createAdaptorServer } from '@hono/node-server';
import { consoleApp } from './app';
import type { ConsoleOptions } from './options';

/** How long `stop` waits for requests in progress. */
const patienceMs = 5_000;
/** How long the last answers may take to leave. */
const lastAnswersMs = 250;

export interface StartConsoleInput extends Omit<ConsoleOptions, 'hosts'> {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
}

/** A console that is listening. */
export interface RunningConsole {
  readonly url: string;
  /** Accepts no more requests and finishes those in progress. Safe to repeat. */
  readonly stop: () => Promise<void>;
}

/** Starts a console. @throws Node's own error when it cannot listen there */
export async function startConsole({ host, port, ...options }: StartConsoleInput): Promise<RunningConsole> {
  // Behind a proxy the host name is the proxy's. Without one it must be this machine's own.
  const hosts = options.signIn.demo === null ? null : ['localhost', '127.0.0.1', '[::1]'];
  const app = consoleApp({ ...options, hosts });
  // A request stays in progress until its ledgers have answered, even after its browser has disconnected.
  const inProgress = new Set<Promise<unknown>>();
  const server = createAdaptorServer({
    hostname: host,
    fetch: async (request) => {
      const answer = Promise.resolve(app.fetch(request));
      inProgress.add(answer);
      try {
        return await answer;
      } finally {
        inProgress.delete(answer);
      }
    },
  });
  server.listen(port, host);
  await once(server, 'listening');
  const { address, family, port: boundPort } = server.address() as AddressInfo;
  const hostName = family === 'IPv6' ? `[${address}]` : address;
  return {
    url: `http://${hostName}:${boundPort}`,
    stop: async () => {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      if ('closeIdleConnections' in server) server.closeIdleConnections();
      const patience = new AbortController();
      const pastDeadline = pause(patienceMs, undefined, { signal: patience.signal, ref: false }).catch(() => undefined);
      await Promise.race([Promise.allSettled(inProgress), pastDeadline]);
      if ('closeIdleConnections' in server) server.closeIdleConnections();
      await Promise.race([closed, pause(lastAnswersMs)]);
      if ('closeAllConnections' in server) server.closeAllConnections();
      await closed;
      patience.abort();
    },
  };
}

/** Whether an address can be reached from this machine only. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
