import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { createAdaptorServer } from '@hono/node-server';
import { consoleApp } from './app';
import type { ConsoleOptions } from './options';

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
  const server = createAdaptorServer({ fetch: consoleApp({ ...options, hosts }).fetch, hostname: host });
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
      const patience = setTimeout(() => {
        if ('closeAllConnections' in server) server.closeAllConnections();
      }, 5_000);
      await closed;
      clearTimeout(patience);
    },
  };
}

/** Whether only this machine can reach an address. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
