import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A stretch of network between two programs, which a test takes away and brings back. */
export interface TcpProxy {
  readonly port: number;
  /** Of this end of it. */
  readonly address: string;
  /**
   * `silent`: nothing passes, and neither side is told, as when a cable is pulled. `reset`: every connection is ended, and
   * new ones are ended at once.
   */
  cut(how: 'silent' | 'reset'): void;
  /** What was under way silently passes now; who was reset may connect again. */
  mend(): void;
  stop(): Promise<void>;
}

export interface TcpProxyOptions {
  /** Where it leads, on this machine. */
  readonly toPort: number;
  /** Questions pass, answers and ends of connections do not. */
  readonly withholdsAnswers?: boolean;
}

export async function startTcpProxy({ toPort, withholdsAnswers = false }: TcpProxyOptions): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let passing: 'all' | 'silent' | 'none' = 'all';
  const joined = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // The other side is ended below; how this one ended does not matter.
    socket.on('error', () => undefined);
    if (passing === 'silent') socket.pause();
    return socket;
  };
  const server = createServer((caller) => {
    if (passing === 'none') {
      caller.resetAndDestroy();
      return;
    }
    const target = connect(toPort, '127.0.0.1');
    passOn(caller, target);
    if (withholdsAnswers) target.on('data', () => undefined);
    else passOn(target, caller);
    joined(caller);
    joined(target);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    address: `127.0.0.1:${String(port)}`,
    cut: (how) => {
      passing = how === 'silent' ? 'silent' : 'none';
      for (const socket of sockets)
        if (how === 'silent') socket.pause();
        else socket.resetAndDestroy();
    },
    mend: () => {
      passing = 'all';
      for (const socket of sockets) socket.resume();
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** To a program of this machine by its address, a Temporal server for one. */
export function proxyTo(address: string): Promise<TcpProxy> {
  return startTcpProxy({ toPort: Number(address.split(':').at(-1)) });
}

function passOn(from: Socket, to: Socket): void {
  from.on('data', (chunk) => to.write(chunk));
  from.once('end', () => to.end());
  from.once('close', () => to.destroySoon());
}
