import type { SimulatorOptions } from '../../../src/simulator';
import { SimulatorInputError, startSimulator } from '../../../src/simulator';
import { call, card, moved, request, started, stopAll } from './caller';
import type { Operation } from './caller';

afterEach(stopAll);

const cardNumber = '4111111111111111';
const good = { amount: 10, currency: 'USD', refTransId: 'auth_0', card };

interface Row {
  readonly claim: string;
  readonly operation: Operation;
  readonly body: object;
  readonly field: string | null;
}

const rows: readonly Row[] = [
  { claim: 'an unknown property', operation: 'refund', body: { ...good, extra: 1 }, field: 'extra' },
  { claim: 'payerDetails on a void', operation: 'void', body: { ...good, payerDetails: {} }, field: 'payerDetails' },
  { claim: 'a reference on an authorization', operation: 'authorize', body: good, field: 'refTransId' },
  {
    claim: 'an unknown property of the card',
    operation: 'void',
    body: { ...good, card: { ...card, pin: 'x' } },
    field: 'card.pin',
  },
  { claim: 'no card', operation: 'refund', body: { ...good, card: undefined }, field: 'card' },
  { claim: 'no reference', operation: 'refund', body: { ...good, refTransId: undefined }, field: 'refTransId' },
  { claim: 'an empty reference', operation: 'capture', body: { ...good, refTransId: '' }, field: 'refTransId' },
  { claim: 'no amount', operation: 'refund', body: { ...good, amount: undefined }, field: 'amount' },
  { claim: 'an amount of zero', operation: 'refund', body: { ...good, amount: 0 }, field: 'amount' },
  { claim: 'a negative amount', operation: 'refund', body: { ...good, amount: -1 }, field: 'amount' },
  { claim: 'an amount as text', operation: 'refund', body: { ...good, amount: '10.00' }, field: 'amount' },
  { claim: '10.001 USD', operation: 'refund', body: { ...good, amount: 10.001 }, field: 'amount' },
  { claim: '1.5 JPY', operation: 'refund', body: { ...good, amount: 1.5, currency: 'JPY' }, field: 'amount' },
  { claim: '0.0001 KWD', operation: 'refund', body: { ...good, amount: 0.0001, currency: 'KWD' }, field: 'amount' },
  { claim: 'an amount beyond counting', operation: 'refund', body: { ...good, amount: 1e21 }, field: 'amount' },
  { claim: 'an unknown currency', operation: 'refund', body: { ...good, currency: 'ABC' }, field: 'currency' },
  { claim: 'a currency in small letters', operation: 'refund', body: { ...good, currency: 'usd' }, field: 'currency' },
  {
    claim: 'a month that is none',
    operation: 'void',
    body: { ...good, card: { ...card, expirationMonth: 13 } },
    field: 'card.expirationMonth',
  },
  {
    claim: 'a card that is neither digits nor token',
    operation: 'void',
    body: { ...good, card: { ...card, cardNumber: 'tok' } },
    field: 'card.cardNumber',
  },
  {
    claim: 'a cvv that is none',
    operation: 'void',
    body: { ...good, card: { ...card, cvv: '12' } },
    field: 'card.cvv',
  },
  {
    claim: 'a card number as own reference',
    operation: 'refund',
    body: { ...good, myRef: `r-${cardNumber}` },
    field: 'myRef',
  },
  {
    claim: 'a card number with spaces',
    operation: 'refund',
    body: { ...good, myRef: '4111 1111 1111 1111' },
    field: 'myRef',
  },
  {
    claim: 'a card number as name',
    operation: 'refund',
    body: { ...good, card: { ...card, cardHolderName: cardNumber } },
    field: 'card.cardHolderName',
  },
  {
    claim: 'a card number as property',
    operation: 'refund',
    body: { ...good, [cardNumber]: 1 },
    field: '(unreadable name)',
  },
  { claim: 'a lookup of nothing', operation: 'status', body: {}, field: 'refTransId' },
  { claim: 'a lookup with a card', operation: 'status', body: { myRef: 'r', card }, field: 'card' },
];

