import type { Simulator } from '../../../src/simulator';
import { call, connectionError, moved, referenceOf, request, started, stopAll } from './caller';
import type { Reply } from './caller';

afterEach(stopAll);

/** A control needs no key. */
function control(simulator: Simulator, method: string, path: string, body?: unknown): Promise<Reply> {
  return request(simulator, method, `/_simulator${path}`, body, { apiKey: null });
}

describe('the controls', () => {
  it('list movements, transactions and requests, without any key', async () => {
    const simulator = await started();
    await call(simulator, 'charge', { amount: 1, myRef: 'c-1' });
    expect((await control(simulator, 'GET', '/movements')).json).toEqual(simulator.movements());
    expect((await control(simulator, 'GET', '/transactions')).json).toEqual(simulator.transactions());
    expect((await control(simulator, 'GET', '/requests')).json).toMatchObject([
      { method: 'POST', path: '/PaymentGateway/charge', operation: 'charge', myRef: 'c-1', httpStatus: 200 },
    ]);
    expect((await control(simulator, 'GET', '')).json).toEqual({ status: 'up', sentinels: [] });
  });

  it('add, list and clear faults', async () => {
    const simulator = await started();
    const rule = { kind: 'unauthorized401', operation: 'charge', times: null };
    expect((await control(simulator, 'POST', '/faults', rule)).status).toBe(201);
    expect((await control(simulator, 'GET', '/faults')).json).toEqual([rule]);
    expect((await call(simulator, 'charge', { amount: 1 })).status).toBe(401);
    expect((await control(simulator, 'DELETE', '/faults')).status).toBe(204);
    expect((await call(simulator, 'charge', { amount: 1 })).status).toBe(200);
  });

  it('release what is held', async () => {
    const simulator = await started();
    simulator.fault({ kind: 'hold', effect: 'after' });
    const reply = call(simulator, 'charge', { amount: 1 });
    await simulator.waitFor(({ requests }) => requests().some(({ held }) => held));
    expect((await control(simulator, 'POST', '/release')).json).toEqual({ released: 1 });
    expect((await reply).status).toBe(200);
  });

  it('settle, fail, complete, expire and reset', async () => {
    const simulator = await started();
    const refTransId = await referenceOf(simulator, 'charge', { amount: 10 });
    expect((await control(simulator, 'POST', '/settle', { reference: refTransId })).status).toBe(204);
    expect((await control(simulator, 'POST', '/settle')).status).toBe(204);
    expect(simulator.transactions()).toMatchObject([{ settled: true }]);
    const refund = await referenceOf(simulator, 'refund', { amount: 10, refTransId });
    expect((await control(simulator, 'POST', `/refunds/${refund}/fail`)).status).toBe(204);
    simulator.fault({ kind: 'accepted202', then: 'nothing' });
    const pending = String((await call(simulator, 'refund', { amount: 10, refTransId })).json?.['gatewayReference']);
    expect((await control(simulator, 'POST', `/pending/${pending}/complete`)).status).toBe(204);
    const reference = await referenceOf(simulator, 'authorize', { amount: 5 });
    expect((await control(simulator, 'POST', '/expire', { reference })).status).toBe(204);
    expect(moved(simulator)).toEqual([
      'charge 1000',
      'refund 1000',
      'refundFailed 1000',
      'refund 1000',
      'authorize 500',
    ]);
    expect((await control(simulator, 'POST', '/reset')).status).toBe(204);
    expect([simulator.movements(), simulator.transactions(), simulator.requests()]).toEqual([[], [], []]);
  });

  it.each([
    ['/faults', { kind: 'nonsense' }, ['kind']],
    [
      '/faults',
      { kind: 'hold', effect: 'never', myRef: 3, '4111111111111111': 1 },
      ['effect', 'myRef', '(unreadable name)'],
    ],
    ['/faults', { kind: 'unauthorized401', myRef: '4111111111111111' }, ['myRef']],
    ['/faults', 'not json', ['body']],
    ['/down', {}, ['ms']],
    ['/down', { ms: -1, why: 'x' }, ['ms', 'why']],
    ['/settle', { reference: '' }, ['reference']],
    ['/expire', {}, ['reference']],
  ])('refuse nonsense with every problem: %s %j', async (path, body, fields) => {
    const simulator = await started();
    const reply = await control(simulator, 'POST', path, body);
    expect(reply.status).toBe(400);
    const problems = reply.json?.['problems'] as { field: string; message: string }[];
    expect(problems.map(({ field }) => field).sort()).toEqual([...fields].sort());
    expect(reply.text).not.toContain('4111');
  });

  it.each([
    ['/settle', { reference: 'nobody' }],
    ['/expire', { reference: 'nobody' }],
    ['/refunds/nobody/fail', undefined],
    ['/pending/nobody/complete', undefined],
  ])('answer with an error when they find nothing: %s', async (path, body) => {
    const simulator = await started();
    const reply = await control(simulator, 'POST', path, body);
    expect(reply.status).toBe(404);
    expect(reply.text).toContain('/_simulator/transactions');
  });
});

describe('a sentinel amount', () => {
  it.each([
    [25.91, 'no answer', true],
    [25.92, 500, true],
    [25.93, 503, false],
    [25.95, 200, true],
    [25.96, 'ECONNRESET', true],
    [25.97, 409, false],
    [25.9, 200, true],
  ])('%d ends with %s', async (amount, ending, moves) => {
    const simulator = await started({ sentinels: true });
    const refTransId = await referenceOf(simulator, 'charge', { amount });
    const client = new AbortController();
    const reply = call(simulator, 'refund', { amount, refTransId, myRef: 'r-1' }, client.signal);
    if (ending === 'no answer') {
      await simulator.waitFor(({ movements }) => movements().length === 2);
      client.abort();
      expect(await connectionError(reply)).toBe('AbortError');
    } else if (typeof ending === 'string') {
      expect(await connectionError(reply)).toBe(ending);
    } else {
      expect((await reply).status).toBe(ending);
    }
    expect(simulator.movements().length).toBe(moves ? 2 : 1);
  });

  it('strikes one caller once, never an authorization, and no caller when sentinels are off', async () => {
    const simulator = await started({ sentinels: true });
    const refTransId = await referenceOf(simulator, 'charge', { amount: 100.97 });
    const refund = async (myRef: string) =>
      (await call(simulator, 'refund', { amount: 1.97, refTransId, myRef })).status;
    expect([await refund('a'), await refund('a'), await refund('b')]).toEqual([409, 200, 409]);
    const plain = await started();
    const other = await referenceOf(plain, 'charge', { amount: 1.97 });
    expect((await call(plain, 'refund', { amount: 1.97, refTransId: other })).status).toBe(200);
  });
});
