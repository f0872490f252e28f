import fc from 'fast-check';
import { mergePayment } from '../../../src/domain/transitions/merge-payment';
import type { Capture, CaptureStatus, Payment } from '../../../src/domain/model/payment';
import { captureOf, instants, minutesAfter, paymentOf, rulesOf, today } from '../../support/domain-arbitraries';

const strict = rulesOf();
const card = { cardNumber: '@first', cardHolderName: 'Jane Smith', expirationMonth: 12, expirationYear: 2027 };
const otherCard = { ...card, cardNumber: '@second' };

/** Few different values, so that tellings agree and contradict each other often. */
const captures: fc.Arbitrary<readonly Capture[]> = fc
  .uniqueArray(
    fc.record({
      captureId: fc.constantFrom('c1', 'c2', 'c3'),
      status: fc.constantFrom<CaptureStatus>('started', 'failed', 'succeeded'),
      amountMinor: fc.constantFrom(0, 4_000, 4_000, 4_000, 5_000),
      gatewayReference: fc.constantFrom(null, null, 'ref-a', 'ref-b', 'ref-c'),
      capturedAt: fc.option(instants),
      settledAt: fc.option(instants),
    }),
    { selector: ({ captureId }) => captureId, maxLength: 3 },
  )
  .map((list) => list.toSorted((one, other) => (one.captureId < other.captureId ? -1 : 1)));

const payments: fc.Arbitrary<Payment> = fc
  .record({
    captures,
    currency: fc.constantFrom('USD', 'USD', 'USD', 'USD', 'USD', 'EUR'),
    authorizedMinor: fc.constantFrom(10_000, 10_000, 10_000, 10_000, 9_000),
    authorizationReference: fc.constantFrom('auth-1', 'auth-1', 'auth-1', 'auth-1', 'auth-2'),
    authorizedAt: fc.oneof(instants, fc.constantFrom('2026-11-20T12:00:00+02:00', '2026-11-20T10:00:00Z')),
    authorizationExpiresAt: fc.option(instants),
    card: fc.constantFrom(null, card, otherCard),
  })
  .map(({ captures: list, ...differing }) => paymentOf(list, differing as Partial<Payment>));

/** Without what the last teller decides. */
function moneyDetails({
  card: _card,
  payerDetails: _p,
  certificateName: _c,
  networkTokenBrand: _n,
  ...events
}: Payment) {
  return events;
}

