import { inspect } from 'node:util';
import { OrchestraGateway, StoreStringTokenError, type PingOutcome, type LookupOutcome } from '../../../src/gateway';
import { httpAnswer, startRawGateway, type RawGateway, type RawRequest } from './raw-gateway';
import { apiKey, fullVoid } from './sample-requests';

let gateway: RawGateway;
let client: OrchestraGateway;
let requests: RawRequest[];
let answer: string;
beforeEach(async () => {
  requests = [];
  gateway = await startRawGateway((request) => {
    requests.push(request);
    return answer;
  });
  client = new OrchestraGateway({ baseUrl: gateway.url, apiKey, requestTimeoutMs: 2000 });
});
afterEach(async () => {
  await client.close();
  await gateway.stop();
});

const found = {
  operationType: 'Status',
  operationResultCode: 'Success',
  gatewayReference: 'txn_abc123',
  gatewayResultCode: 'succeeded',
  amount: 25.0,
  currency: 'USD',
};

describe('a lookup', () => {
  it('sends every documented field and nothing else', async () => {
    answer = httpAnswer(200, found);
    await client.lookup({ ...fullVoid });
    expect(requests[0]?.head).toMatch(/^POST \/PaymentGateway\/status HTTP\/1.1/);
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual({
      refTransId: 'auth_1',
      myRef: 'order-1001-void',
      paymentGatewayAccountName: 'stripe-production',
      paymentGatewayAccount: fullVoid.paymentGatewayAccount,
      certificateName: 'certificate-1',
      networkTokenBrand: 'Visa',
    });
  });

  it.each<[string, object, Partial<Record<string, unknown>>]>([
    ['Status', {}, { operationType: 'Status', amountMinor: null }],
    ['the operation itself', { operationType: 'Refund' }, { operationType: 'Refund' }],
    ['an amount without currency, which cannot be counted', { currency: null }, { amountMinor: null, currency: null }],
  ])('that finds %s reports it without judging it', async (_what, fields, expected) => {
    answer = httpAnswer(200, { ...found, amount: null, ...fields });
    expect(await client.lookup({ myRef: 'x' })).toMatchObject({ kind: 'Found', answer: expected });
  });

  it('that finds a transaction reports amount and codes', async () => {
    answer = httpAnswer(200, found);
    expect(await client.lookup({ myRef: 'x' })).toMatchObject({
      kind: 'Found',
      answer: { gatewayReference: 'txn_abc123', gatewayResultCode: 'succeeded', amountMinor: 2500, currency: 'USD' },
    });
  });

  it('that is refused is Rejected, which is not yet "never happened"', async () => {
    answer = httpAnswer(409, { ...found, operationResultCode: 'Rejected', gatewayResultCode: 'not_found' });
    expect(await client.lookup({ myRef: 'x' })).toMatchObject({
      kind: 'Rejected',
      answer: { gatewayResultCode: 'not_found' },
    });
  });

  it.each<[string, string, Partial<LookupOutcome>]>([
    ['202', httpAnswer(202), { why: 'pending', httpStatus: 202 }],
    ['400', httpAnswer(400, { fieldName: 'myRef', errors: ['x'] }), { why: 'invalidRequest', httpStatus: 400 }],
    ['401', httpAnswer(401), { why: 'unauthorized', httpStatus: 401 }],
    ['409 without a body', httpAnswer(409), { why: 'conflictWithoutBody', httpStatus: 409 }],
    ['429', httpAnswer(429, '', ['retry-after: 2']), { why: 'rateLimited', httpStatus: 429, retryAfterMs: 2000 }],
    ['500', httpAnswer(500), { why: 'serverError', httpStatus: 500 }],
    ['404', httpAnswer(404), { why: 'unexpectedStatus', httpStatus: 404 }],
    [
      'NotImplemented',
      httpAnswer(409, { ...found, operationResultCode: 'NotImplemented' }),
      { why: 'unsupported', httpStatus: 409 },
    ],
    [
      'TemporaryFailure',
      httpAnswer(503, { ...found, operationResultCode: 'TemporaryFailure' }),
      { why: 'temporaryFailure', httpStatus: 503 },
    ],
    ['another 200', httpAnswer(200, '<html>'), { why: 'unreadable', httpStatus: 200 }],
  ])('answered with %s cannot say', async (_what, text, expected) => {
    answer = text;
    expect(await client.lookup({ myRef: 'x' })).toMatchObject({ kind: 'CannotSay', retryAfterMs: null, ...expected });
  });

  it('at a gateway that is not there cannot say', async () => {
    await gateway.stop();
    expect(await client.lookup({ myRef: 'x' })).toMatchObject({ kind: 'CannotSay', why: 'refused', httpStatus: null });
    gateway = await startRawGateway(() => undefined);
  });
});

