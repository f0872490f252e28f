import { OrchestraGateway } from '../../../src/gateway';
import { httpAnswer, startRawGateway, type RawGateway } from './raw-gateway';
import { apiKey, refunded, smallRefund } from './sample-requests';

let gateway: RawGateway;
let client: OrchestraGateway;
beforeEach(async () => {
  gateway = await startRawGateway(() => httpAnswer(200, refunded));
  client = new OrchestraGateway({ baseUrl: gateway.url, apiKey, requestTimeoutMs: 2000 });
});
afterEach(async () => {
  await client.close();
  await gateway.stop();
});

/** One connection was made, and it ended without a byte. */
async function expectNothingReceived(): Promise<void> {
  await gateway.connected;
  await gateway.connections[0]?.closed;
  expect(gateway.connections.map((connection) => connection.received)).toEqual(['']);
}

describe('the last check before sending', () => {
  it('withholds the request: the connection exists, and not one byte is written to it', async () => {
    const outcome = await client.refund(smallRefund, { beforeSend: () => false });
    expect(outcome).toEqual({ kind: 'Unavailable', cause: 'notAttempted' });
    await expectNothingReceived();
  });

  it('withholds the request when it throws', async () => {
    const beforeSend = (): boolean => {
      throw new Error('the check itself failed');
    };
    expect(await client.refund(smallRefund, { beforeSend })).toEqual({ kind: 'Unavailable', cause: 'notAttempted' });
    await expectNothingReceived();
  });

  it('lets the request go, after one call', async () => {
    let calls = 0;
    const beforeSend = (): boolean => {
      calls += 1;
      return true;
    };
    expect((await client.refund(smallRefund, { beforeSend })).kind).toBe('Succeeded');
    expect(calls).toBe(1);
  });

  it('is made only when a connection exists', async () => {
    await gateway.stop();
    let calls = 0;
    const beforeSend = (): boolean => {
      calls += 1;
      return true;
    };
    expect(await client.refund(smallRefund, { beforeSend })).toEqual({ kind: 'Unavailable', cause: 'refused' });
    expect(calls).toBe(0);
    gateway = await startRawGateway(() => undefined);
  });

  it('may call the whole thing off by its signal', async () => {
    const abort = new AbortController();
    const beforeSend = (): boolean => {
      abort.abort();
      return true;
    };
    const outcome = await client.refund(smallRefund, { beforeSend, signal: abort.signal });
    expect(outcome).toEqual({ kind: 'Unavailable', cause: 'aborted' });
    await expectNothingReceived();
  });
});
