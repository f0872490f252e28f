import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';

/** One whole HTTP request as it came over the wire. */
export interface RawRequest {
  readonly head: string;
  readonly body: string;
  readonly socket: Socket;
}

/** A gateway made of bare sockets, so that a test can answer, break or stay silent at any byte. */
export interface RawGateway {
  readonly url: string;
  /** The connections that were made, with what they received and their end. */
  readonly connections: { received: string; readonly closed: Promise<unknown> }[];
  /** Resolves with the first connection, before a byte is read. */
  readonly connected: Promise<unknown>;
  stop: () => Promise<void>;
}

/** What a test does with a whole request; what it returns is written to the socket. */
export type Reply = (request: RawRequest) => string | undefined;

export async function startRawGateway(
  reply: Reply,
  options: { onConnection?: (socket: Socket) => void; tls?: TlsOptions } = {},
): Promise<RawGateway> {
  const connections: RawGateway['connections'] = [];
  const sockets = new Set<Socket>();
  const serve = (socket: Socket): void => {
    const connection = { received: '', closed: once(socket, 'close') };
    connections.push(connection);
    options.onConnection?.(socket);
    let pending = '';
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      connection.received += chunk.toString('latin1');
      pending += chunk.toString('latin1');
      const whole = wholeRequest(pending);
      if (whole === null) return;
      pending = '';
      const text = reply({ ...whole, socket });
      if (text !== undefined) socket.write(text);
    });
  };
  const server: Server = options.tls === undefined ? createServer(serve) : createTlsServer(options.tls, serve);
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  const connected = once(server, 'connection');
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http${options.tls === undefined ? '' : 's'}://localhost:${String(port)}`,
    connections,
    connected,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function wholeRequest(text: string): { head: string; body: string } | null {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const head = text.slice(0, end);
  const body = text.slice(end + 4);
  const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? 0);
  return body.length >= length ? { head, body } : null;
}

/** An HTTP answer with its length. */
export function httpAnswer(status: number, body: object | string = '', headers: readonly string[] = []): string {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const lines = [`HTTP/1.1 ${String(status)} X`, `content-length: ${String(Buffer.byteLength(text))}`, ...headers];
  return `${lines.join('\r\n')}\r\n\r\n${text}`;
}
