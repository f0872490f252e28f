import { randomUUID } from 'node:crypto';
import { ensureWorkList, WorkListError } from '../../src';
import { WorkListUnavailableError } from '../../src/client';
import { searchAttributes } from '../../src/contract/search-attributes';
import { useServer } from '../support/use-server';
import { useWorld } from '../support/use-world';
import { refundOf, startWorld } from '../support/world';
import { program } from '../unit/cli/program';

/** What a server on SQL has room for. */
const keywords = Array.from({ length: 10 }, (_, index) => [`Own${String(index)}`, 'Keyword'] as const);

const full = useServer({ searchAttributes: Object.fromEntries(keywords) });
const other = useServer({ searchAttributes: { ReversalStatus: 'Int' } });
const world = useWorld(() => ({ address: full.address }));

async function refusalAt(address: string): Promise<string> {
  const there = await startWorld({ address, startWorker: false });
  const connection = there.connections.nativeConnection;
  const error: unknown = await ensureWorkList({ connection, namespace: 'default' }).catch((thrown: unknown) => thrown);
  await there.stop();
  expect(error).toBeInstanceOf(WorkListError);
  return (error as WorkListError).message;
}

const create = 'temporal operator search-attribute create --namespace default --name';

describe('A worker that is to keep a work list', () => {
  it('says every command that is missing where it may not add the attributes itself', async () => {
    const message = await refusalAt(full.address);
    for (const { name, type } of Object.values(searchAttributes)) {
      expect(message).toContain(`${create} ${name} --type ${type === 'KEYWORD' ? 'Keyword' : 'Datetime'}\n`);
    }
    expect(message).toContain('reversals worker --no-work-list');
  });

  it('ends with code 2 and these commands, as a program, and runs without a work list with --no-work-list', async () => {
    const env = {
      TEMPORAL_ADDRESS: full.address,
      REVERSALS_TASK_QUEUE: `test-${randomUUID()}`,
      ORCHESTRA_BASE_URL: world.simulator.url,
      ORCHESTRA_API_KEY: world.simulator.apiKey,
    };
    const worker = program(['worker'], env);
    expect(await worker.ended()).toBe(2);
    expect(worker.said()).toContain(`${create} ReversalStatus --type Keyword\n`);
    const without = program(['worker', '--no-work-list'], env);
    await without.printed(/worker running/);
    without.signal('SIGTERM');
    expect(await without.ended()).toBe(0);
  });

  it('refuses an attribute of another type, and says how to replace it', async () => {
    const message = await refusalAt(other.address);
    expect(message).toContain('ReversalStatus is int, not Keyword');
    expect(message).toContain('search-attribute remove --namespace default --name ReversalStatus');
    expect(message).toContain(`${create} ReversalStatus --type Keyword`);
  });
});

describe('Without a work list', () => {
  it('reversals work, and ledgers are listed', async () => {
    const payment = await world.captured(5_000);
    expect(await world.client.request(refundOf(payment, 5_000))).toMatchObject({ outcome: 'refunded' });
    const { ledgers } = await world.client.list();
    expect(ledgers).toMatchObject([{ paymentId: payment.paymentId, parked: null }]);
  });

  it.each([{ status: 'approval' }, { account: 'a' }, { currency: 'USD' }, { olderThan: 0 }, { parked: true }] as const)(
    'the filter %j is refused with what is missing',
    async (filter) => {
      const refused: unknown = await world.client.list(filter).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(WorkListUnavailableError);
    },
  );
});
