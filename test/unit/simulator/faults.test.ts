import type { FaultRule, Simulator } from '../../../src/simulator';
import { SimulatorInputError } from '../../../src/simulator';
import { call, connectionError, moved, referenceOf, started, stopAll } from './caller';
import type { Reply } from './caller';

afterEach(stopAll);

interface Scene {
  readonly simulator: Simulator;
  readonly payment: string;
  readonly refund: (signal?: AbortSignal) => Promise<Reply>;
}

async function chargedWith(rule: FaultRule): Promise<Scene> {
  const simulator = await started();
  const payment = await referenceOf(simulator, 'charge', { amount: 100 });
  simulator.fault(rule);
  const refund = (signal?: AbortSignal) =>
    call(simulator, 'refund', { amount: 25, refTransId: payment, myRef: 'r-1' }, signal);
  return { simulator, payment, refund };
}

const refundMoved = ['charge 10000', 'refund 2500'];
const nothingMoved = ['charge 10000'];

interface AnsweredRow {
  readonly rule: FaultRule;
  readonly status: number;
  readonly body: object | null;
  readonly moves: boolean;
}

const answeredRows: readonly AnsweredRow[] = [
  { rule: { kind: 'serverError', httpStatus: 500, effect: true }, status: 500, body: null, moves: true },
  { rule: { kind: 'serverError', httpStatus: 503, effect: false }, status: 503, body: null, moves: false },
  {
    rule: { kind: 'serverError', httpStatus: 503, effect: true, body: 'operationResult' },
    status: 503,
    body: { operationType: 'Refund', operationResultCode: 'TemporaryFailure' },
    moves: true,
  },
  { rule: { kind: 'unauthorized401' }, status: 401, body: null, moves: false },
  { rule: { kind: 'rateLimited429' }, status: 429, body: null, moves: false },
  {
    rule: { kind: 'temporaryFailure' },
    status: 503,
    body: { operationResultCode: 'TemporaryFailure' },
    moves: false,
  },
  {
    rule: { kind: 'temporaryFailure', effect: true },
    status: 503,
    body: { operationResultCode: 'TemporaryFailure' },
    moves: true,
  },
  { rule: { kind: 'fatalFailure' }, status: 500, body: { operationResultCode: 'FatalFailure' }, moves: false },
  {
    rule: { kind: 'fatalFailure', effect: true },
    status: 500,
    body: { operationResultCode: 'FatalFailure' },
    moves: true,
  },
  { rule: { kind: 'notImplemented' }, status: 409, body: { operationResultCode: 'NotImplemented' }, moves: false },
  {
    rule: { kind: 'rejected', gatewayResultCode: 'refund_not_allowed' },
    status: 409,
    body: { operationResultCode: 'Rejected', gatewayResultCode: 'refund_not_allowed' },
    moves: false,
  },
  {
    rule: { kind: 'wrongAmount', answeredMinor: 2600 },
    status: 200,
    body: { amount: 26, currency: 'USD' },
    moves: true,
  },
  { rule: { kind: 'wrongCurrency', currency: 'EUR' }, status: 200, body: { amount: 25, currency: 'EUR' }, moves: true },
  { rule: { kind: 'latency', ms: 1 }, status: 200, body: { operationResultCode: 'Success' }, moves: true },
  { rule: { kind: 'answerAfter', delayMs: 1 }, status: 200, body: { operationResultCode: 'Success' }, moves: true },
  {
    rule: { kind: 'accepted202', then: 'success' },
    status: 202,
    body: { operationResultCode: 'Accepted', gatewayReference: expect.stringMatching(/^re_/) },
    moves: true,
  },
  { rule: { kind: 'accepted202', then: 'failure', body: false }, status: 202, body: null, moves: false },
  { rule: { kind: 'accepted202', then: 'nothing', body: false }, status: 202, body: null, moves: false },
];

