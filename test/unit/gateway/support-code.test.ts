import { safeCode, safeFieldName, safeReference } from '../../../src/gateway/support-code';

describe('a support code', () => {
  it.each([
    ['card_declined', 'card_declined'],
    [' 05\u0000\n', '05'],
    ['x'.repeat(100), 'x'.repeat(64)],
    ['1234567890123456', '1234567890123456'],
    ['1234567812345670', null],
    ['', null],
    ['   ', null],
    ['4111111111111111', null],
    ['card 4111 1111 1111 1111 refused', null],
    ['card 4111-1111-1111-1111', null],
    ['ref41111111111111110000', null],
    [null, null],
  ])('%p is kept as %p', (value, kept) => {
    expect(safeCode(value)).toBe(kept);
  });
});

describe('a gateway reference', () => {
  it.each([
    'pi_3NxYz',
    '550e8400-e29b-41d4-a716-446655440000',
    '8515 1234',
    '1234567812345670', // passes Luhn, and no network numbers its cards like that
    '99999999999999999999999',
    'x'.repeat(255),
  ])('%s is kept as it is, because later calls name it', (reference) => {
    expect(safeReference(reference)).toBe(reference);
  });

  it.each([
    ['Visa', '4111111111111111'],
    ['Visa in groups', '4111 1111 1111 1111'],
    ['Visa in text', 'txn:4242424242424242/1'],
    ['MasterCard', '5555555555554444'],
    ['MasterCard, second range', '2223003122003222'],
    ['American Express', '378282246310005'],
    ['Diners Club', '30569309025904'],
    ['JCB', '3530111333300000'],
    ['Discover', '6011111111111117'],
    ['UnionPay', '6200000000000005'],
    ['Maestro', '6759649826438453'],
  ])('is dropped when it is a card number of %s', (_network, reference) => {
    expect(safeReference(reference)).toBeNull();
  });

  it.each([
    ['over-long', 'x'.repeat(256)],
    ['empty', ''],
    ['with a line end', 'a\nb'],
    ['absent', null],
  ])('is dropped when it is %s, and never cut', (_what, reference) => {
    expect(safeReference(reference)).toBeNull();
  });
});

describe('the name of a refused field', () => {
  it.each(['amount', 'card.cardNumber', 'X-Api-Key', 'credentials[0].key'])('%s is a name', (name) => {
    expect(safeFieldName(name)).toBe(name);
  });

  it.each(['Jane Smith', '4111111111111111', 'card.4111111111111111', '', 'x'.repeat(65), 7, null, undefined])(
    '%p is not',
    (value) => {
      expect(safeFieldName(value)).toBeNull();
    },
  );
});
