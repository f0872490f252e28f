import { OrchestraGateway, type CallOptions, type MoneyOutcome } from '../../../src/gateway';
import { httpAnswer, startRawGateway, type RawGateway, type Reply } from './raw-gateway';
import { apiKey, refunded, smallRefund } from './sample-requests';
import { selfSignedCertificate } from './self-signed-certificate';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function gateway(reply: Reply, options: Parameters<typeof startRawGateway>[1] = {}): Promise<RawGateway> {
  const started = await startRawGateway(reply, options);
  stops.push(started.stop);
  return started;
}

async function refundAt(baseUrl: string, call?: CallOptions, timeoutMs = 300): Promise<MoneyOutcome> {
  const client = new OrchestraGateway({ baseUrl, apiKey, requestTimeoutMs: timeoutMs, connectTimeoutMs: timeoutMs });
  stops.push(() => client.close());
  return client.refund(smallRefund, call);
}

function lost(cause: string, httpStatus: number | null = null): object {
  return { kind: 'OutcomeUnknown', cause, httpStatus, answer: null };
}

describe('when nothing can have left, the refund is Unavailable', () => {
  it('because no server listens', async () => {
    const { url, stop } = await startRawGateway(() => undefined);
    await stop();
    expect(await refundAt(url)).toEqual({ kind: 'Unavailable', cause: 'refused' });
  });

  it('because the name does not resolve', async () => {
    const outcome = await refundAt('https://gateway.invalid', {}, 20_000);
    expect(outcome).toEqual({ kind: 'Unavailable', cause: 'dns' });
  });

  it('because the certificate is not to be trusted', async () => {
    const { url, connections } = await gateway(() => httpAnswer(200, refunded), { tls: selfSignedCertificate() });
    expect(await refundAt(url)).toEqual({ kind: 'Unavailable', cause: 'tls' });
    expect(connections.map((connection) => connection.received).join('')).toBe('');
  });

  it('because the peer speaks no TLS', async () => {
    const { url } = await gateway(() => undefined, { onConnection: (socket) => socket.write('SSH-2.0-hello\r\n') });
    expect(await refundAt(url.replace('http:', 'https:'))).toEqual({ kind: 'Unavailable', cause: 'tls' });
  });

  it('because the peer hangs up during the TLS handshake', async () => {
    const { url } = await gateway(() => undefined, {
      onConnection: (socket) => socket.once('data', () => socket.end()),
    });
    expect(await refundAt(url.replace('http:', 'https:'))).toEqual({ kind: 'Unavailable', cause: 'tls' });
  });

  it('because the peer resets the connection during the TLS handshake', async () => {
    const { url } = await gateway(() => undefined, {
      onConnection: (socket) => socket.once('data', () => socket.resetAndDestroy()),
    });
    expect(await refundAt(url.replace('http:', 'https:'))).toEqual({ kind: 'Unavailable', cause: 'tls' });
  });

  it('because the connection is not ready in time', async () => {
    const silent = await gateway(() => undefined);
    expect(await refundAt(silent.url.replace('http:', 'https:'))).toEqual({
      kind: 'Unavailable',
      cause: 'connectTimeout',
    });
  });

  it('because the call was aborted before it began', async () => {
    const { url, connections } = await gateway(() => httpAnswer(200, refunded));
    expect(await refundAt(url, { signal: AbortSignal.abort() })).toEqual({ kind: 'Unavailable', cause: 'aborted' });
    expect(connections).toHaveLength(0);
  });

  it('because the call was aborted while the connection was being made', async () => {
    const silent = await gateway(() => undefined);
    const abort = new AbortController();
    const outcome = refundAt(silent.url.replace('http:', 'https:'), { signal: abort.signal }, 20_000);
    await silent.connected;
    abort.abort();
    expect(await outcome).toEqual({ kind: 'Unavailable', cause: 'aborted' });
    await silent.connections[0]?.closed; // the half-made connection goes with it
  });

  it('because the client was closed', async () => {
    const { url, connections } = await gateway(() => httpAnswer(200, refunded));
    const client = new OrchestraGateway({ baseUrl: url, apiKey });
    await client.close();
    await client.close();
    expect(await client.refund(smallRefund)).toEqual({ kind: 'Unavailable', cause: 'closed' });
    expect(await client.lookup({ myRef: 'x' })).toMatchObject({ kind: 'CannotSay', why: 'closed' });
    expect(connections).toHaveLength(0);
  });
});