describe('a fault separates what moved from what was answered', () => {
  it.each(answeredRows)('$rule answers $status', async ({ rule, status, body, moves }) => {
    const { simulator, refund } = await chargedWith(rule);
    const reply = await refund();
    expect(reply.status).toBe(status);
    if (body === null) expect(reply.text).toBe('');
    else expect(reply.json).toMatchObject(body);
    expect(moved(simulator)).toEqual(moves ? refundMoved : nothingMoved);
    expect(simulator.movements().every(({ answered }) => answered)).toBe(true);
    expect(simulator.requests().at(-1)).toMatchObject({ fault: rule.kind, httpStatus: status });
  });

  it.each<{ rule: FaultRule; error: string; moves: boolean }>([
    { rule: { kind: 'effectThenReset' }, error: 'ECONNRESET', moves: true },
    { rule: { kind: 'resetBeforeEffect' }, error: 'ECONNRESET', moves: false },
    { rule: { kind: 'truncatedBody' }, error: 'UND_ERR_SOCKET', moves: true },
    { rule: { kind: 'truncatedBody', effect: false }, error: 'UND_ERR_SOCKET', moves: false },
  ])('$rule breaks the connection', async ({ rule, error, moves }) => {
    const { simulator, refund } = await chargedWith(rule);
    expect(await connectionError(refund())).toBe(error);
    expect(moved(simulator)).toEqual(moves ? refundMoved : nothingMoved);
    expect(simulator.movements().at(1)?.answered ?? false).toBe(false);
  });

  it.each<{ rule: FaultRule; moves: boolean }>([
    { rule: { kind: 'htmlBody' }, moves: true },
    { rule: { kind: 'htmlBody', effect: false, httpStatus: 502 }, moves: false },
  ])('$rule answers a page that is not JSON', async ({ rule, moves }) => {
    const { simulator, refund } = await chargedWith(rule);
    const reply = await refund();
    expect(reply.headers.get('content-type')).toContain('text/html');
    expect(reply.json).toBeNull();
    expect(moved(simulator)).toEqual(moves ? refundMoved : nothingMoved);
  });

  it('leaves fields out of a good answer', async () => {
    const { refund } = await chargedWith({ kind: 'answerWithout', fields: ['amount', 'currency'] });
    const { json } = await refund();
    expect(json).toMatchObject({ operationResultCode: 'Success' });
    expect(json).not.toHaveProperty('amount');
    expect(json).not.toHaveProperty('currency');
  });

  it('says how long to wait when it limits the rate', async () => {
    const { refund } = await chargedWith({ kind: 'rateLimited429', retryAfterSeconds: 7 });
    expect((await refund()).headers.get('retry-after')).toBe('7');
  });

  it('moves the money and never answers', async () => {
    const { simulator, refund } = await chargedWith({ kind: 'effectThenNoAnswer' });
    const client = new AbortController();
    const reply = connectionError(refund(client.signal));
    await simulator.waitFor((gateway) => gateway.movements().length === 2);
    client.abort();
    expect(await reply).toBe('AbortError');
    expect(moved(simulator)).toEqual(refundMoved);
    expect(simulator.movements()[1]?.answered).toBe(false);
  });

  it.each<{ first: 'noAnswer' | 'reset' | 'status503' }>([
    { first: 'noAnswer' },
    { first: 'reset' },
    { first: 'status503' },
  ])('moves the money only after the client was left with $first', async ({ first }) => {
    const { simulator, refund } = await chargedWith({ kind: 'effectAfter', delayMs: null, first });
    const client = new AbortController();
    const arrived = simulator.nextRequest({ operation: 'refund' });
    const reply = refund(client.signal).then(
      ({ status }) => status,
      () => 'no answer',
    );
    await arrived;
    if (first === 'noAnswer') client.abort();
    expect(await reply).toBe(first === 'status503' ? 503 : 'no answer');
    expect(moved(simulator)).toEqual(nothingMoved);
    expect(simulator.release()).toBe(1);
    expect(moved(simulator)).toEqual(refundMoved);
  });

  it.each<{ end: 'success' | 'failure'; state: string }>([
    { end: 'success', state: 'succeeded' },
    { end: 'failure', state: 'failed' },
  ])('keeps an accepted refund pending until its $end', async ({ end, state }) => {
    const { simulator, refund } = await chargedWith({ kind: 'accepted202', then: end, afterMs: null });
    const reply = await refund();
    const refTransId = reply.json?.['gatewayReference'];
    expect(moved(simulator)).toEqual(nothingMoved);
    expect((await call(simulator, 'status', { myRef: 'r-1' })).json).toMatchObject({ gatewayResultCode: 'pending' });
    simulator.release();
    expect((await call(simulator, 'status', { refTransId })).json).toMatchObject({ gatewayResultCode: state });
    expect(moved(simulator)).toEqual(end === 'success' ? refundMoved : nothingMoved);
  });

  it('fails an accepted refund whose money another refund took in the meantime', async () => {
    const { simulator, payment, refund } = await chargedWith({ kind: 'accepted202', then: 'success', afterMs: null });
    await refund();
    await referenceOf(simulator, 'refund', { amount: 100, refTransId: payment });
    simulator.release();
    expect((await call(simulator, 'status', { myRef: 'r-1' })).json).toMatchObject({ gatewayResultCode: 'failed' });
    expect(moved(simulator)).toEqual(['charge 10000', 'refund 10000']);
  });

  it('fails a refund that had succeeded', async () => {
    const { simulator, refund } = await chargedWith({ kind: 'lateRefundFailure', afterMs: null });
    expect((await refund()).status).toBe(200);
    expect(moved(simulator)).toEqual(refundMoved);
    simulator.release();
    expect(moved(simulator)).toEqual([...refundMoved, 'refundFailed 2500']);
  });

  it.each<{ effect: 'before' | 'after'; whileHeld: string[] }>([
    { effect: 'before', whileHeld: refundMoved },
    { effect: 'after', whileHeld: nothingMoved },
  ])('holds an answer until release, with the effect $effect', async ({ effect, whileHeld }) => {
    const { simulator, refund } = await chargedWith({ kind: 'hold', effect });
    const reply = refund();
    await simulator.waitFor((gateway) => gateway.requests().some(({ held }) => held));
    expect(moved(simulator)).toEqual(whileHeld);
    expect(simulator.release()).toBe(1);
    expect((await reply).status).toBe(200);
    expect(moved(simulator)).toEqual(refundMoved);
  });

  it('answers a request that the rules refuse as refused, whatever the fault', async () => {
    const { simulator, payment } = await chargedWith({ kind: 'effectThenReset', amountMinor: 10001 });
    expect(await connectionError(call(simulator, 'refund', { amount: 100.01, refTransId: payment }))).toBe(
      'ECONNRESET',
    );
    expect(moved(simulator)).toEqual(nothingMoved);
  });
});

