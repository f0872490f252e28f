import fc from 'fast-check';
import { fieldName, fieldsHoldingCardNumbers, holdsCardNumber } from '../../src/security/card-number';

/** Gives digits the last digit that passes Luhn, by trying: another way than the code's. */
function withCheckDigit(digits: string): string {
  const last = Array.from('0123456789').find((digit) => luhnSum(digits + digit) % 10 === 0) ?? '';
  return digits + last;
}

function luhnSum(digits: string): number {
  const odd = Array.from(digits)
    .reverse()
    .filter((_, index) => index % 2 === 0);
  const even = Array.from(digits)
    .reverse()
    .filter((_, index) => index % 2 === 1);
  const doubled = even.flatMap((digit) => Array.from(String(Number(digit) * 2)));
  return [...odd, ...doubled].reduce((sum, digit) => sum + Number(digit), 0);
}

describe('what is a card number', () => {
  it.each([
    ['Visa', '4111111111111111'],
    ['Visa of 13 digits', '4222222222222'],
    ['Visa of 19 digits', withCheckDigit('400000000000000000')],
    ['Mastercard', '5555555555554444'],
    ['Mastercard of the second series', '2223003122003222'],
    ['American Express', '378282246310005'],
    ['Discover', '6011111111111117'],
    ['Diners Club', '30569309025904'],
    ['JCB', '3530111333300000'],
    ['UnionPay', '6200000000000005'],
    ['Maestro of 12 digits', withCheckDigit('50000000000')],
    ['Maestro', '6759649826438453'],
  ])('finds a %s', (_network, digits) => {
    expect(holdsCardNumber(digits)).toBe(true);
  });

  it.each([
    ['spaces', '4111 1111 1111 1111'],
    ['dashes', '4111-1111-1111-1111'],
    ['other groups', '3782 822463 10005'],
    ['double spaces', '4111  1111  1111  1111'],
    ['spaced dashes', '4111 - 1111 - 1111 - 1111'],
    ['no-break spaces', '4111\u00a01111\u00a01111\u00a01111'],
    ['en dashes', '4111\u20131111\u20131111\u20131111'],
    ['a line break', '4111 1111\n1111 1111'],
    ['full-width digits', '４１１１１１１１１１１１１１１１'],
    ['prose around it', 'customer said 4111 1111 1111 1111 by phone'],
    ['letters at its ends', 'card4111111111111111x'],
    ['another number before it', 'item 2 4111 1111 1111 1111'],
    ['another number after it', '4111-1111-1111-1111 12/2027'],
    ['an at sign', '@4111111111111111'],
    ['a UUID beside it', '786cdda4-5132-4146-9889-58a54103e4ab 4111 1111 1111 1111'],
    ['groups like a UUID’s', '41111111-1111-1111-0000-000000000000'],
  ])('finds it with %s', (_what, text) => {
    expect(holdsCardNumber(text)).toBe(true);
  });

  it.each([
    ['a wrong check digit', '4111111111111112'],
    ['no network', '1111111111111117'],
    ['no length of the network', '411111111111116'],
    ['a longer unbroken run of digits', '94111111111111111'],
    ['a longer run after it', '41111111111111110000'],
    ['points between', '4111.1111.1111.1111'],
    ['an instant', '2026-11-20T10:00:00Z'],
    ['an order number', 'return-2026-11-20-000123-line-2'],
    ['too few digits', '41111111111'],
    ['nothing', ''],
    ['a UUID', '6ba7b810-9dad-11d1-80b4-00c04fd430c8'],
    ['a UUID that holds a number’s digits', '786cdda4-5132-4146-9889-58a54103e4ab'],
    ['an id made of one', 'return-AE444619-6509-4673-8863-50F1B4A2A70A/2'],
  ])('does not take %s for one', (_what, text) => {
    expect(holdsCardNumber(text)).toBe(false);
  });

  it('finds every number of a network with that network’s length, however it is grouped and embedded', () => {
    const networks = fc.constantFrom(
      ['4', 16],
      ['51', 16],
      ['2720', 16],
      ['34', 15],
      ['6011', 16],
      ['3528', 16],
      ['62', 19],
    );
    fc.assert(
      fc.property(
        networks,
        fc.infiniteStream(fc.nat(9)),
        fc.nat(5),
        fc.constantFrom('', ' ', '-'),
        (network, random, group, separator) => {
          const [prefix, length] = network as [string, number];
          const body = prefix + [...random.take(length - 1 - prefix.length)].join('');
          const number = withCheckDigit(body);
          const grouped = number.replace(new RegExp(`(\\d{${String(group + 2)}})(?=\\d)`, 'g'), `$1${separator}`);
          expect(holdsCardNumber(`about ${grouped}, please`)).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('comes to an end on hostile text, where a search that looked again at what it has seen would need hours', () => {
    expect(holdsCardNumber('9 '.repeat(500_000))).toBe(false);
    expect(holdsCardNumber('9'.repeat(1_000_000))).toBe(false);
    expect(holdsCardNumber(`${'4 - '.repeat(250_000)}x`)).toBe(false);
  });
});

describe('where card numbers are found', () => {
  const card = '4111 1111 1111 1111';

  it('names every field that holds one, in text, numbers and keys', () => {
    const value = { a: card, b: [{ c: 4111111111111111 }, 'fine'], d: { [card]: 1 }, e: { 'odd name': card } };
    expect(fieldsHoldingCardNumbers(value)).toEqual(['a', 'b[0].c', 'd["…"]', 'e["odd name"]']);
  });

  it('names the top as nothing', () => {
    expect(fieldsHoldingCardNumbers(card)).toEqual(['']);
    expect(fieldsHoldingCardNumbers(null)).toEqual([]);
  });

  it('spares the exempt field and nothing else', () => {
    const exempt = (path: readonly (string | number)[]): boolean => path.join('.') === 'reference';
    expect(fieldsHoldingCardNumbers({ reference: card, other: card }, exempt)).toEqual(['other']);
    expect(fieldsHoldingCardNumbers({ reference: { below: card } }, exempt)).toEqual(['reference.below']);
  });

  it('counts what it cannot search as holding one', () => {
    const cyclic: Record<string, unknown> = {};
    cyclic['self'] = [cyclic, cyclic];
    expect(fieldsHoldingCardNumbers(cyclic)).toEqual(['self']);
    expect(fieldsHoldingCardNumbers({ many: Array.from({ length: 30_000 }, () => 0) })).toEqual(['many']);
    expect(fieldsHoldingCardNumbers({ long: 'x'.repeat(1_500_000) })).toEqual(['long']);
  });

  it('never shows a key that could be a card number', () => {
    expect(fieldName(['payment', card, 'x'])).toBe('payment["…"].x');
    expect(fieldName(['4.1.1.1.1.1.1.1.1.1.1.1'])).toBe('["…"]');
    expect(fieldName(['a', 'x'.repeat(65)])).toBe('a["…"]');
  });
});
