import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { ReversalClient } from '../../src/client';
import { updates } from '../../src/contract/messages';
import { ledgerIdOf } from '../../src/contract/names';
import type { ReversalRequest } from '../../src/contract/reversal-request';
import { fieldName as fieldOf, type FieldPath } from '../../src/security/card-number';
import type { PaymentEvent } from '../../src/domain/model/payment-event';
import { doors, expectNoLedger, problemsOf, useDoors } from '../support/doors';
import { event } from '../support/payment-events';
import { refundOf, told } from '../support/world';
import { fullPayment, fullRequest, withAt } from '../unit/contract/valid-inputs';

const at = useDoors();

/** Every field told, of a payment that nobody else in this run has. */
function request(): Record<string, unknown> {
  const payment = { ...fullPayment(), paymentId: `order-${randomUUID()}` };
  return { ...fullRequest(), requestId: `return-${randomUUID()}`, payment };
}

const capture = ['payment', 'captures', 0];
const card = ['payment', 'card'];
const malformed: readonly [what: string, path: FieldPath, put: unknown][] = [
  ['an unknown key', ['amount'], 2500],
  ['an unknown key of the payment', ['payment', 'amountMinor'], 2500],
  ['an unknown key of a capture', [...capture, 'amount'], 2500],
  ['an unknown key of half a character', ['a\ud800'], 1],
  ['an amount of 0', ['amountMinor'], 0],
  ['an amount below 0', ['amountMinor'], -2500],
  ['10.001 USD', ['amountMinor'], 1000.1],
  ['1.5 JPY', ['payment', 'authorizedMinor'], 1.5],
  ['an amount in words', ['amountMinor'], '2500'],
  ['an unsafe amount', ['amountMinor'], 2 ** 53],
  ['an expectation below 0', ['expectedRefundableMinor'], -1],
  ['a captured amount of 0', [...capture, 'amountMinor'], 0],
  ['an unknown currency', ['payment', 'currency'], 'USX'],
  ['a currency in small letters', ['payment', 'currency'], 'usd'],
  ['a currency without minor units', ['payment', 'currency'], 'XAU'],
  ['an empty request id', ['requestId'], ''],
  ['an over-long request id', ['requestId'], 'x'.repeat(129)],
  ['a request id that the ledger would make', ['requestId'], 'cancel-1/follow-up/c1'],
  ['an empty requester', ['requester', 'id'], ' '],
  ['an over-long gateway account', ['payment', 'gatewayAccount'], 'x'.repeat(129)],
  ['an empty reference', ['payment', 'authorizationReference'], ''],
  ['an over-long reference', [...capture, 'gatewayReference'], 'x'.repeat(201)],
  ['no reason', ['reason'], undefined],
  ['an over-long reason', ['reason'], 'x'.repeat(501)],
  ['an unknown operation', ['operation'], 'reverse'],
  ['an unknown kind of payment', ['payment', 'kind'], 'sale'],
  ['a day that does not exist', ['payment', 'authorizedAt'], '2026-02-30T10:00:00Z'],
  ['an instant without a zone', [...capture, 'capturedAt'], '2026-11-20T10:00:00'],
  ['captures that are no list', ['payment', 'captures'], {}],
  ['a payment that is a text', ['payment'], 'order-1001'],
  ['a CVV that is no @token', [...card, 'cvv'], '123'],
  ['a card that is no @token', [...card, 'cardNumber'], 'tok_1'],
  ['a month that does not exist', [...card, 'expirationMonth'], 13],
];

/** What JSON cannot say, so that only callers in this process can make it. */
const unspeakable: readonly [what: string, path: FieldPath, put: unknown][] = [
  ['an amount that is no number', ['amountMinor'], Number.NaN],
  ['an endless amount', ['amountMinor'], Infinity],
  ['a big integer', ['amountMinor'], 2500n],
  ['an instant as an object', ['payment', 'authorizedAt'], new Date()],
];

/** A Temporal client that must not be used. */
const untouchable: unknown = new Proxy(
  {},
  {
    get: (_target, key) => {
      throw new Error(`Temporal was called (${String(key)})`);
    },
  },
);