describe('a fault rule', () => {
  it.each<{ rule: FaultRule; hit: boolean }>([
    { rule: { kind: 'unauthorized401' }, hit: true },
    { rule: { kind: 'unauthorized401', operation: 'refund' }, hit: true },
    { rule: { kind: 'unauthorized401', operation: 'void' }, hit: false },
    { rule: { kind: 'unauthorized401', operation: 'status' }, hit: false },
    { rule: { kind: 'unauthorized401', myRef: 'r-1' }, hit: true },
    { rule: { kind: 'unauthorized401', myRef: 'r-2' }, hit: false },
    { rule: { kind: 'unauthorized401', amountMinor: 2500 }, hit: true },
    { rule: { kind: 'unauthorized401', amountMinor: 2501 }, hit: false },
    { rule: { kind: 'unauthorized401', reference: 'ch_other' }, hit: false },
  ])('$rule is for a refund of 25.00 with reference r-1: $hit', async ({ rule, hit }) => {
    const { refund } = await chargedWith(rule);
    expect((await refund()).status).toBe(hit ? 401 : 200);
  });

  it('is used once, as often as it says, or for ever', async () => {
    const { simulator, refund } = await chargedWith({ kind: 'unauthorized401', times: 2 });
    const statuses = async () => [(await refund()).status, (await refund()).status, (await refund()).status];
    expect(await statuses()).toEqual([401, 401, 200]);
    simulator.fault({ kind: 'unauthorized401', times: null });
    expect(await statuses()).toEqual([401, 401, 401]);
    simulator.clearFaults();
    expect((await refund()).status).toBe(200);
  });

  it('leaves probes and lookups alone unless it names them', async () => {
    const { simulator } = await chargedWith({ kind: 'serverError', httpStatus: 503, effect: false });
    const probe = () => fetch(`${simulator.url}/Utils/apiKey`, { headers: { 'x-api-key': simulator.apiKey } });
    expect((await probe()).status).toBe(200);
    simulator.fault({ kind: 'serverError', httpStatus: 503, effect: false, operation: 'checkApiKey' });
    expect((await probe()).status).toBe(503);
  });

  it('is refused with every problem at once', async () => {
    const simulator = await started();
    const rule = { kind: 'hold', effect: 'never', times: 0, extra: 1 } as unknown as FaultRule;
    expect(() => simulator.fault(rule)).toThrow(SimulatorInputError);
    expect(() => simulator.fault(rule)).toThrow(
      /times must be.*effect must be one of: before, after.*extra is not a known/,
    );
  });
});
