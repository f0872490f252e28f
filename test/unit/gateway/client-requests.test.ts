import { OrchestraGateway, type MoneyOutcome } from '../../../src/gateway';
import { httpAnswer, startRawGateway, type RawGateway, type RawRequest } from './raw-gateway';
import { apiKey, fullAuthorize, fullCard, fullRefund, fullVoid, refunded, smallRefund } from './sample-requests';

let gateway: RawGateway;
let client: OrchestraGateway;
let requests: RawRequest[];
let answer: string;
beforeEach(async () => {
  requests = [];
  answer = httpAnswer(200, refunded);
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

const accountFields = {
  paymentGatewayAccountName: 'stripe-production',
  paymentGatewayAccount: { paymentGatewayName: 'Stripe', credentials: [{ key: 'SecretKey', value: 'sk_1' }] },
  certificateName: 'certificate-1',
  networkTokenBrand: 'Visa',
  myRef: 'order-1001-void',
};
const voidBody = { ...accountFields, amount: 50.05, currency: 'USD', refTransId: 'auth_1', card: fullCard };
const { payerDetails } = fullRefund;
const authorizeBody = {
  ...accountFields,
  amount: 50.05,
  currency: 'USD',
  card: fullCard,
  isDigital: false,
  orderDesc: 'two shirts',
  payerDetails,
};

interface Case {
  readonly line: string;
  readonly body: object;
  readonly operationType: string;
  readonly send: () => Promise<MoneyOutcome>;
}

const cases: Record<string, Case> = {
  authorize: {
    line: 'POST /PaymentGateway/authorize HTTP/1.1',
    body: authorizeBody,
    operationType: 'PreAuth',
    send: () => client.authorize(fullAuthorize),
  },
  charge: {
    line: 'POST /PaymentGateway/charge HTTP/1.1',
    body: authorizeBody,
    operationType: 'Charge',
    send: () => client.charge(fullAuthorize),
  },
  capture: {
    line: 'PUT /PaymentGateway/capture HTTP/1.1',
    body: voidBody,
    operationType: 'Capture',
    send: () => client.capture(fullVoid),
  },
  void: {
    line: 'DELETE /PaymentGateway/void HTTP/1.1',
    body: voidBody,
    operationType: 'Void',
    send: () => client.void(fullVoid),
  },
  refund: {
    line: 'PUT /PaymentGateway/refund HTTP/1.1',
    body: { ...voidBody, payerDetails },
    operationType: 'Refund',
    send: () => client.refund(fullRefund),
  },
};

describe.each(Object.entries(cases))('%s', (_name, { line, body, operationType, send }) => {
  it('sends every documented field and nothing else, with its length, and reads the answer', async () => {
    answer = httpAnswer(200, { ...refunded, operationType, amount: 50.05 });
    expect(await send()).toMatchObject({ kind: 'Succeeded', answer: { operationType, amountMinor: 5005 } });
    const [request] = requests;
    const [start, ...headers] = request?.head.split('\r\n') ?? [];
    expect(start).toBe(line);
    expect(headers.map((header) => header.toLowerCase()).sort()).toEqual([
      'accept: application/json',
      'connection: close',
      `content-length: ${String(request?.body.length)}`,
      'content-type: application/json',
      `host: ${new URL(gateway.url).host}`,
      `x-api-key: ${apiKey}`,
    ]);
    expect(JSON.parse(request?.body ?? '')).toEqual(body);
  });

  it('takes the success of another operation for a mismatch', async () => {
    answer = httpAnswer(200, { ...refunded, operationType: 'Tokenize', amount: 50.05 });
    expect(await send()).toMatchObject({ kind: 'Mismatch', what: ['operation'] });
  });

  it.each([0, -1, 0.5, Number.NaN, Number.MAX_SAFE_INTEGER])('moves no %d minor units', async (amountMinor) => {
    const odd = { ...fullRefund, ...fullAuthorize, amountMinor };
    const sends = [
      client.authorize(odd),
      client.charge(odd),
      client.capture(odd),
      client.void(odd),
      client.refund(odd),
    ];
    for (const outcome of await Promise.all(sends))
      expect(outcome).toEqual({ kind: 'InvalidRequest', fields: ['amount'] });
    expect(gateway.connections).toHaveLength(0);
  });
});

describe('the body of a request', () => {
  it('is no more than what was given: absent fields are left out, not sent as null', async () => {
    await client.refund({
      ...smallRefund,
      myRef: null,
      certificateName: undefined,
      paymentGatewayAccount: null,
      payerDetails: null,
      card: { ...smallRefund.card, cvv: null, threeDSAuthentication: null },
    });
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual({
      amount: 25,
      currency: 'USD',
      refTransId: 'cap_1',
      card: smallRefund.card,
    });
  });

  it('is never a field that the gateway does not know, even if the caller’s object has one', async () => {
    const card = { ...fullCard, nickname: 'mine', threeDSAuthentication: { ...fullCard.threeDSAuthentication, ds: 1 } };
    await client.void({ ...fullRefund, card, requestId: 'r1' } as unknown as typeof fullVoid);
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual(voidBody);
  });

  it('is nothing in a currency that has no minor unit', async () => {
    const outcome = await client.refund({ ...smallRefund, currency: 'XAU' as 'USD' });
    expect(outcome).toEqual({ kind: 'InvalidRequest', fields: ['currency'] });
    expect(gateway.connections).toHaveLength(0);
  });

  it('goes below the path of the base URL', async () => {
    const below = new OrchestraGateway({ baseUrl: `${gateway.url}/proxy/v1/`, apiKey });
    await below.refund(smallRefund);
    await below.close();
    expect(requests[0]?.head).toMatch(/^PUT \/proxy\/v1\/PaymentGateway\/refund /);
  });
});

describe('connections', () => {
  it('every money call opens its own, and ends it', async () => {
    const ended: Promise<unknown>[] = [];
    for (let n = 0; n < 3; n += 1) {
      await client.refund(smallRefund);
      const socket = requests[n]?.socket;
      ended.push(new Promise((resolve) => (socket?.destroyed === false ? socket.once('close', resolve) : resolve(0))));
    }
    expect(gateway.connections).toHaveLength(3);
    await Promise.all(ended);
  });

  it('lookups and key checks keep theirs', async () => {
    answer = httpAnswer(200, { ...refunded, status: 'OK' });
    for (let n = 0; n < 3; n += 1) {
      await client.lookup({ myRef: 'order-1001-void' });
      await client.ping();
    }
    expect(requests).toHaveLength(6);
    expect(gateway.connections.length).toBeLessThan(6);
  });

  it('a lookup on a shared connection can be called off while it waits', async () => {
    const abort = new AbortController();
    const outcome = client.lookup({ myRef: 'x' }, { signal: abort.signal });
    abort.abort();
    expect(await outcome).toMatchObject({ kind: 'CannotSay', why: 'aborted', httpStatus: null });
  });
});