describe.each(doors)('The %s', (_door, enter) => {
  it.each(malformed)('refuses %s, names the field, opens no ledger and writes no event', async (_what, path, put) => {
    const bad = withAt(request(), path, put);
    const problems = await problemsOf(enter(at, bad));
    expect(problems.map(({ field }) => field)).toEqual([fieldOf(path)]);
    await expectNoLedger(at, bad);
    expect(await at.world.historyLength(at.open.paymentId)).toBe(at.openLength);
  });

  it('names every problem of a request at once', async () => {
    const wrong = [...malformed.slice(0, 3), ...malformed.filter(([what]) => /10\.001|CVV|no reason/.test(what))];
    const bad = wrong.reduce<unknown>((made, [, path, put]) => withAt(made, path, put), request());
    const problems = await problemsOf(enter(at, bad));
    expect(problems.length).toBeGreaterThan(5);
    expect(problems.map(({ field }) => field).sort()).toEqual(wrong.map(([, path]) => fieldOf(path)).sort());
  });

  it.each([
    ['null', null],
    ['a text', 'refund everything'],
    ['a list', []],
  ])('refuses %s in place of a request', async (_what, bad) => {
    expect((await problemsOf(enter(at, bad))).map(({ field }) => field)).toEqual(['request']);
    expect(await at.world.historyLength(at.open.paymentId)).toBe(at.openLength);
  });
});

describe('Malformed input', () => {
  it.each([...malformed, ...unspeakable])('is refused before any call to Temporal: %s', async (_what, path, put) => {
    const client = new ReversalClient({ client: untouchable as Client });
    const bad = withAt(request(), path, put) as ReversalRequest;
    expect((await problemsOf(client.request(bad))).map(({ field }) => field)).toEqual([fieldOf(path)]);
    expect((await problemsOf(client.preview(bad))).map(({ field }) => field)).toEqual([fieldOf(path)]);
  });

  it('is distinguished from a business refusal, which is answered by a value and kept', async () => {
    const payment = await at.world.captured(10_000);
    await at.world.client.request(refundOf(payment, 1_000));
    const view = await at.world.client.request(refundOf({ ...payment, currency: 'EUR' }, 1_000));
    expect(view).toMatchObject({ outcome: 'refused', reason: { code: 'currencyMismatch' } });
    expect((await at.world.client.show(payment.paymentId)).refusals).toHaveLength(1);
    expect(at.world.returned(payment).map(told)).toEqual(['refund 1000 USD']);
  });
});

const cardDigits = /4111[ -]?1111/;

describe('A malformed event', () => {
  const succeeded = event('captureSucceeded', { captureId: 'c1', amountMinor: 2_500, currency: 'USD' });
  it.each<[string, object, string]>([
    ['of an unknown kind', { ...succeeded, kind: 'captured' }, 'kind'],
    ['with an unknown key', { ...succeeded, amount: 25 }, 'amount'],
    ['without its id', { ...succeeded, eventId: undefined }, 'eventId'],
    ['of no amount', { ...succeeded, amountMinor: 0 }, 'amountMinor'],
    ['of a part of a minor unit', { ...succeeded, amountMinor: 0.5 }, 'amountMinor'],
    ['in an unknown currency', { ...succeeded, currency: 'USX' }, 'currency'],
    ['of a capture that names the authorization', { ...succeeded, captureId: 'auth' }, 'captureId'],
    ['with a card number in its source', { ...succeeded, source: 'card 4111111111111111' }, 'source'],
    ['with a card number as its reference', { ...succeeded, gatewayReference: '4111111111111111' }, 'gatewayReference'],
    ['that frees money without evidence', event('refundFailed', { legId: 'r/c1/1' }), 'evidence'],
  ])('%s is refused by the client and by the ledger, and writes no event', async (_what, bad, field) => {
    const handle = at.world.connections.client.workflow.getHandle(ledgerIdOf(at.open.paymentId));
    const attempts = [
      at.world.client.record(at.open.paymentId, bad as PaymentEvent),
      handle.executeUpdate(updates.recordEvent, { args: [bad as PaymentEvent] }),
    ];
    for (const problems of await Promise.all(attempts.map(problemsOf))) {
      expect(problems.map((problem) => problem.field)).toEqual([field]);
      expect(JSON.stringify(problems)).not.toMatch(cardDigits);
    }
    expect(await at.world.historyLength(at.open.paymentId)).toBe(at.openLength);
  });
});
