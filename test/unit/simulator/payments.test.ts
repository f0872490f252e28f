import { call, moved, referenceOf, started, stopAll } from './caller';

afterEach(stopAll);

describe('a simulated gateway moves money as asked', () => {
  it('answers every operation in the shape of the official document', async () => {
    const simulator = await started();
    const authorize = await call(simulator, 'authorize', { amount: 100, myRef: 'order-1' });
    expect(authorize.status).toBe(200);
    expect(authorize.json).toMatchObject({
      operationType: 'PreAuth',
      operationResultCode: 'Success',
      amount: 100,
      currency: 'USD',
      gatewayReference: expect.stringMatching(/^auth_/),
      authorizationCode: expect.any(String),
    });
    const refTransId = authorize.json?.['gatewayReference'];
    const capture = await call(simulator, 'capture', { amount: 60.5, refTransId });
    expect(capture.json).toMatchObject({ operationType: 'Capture', operationResultCode: 'Success', amount: 60.5 });
    const refund = await call(simulator, 'refund', { amount: 10.25, refTransId, myRef: 'refund-1' });
    expect(refund.json).toMatchObject({ operationType: 'Refund', operationResultCode: 'Success', amount: 10.25 });
    const other = await referenceOf(simulator, 'authorize', { amount: 7 });
    const released = await call(simulator, 'void', { amount: 7, refTransId: other });
    expect(released.json).toMatchObject({ operationType: 'Void', operationResultCode: 'Success', amount: 7 });
    const charge = await call(simulator, 'charge', { amount: 1, paymentGatewayAccountName: 'stripe-production' });
    expect(charge.json).toMatchObject({
      operationType: 'Charge',
      operationResultCode: 'Success',
      gatewayName: 'Stripe',
    });
    const token = await call(simulator, 'tokenize', {});
    expect(token.json).toMatchObject({ operationType: 'Tokenize', gatewayToken: expect.stringMatching(/^tok_/) });
    expect(moved(simulator)).toEqual([
      'authorize 10000',
      'capture 6050',
      'refund 1025',
      'authorize 700',
      'void 700',
      'charge 100',
    ]);
  });

  it('names in every movement the payment it belongs to, and whether the client was answered', async () => {
    const simulator = await started();
    const payment = await referenceOf(simulator, 'authorize', { amount: 100 });
    const capture = await referenceOf(simulator, 'capture', { amount: 100, refTransId: payment });
    const reference = await referenceOf(simulator, 'refund', { amount: 25, refTransId: capture, myRef: 'r-1' });
    expect(simulator.movements()[2]).toEqual({
      at: expect.stringMatching(/^\d{4}-.*Z$/),
      operation: 'refund',
      amountMinor: 2500,
      currency: 'USD',
      reference,
      myRef: 'r-1',
      payment,
      answered: true,
    });
  });

  it('has no idempotency: the same refund twice moves money twice', async () => {
    const simulator = await started();
    const refTransId = await referenceOf(simulator, 'charge', { amount: 100 });
    await referenceOf(simulator, 'refund', { amount: 25, refTransId, myRef: 'same' });
    await referenceOf(simulator, 'refund', { amount: 25, refTransId, myRef: 'same' });
    expect(moved(simulator)).toEqual(['charge 10000', 'refund 2500', 'refund 2500']);
  });

  it.each([
    { currency: 'USD', captured: 100, first: 99.99, tooMuch: 0.02, rest: 0.01, minor: 10000 },
    { currency: 'JPY', captured: 500, first: 499, tooMuch: 2, rest: 1, minor: 500 },
    { currency: 'KWD', captured: 1.005, first: 1.004, tooMuch: 0.002, rest: 0.001, minor: 1005 },
    { currency: 'CLF', captured: 0.5, first: 0.4999, tooMuch: 0.0002, rest: 0.0001, minor: 5000 },
  ])('refunds $currency exactly up to the cap and not one minor unit above', async (row) => {
    const simulator = await started();
    const { currency } = row;
    const refTransId = await referenceOf(simulator, 'charge', { amount: row.captured, currency });
    await referenceOf(simulator, 'refund', { amount: row.first, currency, refTransId });
    const tooMuch = await call(simulator, 'refund', { amount: row.tooMuch, currency, refTransId });
    expect([tooMuch.status, tooMuch.json?.['gatewayResultCode']]).toEqual([409, 'amount_too_large']);
    await referenceOf(simulator, 'refund', { amount: row.rest, currency, refTransId });
    const nothingLeft = await call(simulator, 'refund', { amount: row.rest, currency, refTransId });
    expect([nothingLeft.status, nothingLeft.json?.['gatewayResultCode']]).toEqual([409, 'charge_already_refunded']);
    expect(moved(simulator)).toEqual([`charge ${row.minor}`, `refund ${row.minor - 1}`, 'refund 1']);
  });

  it('counts refunds by capture and by authorization against the same money', async () => {
    const simulator = await started();
    const payment = await referenceOf(simulator, 'authorize', { amount: 100 });
    const first = await referenceOf(simulator, 'capture', { amount: 30, refTransId: payment });
    const second = await referenceOf(simulator, 'capture', { amount: 70, refTransId: payment });
    const overCapture = await call(simulator, 'refund', { amount: 30.01, refTransId: first });
    expect(overCapture.json?.['gatewayResultCode']).toBe('amount_too_large');
    await referenceOf(simulator, 'refund', { amount: 80, refTransId: payment });
    const overPayment = await call(simulator, 'refund', { amount: 20.01, refTransId: second });
    expect(overPayment.json?.['gatewayResultCode']).toBe('amount_too_large');
    await referenceOf(simulator, 'refund', { amount: 20, refTransId: second });
    expect(moved(simulator).slice(3)).toEqual(['refund 8000', 'refund 2000']);
  });

  it('refunds more than was captured when the cap is switched off, as mock gateways do', async () => {
    const simulator = await started({ enforceCap: false });
    const refTransId = await referenceOf(simulator, 'charge', { amount: 10 });
    await referenceOf(simulator, 'refund', { amount: 10, refTransId });
    await referenceOf(simulator, 'refund', { amount: 10, refTransId });
    expect(moved(simulator)).toEqual(['charge 1000', 'refund 1000', 'refund 1000']);
  });

  it('lets money of a failed refund be refunded again', async () => {
    const simulator = await started();
    const refTransId = await referenceOf(simulator, 'charge', { amount: 10 });
    const refund = await referenceOf(simulator, 'refund', { amount: 10, refTransId });
    expect(simulator.failRefund(refund)).toBe(true);
    expect(simulator.failRefund(refund)).toBe(false);
    await referenceOf(simulator, 'refund', { amount: 10, refTransId });
    expect(moved(simulator)).toEqual(['charge 1000', 'refund 1000', 'refundFailed 1000', 'refund 1000']);
  });
});
