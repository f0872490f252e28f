import { toPaymentEvent, toPayment, toReversalRequest } from '../../../src/contract/normalise';
import type { PaymentSnapshot } from '../../../src/contract/payment-snapshot';
import { checkReversalRequest } from '../../../src/contract/reversal-request';
import { eventsOfEachKind, fullPayment, fullRequest, smallestRequest, withAt } from './valid-inputs';

describe('a request as the ledger reads it', () => {
  it('has null where its sender gave nothing', () => {
    expect(toReversalRequest(smallestRequest())).toEqual({
      requestId: 'cancel-1001',
      operation: 'cancel',
      amountMinor: null,
      expectedRefundableMinor: null,
      requester: { id: 'alice', onBehalfOf: null },
      token: null,
      reason: 'out of stock',
      payment: {
        paymentId: 'order-1001',
        kind: 'authorization',
        currency: 'JPY',
        authorizedMinor: 1500,
        authorizationReference: 'auth_1',
        authorizedAt: '2026-11-20T10:00:00.000Z',
        authorizationExpiresAt: null,
        gatewayAccount: 'stripe-production',
        captures: [],
        card: null,
        payerDetails: null,
        certificateName: null,
        networkTokenBrand: null,
      },
    });
  });

  it('keeps what was given, with captures by id and instants in UTC', () => {
    const { payment, ...request } = toReversalRequest(fullRequest());
    const { payment: told, ...asked } = fullRequest();
    expect(request).toEqual(asked);
    expect(payment).toEqual({
      ...(told as object),
      authorizedAt: '2026-11-20T10:00:00.000Z',
      authorizationExpiresAt: '2026-11-27T08:00:00.000Z',
      captures: [
        {
          captureId: 'c1',
          status: 'started',
          amountMinor: 4000,
          gatewayReference: null,
          capturedAt: null,
          settledAt: null,
        },
        {
          captureId: 'c2',
          status: 'succeeded',
          amountMinor: 6000,
          gatewayReference: 'cap_2',
          capturedAt: '2026-11-21T10:00:00.123Z',
          settledAt: '2026-11-22T10:00:00.000Z',
        },
      ],
    });
  });

  it('is itself a request that the guard accepts, and reads the same again', () => {
    const once = toReversalRequest(fullRequest());
    expect(checkReversalRequest(once)).toEqual([]);
    expect(toReversalRequest(once)).toEqual(once);
  });

  it('leaves the input as it was', () => {
    const request = fullRequest();
    toReversalRequest(request);
    expect(request).toEqual(fullRequest());
  });
});

describe('a charge', () => {
  const charge = { ...fullPayment(), kind: 'charge', captures: [] } as unknown as PaymentSnapshot;
  const told = { captureId: 'mine', status: 'succeeded' as const, amountMinor: 10000 };

  it.each<[string, PaymentSnapshot, object]>([
    ['without captures', charge, {}],
    ['with a capture told by any name', { ...charge, captures: [told] }, {}],
    [
      'with a capture told whole',
      {
        ...charge,
        captures: [
          {
            ...told,
            gatewayReference: 'ch_1',
            capturedAt: '2026-11-20T11:00:00Z',
            settledAt: '2026-11-21T11:00:00Z',
          },
        ],
      },
      {
        gatewayReference: 'ch_1',
        capturedAt: '2026-11-20T11:00:00.000Z',
        settledAt: '2026-11-21T11:00:00.000Z',
      },
    ],
  ])('%s is one succeeded capture of the whole', (_what, snapshot, more) => {
    expect(toPayment(snapshot).captures).toEqual([
      {
        captureId: 'charge',
        status: 'succeeded',
        amountMinor: 10000,
        gatewayReference: null,
        capturedAt: '2026-11-20T10:00:00.000Z',
        settledAt: null,
        ...more,
      },
    ]);
  });

  it('is named as such only with a currency that was checked', () => {
    expect(() => toPayment({ ...charge, currency: 'usd' })).toThrow(RangeError);
  });

  it('of a request reads the same again', () => {
    const once = toReversalRequest(withAt(fullRequest(), ['payment'], charge));
    expect(checkReversalRequest(once)).toEqual([]);
    expect(toReversalRequest(once)).toEqual(once);
  });
});

describe('an event as the ledger reads it', () => {
  it('has null where its sender gave nothing, and its instant in UTC', () => {
    for (const event of eventsOfEachKind) {
      expect(toPaymentEvent({ ...event, at: '2026-11-20T12:00:00+02:00' })).toEqual({
        evidence: null,
        ...event,
        at: '2026-11-20T10:00:00.000Z',
      });
    }
    const { gatewayReference: _, ...unreferenced } = eventsOfEachKind[1] ?? {};
    expect(toPaymentEvent(unreferenced)).toMatchObject({
      kind: 'captureSucceeded',
      gatewayReference: null,
      evidence: null,
    });
  });
});
