import { call, card, request, started, stopAll } from './caller';

afterEach(stopAll);

describe('the vault', () => {
  it('keeps a string under a token, shows it, describes it and forgets it', async () => {
    const simulator = await started();
    const stored = await request(simulator, 'POST', '/StringTokens', { payload: '4111111111111111' });
    const token = String(stored.json?.['token']);
    expect(stored.status).toBe(201);
    expect(token).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(stored.headers.get('location')).toBe(`${simulator.url}/StringTokens/${token}`);
    const path = `/StringTokens/${token}`;
    expect((await request(simulator, 'GET', path)).json).toMatchObject({ token, clearPayload: '4111111111111111' });
    const meta = await request(simulator, 'GET', `${path}/meta`);
    expect(meta.json).toEqual({ token, createTime: expect.any(String) });
    expect((await request(simulator, 'DELETE', path)).status).toBe(200);
    expect((await request(simulator, 'GET', path)).status).toBe(404);
    expect((await request(simulator, 'GET', '/StringTokens/@short')).status).toBe(400);
  });

  it('accepts any token in a card, unless tokens are strict', async () => {
    const lenient = await started();
    expect((await call(lenient, 'charge', { amount: 1, card: { ...card, cardNumber: '@anything' } })).status).toBe(200);

    const strict = await started({ strictTokens: true });
    const unknown = await call(strict, 'charge', {
      amount: 1,
      card: { ...card, cardNumber: '@anything', cvv: '@other' },
    });
    expect(unknown.status).toBe(400);
    expect(unknown.text).toContain('card.cardNumber');
    expect(unknown.text).toContain('card.cvv');
    const { json } = await request(strict, 'POST', '/StringTokens', { payload: '4111111111111111' });
    const cardNumber = `@${String(json?.['token'])}`;
    expect((await call(strict, 'charge', { amount: 1, card: { ...card, cardNumber } })).status).toBe(200);
    expect((await call(strict, 'charge', { amount: 1, card: { ...card, cardNumber: '@tok' } })).status).toBe(200);
  });
});

describe('the listings', () => {
  it('name gateways, accounts and whose key it is', async () => {
    const simulator = await started({ accounts: ['stripe-production', 'mine'] });
    expect((await request(simulator, 'GET', '/PaymentGateway')).json).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: 'Stripe', credentialsNames: ['SecretKey'] })]),
    );
    expect((await request(simulator, 'GET', '/PaymentGatewayAccounts')).json).toMatchObject([
      { name: 'stripe-production', paymentGatewayName: 'Stripe' },
      { name: 'mine', paymentGatewayName: 'Generic' },
    ]);
    const one = await request(simulator, 'GET', '/PaymentGatewayAccounts/stripe-production');
    expect(one.json).toMatchObject({ name: 'stripe-production', credentials: [] });
    expect((await request(simulator, 'GET', '/PaymentGatewayAccounts/nobody')).status).toBe(404);
    expect((await request(simulator, 'GET', '/Utils/apiKey')).json).toMatchObject({ status: 'OK', isSandbox: true });
  });

  it.each([
    ['GET', '/PaymentGateway'],
    ['GET', '/PaymentGatewayAccounts'],
    ['GET', '/PaymentGatewayAccounts/generic'],
    ['POST', '/StringTokens'],
    ['GET', `/StringTokens/${'a'.repeat(32)}`],
    ['GET', `/StringTokens/${'a'.repeat(32)}/meta`],
    ['DELETE', `/StringTokens/${'a'.repeat(32)}`],
    ['GET', '/Utils/apiKey'],
  ])('are closed to a wrong key: %s %s', async (method, path) => {
    const simulator = await started();
    const reply = await request(simulator, method, path, undefined, { apiKey: 'wrong' });
    expect([reply.status, reply.text]).toEqual([401, '']);
  });
});
