import { readRequest, type RequestFlags } from '../../../src/cli/input/request-flags';
import type { CliIo } from '../../../src/cli/io';
import { defaultRules } from '../../../src/rules/rules-file';
import { textInput } from './terminal';

const request = { requestId: 'r-1', requester: 'alice', reason: 'damaged' };
const payment: RequestFlags = {
  reference: 'auth_1',
  currency: 'USD',
  authorized: '100.00',
  authorizedAt: '2026-11-20T10:00:00Z',
  account: 'stripe-production',
};

function read(operation: 'cancel' | 'refund', flags: RequestFlags, stdin = '') {
  const io: Pick<CliIo, 'stdin' | 'stderr'> = { stdin: textInput(stdin), stderr: { write: () => true } };
  return readRequest(io as CliIo, operation, flags, defaultRules);
}

describe('A request given by options', () => {
  it('has the reference as its payment id where none is given', async () => {
    const { payment: built } = await read('cancel', { ...request, ...payment });
    expect(built).toMatchObject({ paymentId: 'auth_1', authorizationReference: 'auth_1', kind: 'authorization' });
  });

  it('has the capture and the card as every entry point takes them', async () => {
    const told = await read('refund', {
      ...request,
      ...payment,
      onBehalfOf: 'bob',
      amount: '25',
      expectedRefundable: '75.00',
      paymentId: 'order-1',
      captured: '80',
      capturedAt: '2026-11-21T10:00:00Z',
      captureReference: 'cap_1',
      card: '@tok',
      cardHolder: 'Jane Smith',
      cardExpires: '2/2027',
    });
    expect(told).toMatchObject({
      operation: 'refund',
      amountMinor: 2_500,
      expectedRefundableMinor: 7_500,
      requester: { id: 'alice', onBehalfOf: 'bob' },
      payment: {
        paymentId: 'order-1',
        authorizedMinor: 10_000,
        captures: [{ captureId: 'c1', status: 'succeeded', amountMinor: 8_000, gatewayReference: 'cap_1' }],
        card: { cardNumber: '@tok', cardHolderName: 'Jane Smith', expirationMonth: 2, expirationYear: 2027 },
      },
    });
  });

  it.each([
    ['USD', '25', 2_500],
    ['USD', '0.5', 50],
    ['JPY', '1500', 1_500],
    ['KWD', '1.234', 1_234],
    ['CLF', '0.0001', 1],
  ])('counts %s %s as %i minor units', async (currency, amount, amountMinor) => {
    expect(await read('refund', { ...request, ...payment, currency, authorized: '9000', amount })).toMatchObject({
      amountMinor,
      payment: { authorizedMinor: expect.any(Number) },
    });
  });

  it.each(['0', '0.00'])('may expect that nothing is refundable (%s)', async (expectedRefundable) => {
    expect(await read('cancel', { ...request, ...payment, expectedRefundable })).toMatchObject({
      expectedRefundableMinor: 0,
    });
  });

  it('of a charge needs no capture', async () => {
    expect(await read('refund', { ...request, ...payment, kind: 'charge' })).toMatchObject({
      amountMinor: null,
      payment: { kind: 'charge', captures: [] },
    });
  });
});

describe('A request with a payment as JSON', () => {
  it('has its amount read against the currency of the payment', async () => {
    const stdin = JSON.stringify({
      paymentId: 'order-1',
      kind: 'charge',
      currency: 'KWD',
      authorizedMinor: 10_000,
      authorizationReference: 'auth_1',
      authorizedAt: '2026-11-20T10:00:00Z',
      gatewayAccount: 'stripe-production',
    });
    expect(await read('refund', { ...request, payment: '-', amount: '1.5' }, stdin)).toMatchObject({
      amountMinor: 1_500,
      payment: { paymentId: 'order-1' },
    });
  });
});
