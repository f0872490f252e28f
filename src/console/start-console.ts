import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { createAdaptorServer } from '@hono/node-server';
import { consoleApp } from './app';
import type { ConsoleOptions } from './options';

/** How long stopping waits for what is under way, in milliseconds. */
const patienceMs = 5_000;
const lastAnswersMs = 250;

export interface StartConsoleInput extends Omit<ConsoleOptions, 'hosts'> {
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
}

/** A console that listens. */
export interface RunningConsole {
  readonly url: string;
  /** Takes no more requests, ends what is under way. Safe to repeat. */
  readonly stop: () => Promise<void>;
}

/** Starts a console. @throws Node's own error when it cannot listen there */
export async function startConsole({ host, port, ...options }: StartConsoleInput): Promise<RunningConsole> {
  // With a proxy in front the name is the proxy's; on one's own machine it must be this one's.
  const hosts = options.signIn.demo === null ? null : ['localhost', '127.0.0.1', '[::1]'];
  const app = consoleApp({ ...options, hosts });
  // Whoever asked may be gone while the ledgers are still being asked for them.
  const underWay = new Set<Promise<unknown>>();
  const server = createAdaptorServer({
    hostname: host,
    fetch: async (request) => {
      const answer = Promise.resolve(app.fetch(request));
      underWay.add(answer);
      try {
        return await answer;
      } finally {
        underWay.delete(answer);
      }
    },
  });
  server.listen(port, host);
  await once(server, 'listening');
  const { address, family, port: taken } = server.address() as AddressInfo;
  const name = family === 'IPv6' ? `[${address}]` : address;
  return {
    url: `http://${name}:${taken}`,
    stop: async () => {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      if ('closeIdleConnections' in server) server.closeIdleConnections();
      const patience = new AbortController();
      const pastDeadline = pause(patienceMs, undefined, { signal: patience.signal, ref: false }).catch(() => undefined);
      await Promise.race([Promise.allSettled(underWay), pastDeadline]);
      if ('closeIdleConnections' in server) server.closeIdleConnections();
      // The last answers are still on their way out.
      await Promise.race([closed, pause(lastAnswersMs)]);
      if ('closeAllConnections' in server) server.closeAllConnections();
      await closed;
      patience.abort();
    },
  };
}

/** Whether only this machine can reach an address. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