describe('a malformed request', () => {
  it.each(rows)('is refused: $claim in $operation', async ({ operation, body, field }) => {
    const simulator = await started();
    const reply = await call(simulator, operation, body);
    expect(reply.status).toBe(400);
    expect(reply.json).toEqual({ fieldName: field, errors: expect.any(Array) });
    expect(reply.text).not.toContain('4111');
    expect(JSON.stringify(simulator.requests())).not.toContain('4111');
    expect(moved(simulator)).toEqual([]);
  });

  it('is answered with every problem at once, each with its field', async () => {
    const simulator = await started();
    const reply = await call(simulator, 'refund', {
      amount: 1.005,
      refTransId: '',
      extra: 1,
      card: { cardNumber: '@tok' },
    });
    const errors = reply.json?.['errors'];
    expect(reply.json?.['fieldName']).toBeNull();
    expect(errors).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^amount must be countable and have at most 2 decimals/),
        expect.stringMatching(/^refTransId must be at least 1 characters long/),
        expect.stringMatching(/^extra is not a known property/),
        expect.stringMatching(/^card\.cardHolderName is required/),
      ]),
    );
  });

  it.each(['', 'not json', '[]', '3', 'null'])('is refused when its body is %j', async (body) => {
    const simulator = await started();
    const reply = await request(simulator, 'DELETE', '/PaymentGateway/void', body === '' ? undefined : body);
    expect(reply.status).toBe(400);
    expect(reply.json).toMatchObject({ fieldName: 'body' });
  });

  it.each([null, '', 'another-key'])('is let in by no other key: %j', async (apiKey) => {
    const simulator = await started({ apiKey: 'the-key' });
    const reply = await request(
      simulator,
      'POST',
      '/PaymentGateway/charge',
      { amount: 1, currency: 'USD', card },
      { apiKey },
    );
    expect([reply.status, reply.text]).toEqual([401, '']);
    expect(moved(simulator)).toEqual([]);
    expect(simulator.requests()).toMatchObject([{ operation: 'charge', httpStatus: 401 }]);
  });

  it('may carry everything the official document allows', async () => {
    const simulator = await started();
    const threeDSAuthentication = {
      authenticationValue: 'a',
      eci: '05',
      xid: 'x',
      version: '2.2.0',
      merchantName: 'm',
      sli: null,
    };
    const reply = await call(simulator, 'authorize', {
      amount: 10,
      myRef: null,
      isDigital: true,
      orderDesc: 'two books',
      certificateName: null,
      networkTokenBrand: 'Visa',
      paymentGatewayAccount: { paymentGatewayName: 'Adyen', credentials: [{ key: 'ApiKey', value: 'k' }] },
      payerDetails: { clientIPAddress: '127.0.0.1', countryCode: 'US', city: null },
      card: {
        ...card,
        cardNumber,
        cvv: '123',
        cardType: 'Visa',
        ownerID: null,
        issueNumber: '1',
        threeDSAuthentication,
      },
    });
    expect([reply.status, reply.json?.['gatewayName']]).toEqual([200, 'Adyen']);
    expect(JSON.stringify([simulator.requests(), simulator.transactions(), simulator.movements()])).not.toContain(
      '4111',
    );
  });
});

describe('options that cannot be meant', () => {
  it('are refused with every problem at once', async () => {
    const options = { port: 70000, apiKey: '', enforceCap: 'yes', latency: 5 } as unknown as SimulatorOptions;
    const failure = await startSimulator(options).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(SimulatorInputError);
    expect(failure).toMatchObject({
      problems: [
        { field: 'port', message: expect.stringContaining('at most 65535') },
        { field: 'apiKey', message: expect.stringContaining('at least 1') },
        { field: 'enforceCap', message: 'must be a boolean' },
        { field: 'latency', message: expect.stringContaining('remove it') },
      ],
    });
  });
});
