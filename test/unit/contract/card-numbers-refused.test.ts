import { checkPaymentEvent, parsePaymentEvent } from '../../../src/contract/payment-event';
import { checkPaymentSnapshot, parsePaymentSnapshot } from '../../../src/contract/payment-snapshot';
import { checkReversalRequest, parseReversalRequest } from '../../../src/contract/reversal-request';
import { fieldName } from '../../../src/security/card-number';
import { at, eventsOfEachKind, fullPayment, fullRequest, pathsOf, withAt } from './valid-inputs';

const cards = ['4111111111111111', '4111 1111 1111 1111', 'paid with 4111-1111-1111-1111 by phone', 4111111111111111];
const repeated = /4111|1111/;

const request = fullRequest();
const everyField = pathsOf(request).map((path) => [fieldName(path), path] as const);
const branches = everyField.filter(([, path]) => {
  const held = at(request, path);
  return typeof held === 'object' && held !== null && !Array.isArray(held);
});

describe('a card number in a request', () => {
  it.each(everyField)('is refused in %s and never repeated', (field, path) => {
    for (const card of cards) {
      const bad = withAt(request, path, card);
      const guarded = checkReversalRequest(bad);
      const parsed = parseReversalRequest(bad);
      expect(guarded.map((problem) => problem.field)).toContain(field);
      expect(JSON.stringify(guarded)).toContain('card number');
      expect(JSON.stringify([guarded, parsed])).not.toMatch(repeated);
      expect(parsed).toMatchObject({
        ok: false,
        problems: expect.arrayContaining([expect.objectContaining({ field })]),
      });
    }
  });

  it.each([['', []] as const, ...branches])(
    'is refused as a name of a field in %p and never repeated',
    (_field, path) => {
      for (const card of cards) {
        const bad = withAt(request, [...path, String(card)], 'x');
        const problems = [checkReversalRequest(bad), parseReversalRequest(bad)];
        expect(problems).toMatchObject([[{ message: expect.stringContaining('card number') }], { ok: false }]);
        expect(JSON.stringify(problems)).not.toMatch(repeated);
      }
    },
  );

  it('is refused inside a field that nobody knows', () => {
    const bad = { ...request, notes: [{ text: cards[1] }] };
    expect(checkReversalRequest(bad).map(({ field }) => field)).toEqual(['notes[0].text', 'notes']);
  });
});

describe('references that are digits', () => {
  const digits = '4111111111111111';
  const references = [
    ['payment', 'authorizationReference'],
    ['payment', 'captures', 0, 'gatewayReference'],
  ];

  it.each(references.map((path) => [fieldName(path), path] as const))(
    'may look like a card number in %s where the account’s rules say so, and only there',
    (field, path) => {
      const told = withAt(request, path, digits);
      expect(checkReversalRequest(told).map((problem) => problem.field)).toEqual([field]);
      expect(checkReversalRequest(told, { numericReferences: true })).toEqual([]);
      expect(parseReversalRequest(told, { numericReferences: true })).toMatchObject({ ok: true });
    },
  );

  it('spare nothing else', () => {
    const spared = new Set(references.map((path) => fieldName(path)));
    // A capture's other reference is spared as well; here it is null.
    spared.add('payment.captures[1].gatewayReference');
    for (const [field, path] of everyField.filter(([name]) => !spared.has(name))) {
      const problems = checkReversalRequest(withAt(request, path, digits), { numericReferences: true });
      expect([field, problems.some(({ message }) => message.includes('card number'))]).toEqual([field, true]);
    }
  });

  it('are spared in a snapshot by itself as well', () => {
    const told = { ...fullPayment(), authorizationReference: digits };
    expect(checkPaymentSnapshot(told)).toHaveLength(1);
    expect(checkPaymentSnapshot(told, { numericReferences: true })).toEqual([]);
    expect(parsePaymentSnapshot(told, { numericReferences: true })).toMatchObject({ ok: true });
  });
});

describe('a card number in an event', () => {
  const everyEventField = eventsOfEachKind.flatMap((event) =>
    pathsOf(event).map((path) => [String(event['kind']), fieldName(path), event, path] as const),
  );

  it.each(everyEventField)('is refused in %s, %s, and never repeated', (_kind, field, event, path) => {
    for (const card of cards) {
      const bad = withAt(event, path, card);
      const problems = [checkPaymentEvent(bad), parsePaymentEvent(bad)];
      expect(problems).toMatchObject([[{ field, message: expect.stringContaining('card number') }], { ok: false }]);
      expect(JSON.stringify(problems)).not.toMatch(repeated);
    }
  });
});

describe('ids that are digits', () => {
  const ids = withAt(withAt(request, ['requestId'], '4111111111111111'), ['payment', 'paymentId'], '4111111111111111');

  it('may look like card numbers where the account’s rules say so, and a reason may not', () => {
    expect(checkReversalRequest(ids).map(({ field }) => field)).toEqual(['requestId', 'payment.paymentId']);
    expect(checkReversalRequest(ids, { numericIds: true })).toEqual([]);
    const reason = withAt(ids, ['reason'], '4111111111111111');
    expect(checkReversalRequest(reason, { numericIds: true }).map(({ field }) => field)).toEqual(['reason']);
    const reference = withAt(ids, ['payment', 'authorizationReference'], '4111111111111111');
    expect(checkReversalRequest(reference, { numericIds: true })).toHaveLength(1);
  });

  it.each(eventsOfEachKind.map((event) => [String(event['kind']), event] as const))(
    'are spared in %s too, and nothing else is',
    (_kind, event) => {
      for (const path of pathsOf(event)) {
        const problems = checkPaymentEvent(withAt(event, path, '4111111111111111'), { numericIds: true });
        const isId = /^(eventId|captureId|legId|disputeId|refundEventId|corrects)$/.test(String(path.at(-1)));
        expect([path, problems.some(({ message }) => message.includes('card number'))]).toEqual([path, !isId]);
      }
    },
  );
});

describe('a text that is far too long', () => {
  it('is refused by its length, and a card number in it is not looked for', () => {
    const long = withAt(request, ['reason'], '4111 1111 1111 1111 '.repeat(50_000));
    expect(checkReversalRequest(long)).toEqual([
      { field: 'reason', message: 'is too long, or holds too much, to be read: make it shorter' },
    ]);
  });
});