describe('once the connection exists, every failure leaves the outcome unknown', () => {
  it('when the connection is reset at the first byte, before the request was taken in', async () => {
    const { url } = await gateway(() => undefined, {
      onConnection: (socket) => socket.once('readable', () => socket.resetAndDestroy()),
    });
    expect(await refundAt(url)).toEqual(lost('reset'));
  });

  it('when the connection is reset after the whole request arrived', async () => {
    const { url, connections } = await gateway(({ socket }) => void socket.resetAndDestroy());
    expect(await refundAt(url)).toEqual(lost('reset'));
    expect(connections[0]?.received).toContain('"refTransId":"cap_1"');
  });

  it('when the connection is closed in good order without an answer', async () => {
    const { url } = await gateway(({ socket }) => void socket.end());
    expect(await refundAt(url)).toEqual(lost('reset'));
  });

  it('when no answer comes in time', async () => {
    const { url } = await gateway(() => undefined);
    expect(await refundAt(url)).toEqual(lost('headersTimeout'));
  });

  it('when only an interim answer comes in time', async () => {
    const { url } = await gateway(() => 'HTTP/1.1 102 Processing\r\n\r\n');
    expect(await refundAt(url)).toEqual(lost('headersTimeout'));
  });

  it('when the body does not end in time', async () => {
    const { url } = await gateway(() => 'HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{"operationType":');
    expect(await refundAt(url)).toEqual(lost('bodyTimeout', 200));
  });

  it('when the body drips for ever', async () => {
    const { url } = await gateway(({ socket }) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n');
      const drip = setInterval(() => socket.write(' '), 20);
      socket.once('close', () => {
        clearInterval(drip);
      });
      return undefined;
    });
    expect(await refundAt(url)).toEqual(lost('bodyTimeout', 200));
  });

  it.each([
    [
      'closed',
      'HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{"operationType":"Refund","operationResultCode":"Success"}',
    ],
    [
      'closed in the middle of a chunk',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nff\r\n{"operationType":"Ref',
    ],
    ['closed before the last chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n'],
  ])('when the answer is %s, though it may look whole', async (_how, text) => {
    const { url } = await gateway(({ socket }) => void socket.end(text));
    expect(await refundAt(url)).toEqual(lost('truncated', 200));
  });

  it('when a refusal is cut, because its status alone decides nothing', async () => {
    const { url } = await gateway(({ socket }) => void socket.end('HTTP/1.1 401 X\r\ncontent-length: 9\r\n\r\n{'));
    expect(await refundAt(url)).toEqual(lost('truncated', 401));
  });

  it('when the answer is cut and its length was never given', async () => {
    const { url } = await gateway(
      ({ socket }) => void socket.end('HTTP/1.1 200 OK\r\n\r\n{"operationType":"Refund","operationResultCode":"Suc'),
    );
    expect(await refundAt(url)).toEqual(lost('unreadable', 200));
  });

  it('when the answer is not HTTP', async () => {
    const { url } = await gateway(() => 'Success\r\n\r\n');
    expect(await refundAt(url)).toEqual(lost('unreadable'));
  });

  it('when the answer is larger than an answer can be', async () => {
    const { url } = await gateway(() => httpAnswer(200, { ...refunded, padding: 'x'.repeat(1024 * 1024) }));
    expect(await refundAt(url, {}, 10_000)).toEqual(lost('unreadable', 200));
  });

  it('when the call is aborted, whatever the gateway does then', async () => {
    const abort = new AbortController();
    const { url } = await gateway(() => {
      abort.abort();
      return undefined;
    });
    expect(await refundAt(url, { signal: abort.signal }, 20_000)).toEqual(lost('aborted'));
  });

  it('when the call is aborted while the answer comes', async () => {
    const abort = new AbortController();
    const { url } = await gateway(({ socket }) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{', () => {
        abort.abort();
      });
      return undefined;
    });
    expect(await refundAt(url, { signal: abort.signal }, 20_000)).toMatchObject({
      kind: 'OutcomeUnknown',
      cause: 'aborted',
    });
  });
});

describe('the gateway is asked once', () => {
  it.each([
    ['a reset', (({ socket }) => void socket.resetAndDestroy()) satisfies Reply],
    ['a 503', () => httpAnswer(503, '', ['retry-after: 0'])],
    ['a 429', () => httpAnswer(429, '', ['retry-after: 0'])],
    ['a redirect', () => httpAnswer(307, '', ['location: /PaymentGateway/refund'])],
  ])('also after %s', async (_what, reply) => {
    const { url, connections } = await gateway(reply);
    await refundAt(url);
    expect(connections).toHaveLength(1);
    expect(connections[0]?.received.match(/PUT \/PaymentGateway\/refund/g)).toHaveLength(1);
  });

  it('a redirect is not followed, and proves nothing', async () => {
    const other = await gateway(() => httpAnswer(200, refunded));
    const { url } = await gateway(() => httpAnswer(307, '', [`location: ${other.url}/PaymentGateway/refund`]));
    expect(await refundAt(url)).toEqual(lost('unexpectedStatus', 307));
    expect(other.connections).toHaveLength(0);
  });
});
