import type { Client } from '@temporalio/client';
import { HistoryUnreadableError } from '../../../src/client';
import { historyPages } from '../../../src/client/history-pages';
import { isPassing } from '../../../src/client/retry';

const run = { workflowId: 'payment-ledger/order-1', runId: 'run-1' };
const tooLarge = (message: string, code: number) => Object.assign(new Error(message), { code });

/** A server whose history has so many events, and a connection that takes so many of them in one answer. */
function clientOf(events: number, taken: number, refuse: Error): Client {
  const getWorkflowExecutionHistory = (asked: { maximumPageSize: number; nextPageToken: Uint8Array }) => {
    const from = asked.nextPageToken.length === 0 ? 0 : Number(Buffer.from(asked.nextPageToken).toString());
    const upTo = Math.min(events, from + asked.maximumPageSize);
    if (upTo - from > taken) return Promise.reject(refuse);
    const ids = Array.from({ length: upTo - from }, (_, index) => ({ eventId: from + index + 1 }));
    const nextPageToken = upTo === events ? null : Buffer.from(String(upTo));
    return Promise.resolve({ history: { events: ids }, nextPageToken });
  };
  return { options: { namespace: 'default' }, workflowService: { getWorkflowExecutionHistory } } as unknown as Client;
}

async function idsRead(client: Client): Promise<unknown[]> {
  const ids: unknown[] = [];
  for await (const page of historyPages(client, run)) ids.push(...page.map(({ eventId }) => eventId));
  return ids;
}

describe('A history that is larger than one answer may be', () => {
  it.each([
    ['a connection of grpc-js', tooLarge('Received message larger than max (5000000 vs. 4194304)', 8)],
    ['the connection of a worker', tooLarge('decoded message length too large', 11)],
  ])('is read whole, each event once, over %s', async (_what, refuse) => {
    for (const taken of [1, 3, 100, 5_000]) {
      expect(await idsRead(clientOf(1_000, taken, refuse))).toEqual(Array.from({ length: 1_000 }, (_, at) => at + 1));
    }
  });

  it('fails under its own name, which no one takes for a ledger that does not answer', async () => {
    const read = idsRead(clientOf(10, 0, tooLarge('Received message larger than max', 8)));
    const error: unknown = await read.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(HistoryUnreadableError);
    expect(String(error)).toContain('grpc.max_receive_message_length');
    expect(isPassing(error)).toBe(false);
  });

  it('passes on what is wrong with the server', async () => {
    await expect(idsRead(clientOf(10, 0, tooLarge('ten updates wait already', 8)))).rejects.toThrow('ten updates');
  });
});
