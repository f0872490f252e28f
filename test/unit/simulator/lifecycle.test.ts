import { call, connectionError, moved, referenceOf, request, started, stopAll } from './caller';

afterEach(stopAll);

describe('a simulator that is down', () => {
  it('refuses connections, and comes back on the same port with its money', async () => {
    const simulator = await started();
    const refTransId = await referenceOf(simulator, 'charge', { amount: 10 });
    await simulator.goDown();
    expect(await connectionError(call(simulator, 'refund', { amount: 1, refTransId }))).toBe('ECONNREFUSED');
    await simulator.comeBack();
    await referenceOf(simulator, 'refund', { amount: 1, refTransId });
    expect(moved(simulator)).toEqual(['charge 1000', 'refund 100']);
  });

  it('closes connections that wait for an answer', async () => {
    const simulator = await started();
    simulator.fault({ kind: 'hold', effect: 'before' });
    const reply = connectionError(call(simulator, 'charge', { amount: 10 }));
    await simulator.waitFor(({ requests }) => requests().some(({ held }) => held));
    await simulator.goDown();
    expect(await reply).not.toBe('answered');
    simulator.release();
    expect(simulator.movements()).toMatchObject([{ operation: 'charge', answered: false }]);
  });

  it('drops a request when a fault asks for it, and comes back automatically', async () => {
    const simulator = await started();
    simulator.fault({ kind: 'downForMs', ms: 50 });
    const down = simulator.waitFor(({ isListening }) => !isListening());
    expect(await connectionError(call(simulator, 'charge', { amount: 10 }))).not.toBe('answered');
    await down;
    await simulator.waitFor(({ isListening }) => isListening());
    expect((await request(simulator, 'GET', '/Utils/apiKey')).status).toBe(200);
    expect(moved(simulator)).toEqual([]);
  });

  it('goes down when asked over HTTP, and answers that request first', async () => {
    const simulator = await started();
    const reply = await request(simulator, 'POST', '/_simulator/down', { ms: 3_000_000 });
    expect(reply.status).toBe(202);
    await simulator.waitFor(({ isListening }) => !isListening());
    expect(await connectionError(request(simulator, 'GET', '/Utils/apiKey'))).toBe('ECONNREFUSED');
    await simulator.comeBack();
    expect((await request(simulator, 'GET', '/Utils/apiKey')).status).toBe(200);
  });
});

describe('a simulator that stops', () => {
  it('ends held and silent connections at once', async () => {
    const simulator = await started();
    simulator.fault({ kind: 'hold', effect: 'before' });
    simulator.fault({ kind: 'effectThenNoAnswer' });
    const replies = [1, 2].map((amount) => connectionError(call(simulator, 'charge', { amount })));
    await simulator.waitFor(({ movements }) => movements().length === 2);
    await simulator.stop();
    await simulator.stop();
    expect(await Promise.all(replies)).not.toContain('answered');
  });

  it('rejects the waits that are still open', async () => {
    const simulator = await started();
    const waiting = [simulator.nextRequest(), simulator.waitFor(() => false)];
    await Promise.all([
      simulator.stop(),
      ...waiting.map((each) => expect(each).rejects.toThrow('stopped before it happened')),
    ]);
  });
});

describe('waiting for a request', () => {
  it('resolves with the next one that matches, not with an earlier one', async () => {
    const simulator = await started();
    await call(simulator, 'charge', { amount: 1, myRef: 'a' });
    const next = simulator.nextRequest({ operation: 'charge', myRef: 'b' });
    await call(simulator, 'charge', { amount: 2, myRef: 'a' });
    await call(simulator, 'charge', { amount: 3, myRef: 'b' });
    await expect(next).resolves.toMatchObject({ method: 'POST', path: '/PaymentGateway/charge', amountMinor: 300 });
  });

  it('fails with what its predicate throws', async () => {
    const simulator = await started();
    const failing = simulator.waitFor(() => {
      throw new Error('the predicate is wrong');
    });
    await expect(failing).rejects.toThrow('the predicate is wrong');
  });

  it('finds what has already happened', async () => {
    const simulator = await started();
    await call(simulator, 'charge', { amount: 1 });
    await expect(simulator.waitFor(({ movements }) => movements().length === 1)).resolves.toBeUndefined();
  });
});

describe('latency', () => {
  it('passes before the money moves', async () => {
    const simulator = await started({ latencyMs: 600_000 });
    const client = new AbortController();
    const arrived = simulator.nextRequest();
    const reply = connectionError(call(simulator, 'charge', { amount: 1 }, client.signal));
    await arrived;
    client.abort();
    await reply;
    expect(moved(simulator)).toEqual([]);
  });
});