describe('merging two snapshots of one payment', () => {
  it('comes out the same in either order, the refusals and their codes too', () => {
    fc.assert(
      fc.property(payments, payments, fc.boolean(), (one, other, allowsOverCapture) => {
        const forth = mergePayment(one, other, rulesOf({ allowsOverCapture }));
        const back = mergePayment(other, one, rulesOf({ allowsOverCapture }));
        expect(back.merged).toBe(forth.merged);
        if (forth.merged && back.merged) expect(moneyDetails(back.payment)).toEqual(moneyDetails(forth.payment));
        if (!forth.merged && !back.merged) expect(back.reason.code).toBe(forth.reason.code);
      }),
      { numRuns: 5000 },
    );
  });

  it('learns nothing from the same snapshot twice', () => {
    fc.assert(
      fc.property(payments, payments, (one, other) => {
        const first = mergePayment(one, other, strict);
        if (!first.merged) return;
        expect(mergePayment(first.payment, other, strict)).toEqual(first);
        expect(mergePayment(first.payment, first.payment, strict)).toEqual(first);
      }),
      { numRuns: 5000 },
    );
  });

  it('never forgets: no capture, no success, no reference, no instant', () => {
    fc.assert(
      fc.property(payments, payments, (one, other) => {
        const merge = mergePayment(one, other, strict);
        if (!merge.merged) return;
        for (const told of [...one.captures, ...other.captures]) {
          const kept = merge.payment.captures.find(({ captureId }) => captureId === told.captureId);
          expect(kept).toBeDefined();
          if (told.status === 'succeeded') expect(kept?.status).toBe('succeeded');
          if (told.gatewayReference !== null) expect(kept?.gatewayReference).toBe(told.gatewayReference);
          if (told.settledAt !== null) expect(kept?.settledAt).not.toBeNull();
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('never lets captures add up to more than was authorized, unless the gateway allows it', () => {
    const one = paymentOf([captureOf('c1', 6_000)]);
    const other = paymentOf([captureOf('c2', 4_001)]);
    expect(mergePayment(one, other, strict)).toMatchObject({ merged: false, reason: { code: 'paymentMismatch' } });
    expect(mergePayment(one, other, rulesOf({ allowsOverCapture: true })).merged).toBe(true);
  });
});

const known = paymentOf([captureOf('c1', 6_000)]);
type Contradiction = readonly [what: string, told: Payment, code: string, named: string];
// prettier-ignore
const contradictions: readonly Contradiction[] = [
  ['another currency', paymentOf([], { currency: 'EUR' }), 'currencyMismatch', 'currency'],
  ['another payment', paymentOf([], { paymentId: 'order-2' }), 'paymentMismatch', 'paymentId'],
  ['another kind', paymentOf([], { kind: 'charge' }), 'paymentMismatch', 'kind'],
  ['another authorized amount', paymentOf([], { authorizedMinor: 20_000 }), 'paymentMismatch', 'authorizedMinor'],
  ['another authorization', paymentOf([], { authorizationReference: 'auth-2' }), 'paymentMismatch', 'authorizationReference'],
  ['another gateway account', paymentOf([], { gatewayAccount: 'adyen' }), 'paymentMismatch', 'gatewayAccount'],
  ['another amount for a capture', paymentOf([captureOf('c1', 5_000)]), 'paymentMismatch', 'amount of capture c1'],
  ['another reference for a capture', paymentOf([captureOf('c1', 6_000, { gatewayReference: 'x' })]), 'paymentMismatch', 'gateway reference of capture c1'],
  ['one reference under two ids', paymentOf([captureOf('c2', 1_000, { gatewayReference: 'ref-c1' })]), 'paymentMismatch', 'captures c1 and c2 have one gateway reference'],
  ['captures above the authorization', paymentOf([captureOf('c2', 5_000)]), 'paymentMismatch', 'captures add up to 11000'],
];

describe('a contradiction', () => {
  it.each(contradictions)('%s is refused in both orders and named', (_what, told, code, named) => {
    for (const merge of [mergePayment(known, told, strict), mergePayment(told, known, strict)]) {
      expect(merge).toMatchObject({ merged: false, reason: { code, message: expect.stringContaining(named) } });
    }
  });

  it('is reported together with every other one', () => {
    const told = paymentOf([captureOf('c1', 5_000)], { currency: 'EUR', authorizationReference: 'auth-2' });
    const merge = mergePayment(known, told, strict);
    const message = merge.merged ? '' : merge.reason.message;
    expect(message).toMatch(/currency.*authorizationReference.*amount of capture c1/);
  });

  it('within the first snapshot is refused as well', () => {
    const told = paymentOf([captureOf('c1', 6_000), captureOf('c2', 6_000)]);
    expect(mergePayment(null, told, strict).merged).toBe(false);
  });
});

describe('what a later snapshot adds', () => {
  const merged = (one: Payment, other: Payment): Payment | null => {
    const merge = mergePayment(one, other, strict);
    return merge.merged ? merge.payment : null;
  };

  it.each([
    ['started', 'succeeded', 'succeeded'],
    ['failed', 'succeeded', 'succeeded'],
    ['started', 'failed', 'failed'],
  ] as const)('a capture given as %s and as %s has %s', (one, other, end) => {
    const payment = merged(
      paymentOf([captureOf('c1', 1, { status: one })]),
      paymentOf([captureOf('c1', 1, { status: other })]),
    );
    expect(payment?.captures[0]?.status).toBe(end);
  });

  it('the earlier instant of authorization and the later end of its hold are kept', () => {
    const later = minutesAfter(today, 60);
    const one = paymentOf([], { authorizedAt: later, authorizationExpiresAt: today });
    const other = paymentOf([], { authorizedAt: today, authorizationExpiresAt: later });
    expect(merged(one, other)).toMatchObject({ authorizedAt: today, authorizationExpiresAt: later });
  });

  it('the card given last wins, and no card changes nothing', () => {
    const withCard = paymentOf([], { card });
    expect(merged(withCard, paymentOf([], { card: otherCard }))?.card).toEqual(otherCard);
    expect(merged(withCard, paymentOf())?.card).toEqual(card);
  });
});