describe('the key check', () => {
  it.each<[string, string, PingOutcome]>([
    ['the account', httpAnswer(200, { status: 'OK', isSandbox: true }), { kind: 'Answered', isSandbox: true }],
    ['a live account', httpAnswer(200, { status: 'OK', isSandbox: false }), { kind: 'Answered', isSandbox: false }],
    ['less than it may', httpAnswer(200, { status: 'OK' }), { kind: 'Answered', isSandbox: null }],
    ['401', httpAnswer(401), { kind: 'Unauthorized' }],
    ['429', httpAnswer(429, '', ['retry-after: 1']), { kind: 'RateLimited', retryAfterMs: 1000 }],
    ['503', httpAnswer(503), { kind: 'Unknown', cause: 'unexpectedStatus', httpStatus: 503 }],
    ['a page', httpAnswer(200, '<html>'), { kind: 'Unknown', cause: 'unreadable', httpStatus: 200 }],
    ['{}', httpAnswer(200, {}), { kind: 'Unknown', cause: 'unreadable', httpStatus: 200 }],
  ])('answered with %s', async (_what, text, expected) => {
    answer = text;
    expect(await client.ping()).toEqual(expected);
    expect(requests[0]?.head).toMatch(/^GET \/Utils\/apiKey HTTP\/1.1/);
    expect(requests[0]?.head).toContain(`x-api-key: ${apiKey}`);
  });

  it('at a gateway that is not there is Unavailable', async () => {
    await gateway.stop();
    expect(await client.ping()).toEqual({ kind: 'Unavailable', cause: 'refused' });
    gateway = await startRawGateway(() => undefined);
  });
});

describe('storing a string', () => {
  const payload = '4111111111111111';

  it.each([
    [201, 'nQGywsQE9gbURtrXEjTZwtWqeMdK9nsO'],
    [200, '@nQGywsQE9gbURtrXEjTZwtWqeMdK9nsO'],
  ])('answered with %d and %s gives the token as a card takes it', async (status, token) => {
    answer = httpAnswer(status, { token, createTime: '2026-11-20T10:00:00Z' });
    expect(await client.storeStringToken(payload)).toBe('@nQGywsQE9gbURtrXEjTZwtWqeMdK9nsO');
    expect(requests[0]?.head).toMatch(/^POST \/StringTokens HTTP\/1.1/);
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual({ payload });
  });

  it.each<[string, string, string]>([
    ['400', httpAnswer(400, { fieldName: 'payload', errors: [payload] }), 'refused'],
    ['401', httpAnswer(401), 'unauthorized'],
    ['429', httpAnswer(429), 'rateLimited'],
    ['500', httpAnswer(500, payload), 'noToken'],
    ['no token', httpAnswer(201, {}), 'noToken'],
    ['text', httpAnswer(201, payload), 'noToken'],
    ['the payload as token', httpAnswer(201, { token: payload }), 'noToken'],
    ['the payload as a token with @', httpAnswer(201, { token: `@${payload}` }), 'noToken'],
    ['a token that is none', httpAnswer(201, { token: 'a token' }), 'noToken'],
    ['a cut answer', 'HTTP/1.1 abc\r\n\r\n', 'noToken'],
  ])('answered with %s throws, without what was to be stored', async (_what, text, problem) => {
    answer = text;
    const error: unknown = await client.storeStringToken(payload).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StoreStringTokenError);
    expect(error).toMatchObject({ name: 'StoreStringTokenError', problem });
    expect(inspect(error, { depth: 9 })).not.toMatch(/4111|key-that-stays/);
  });

  it('at a gateway that is not there throws that nothing was stored', async () => {
    await gateway.stop();
    await expect(client.storeStringToken(payload)).rejects.toMatchObject({ problem: 'unavailable' });
    gateway = await startRawGateway(() => undefined);
  });

  it.each(['', 'x'.repeat(16_385)])('refuses what the gateway would refuse, before it leaves', async (text) => {
    await expect(client.storeStringToken(text)).rejects.toMatchObject({ problem: 'invalidPayload' });
    expect(gateway.connections).toHaveLength(0);
  });
});
