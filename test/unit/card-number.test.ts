import fc from 'fast-check';
import {
  fieldName,
  fieldsHoldingCardNumbers,
  holdsCardNumber,
  searchedFields,
  searchedFor,
} from '../../src/security/card-number';

const falseRates = {
  'ids of 13 digits': 0.982,
  'ids of 16 digits': 4.103,
  'EAN-13': 0,
  'German phone numbers': 0.009,
  'US phone numbers': 0,
};

/** Numbers below a bound, the same ones in each run. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function withEanDigit(digits: string): string {
  const sum = Array.from(digits, Number).reduce((all, digit, index) => all + digit * (index % 2 === 0 ? 1 : 3), 0);
  return digits + String((10 - (sum % 10)) % 10);
}

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

/** The text with so many digits at its end that all of its digits together pass Luhn. */
function withLuhn(text: string, count: number): string {
  const ends = Array.from({ length: 10 ** count }, (_, end) => String(end).padStart(count, '0'));
  return text + (ends.find((end) => luhnSum((text + end).replace(/\D/g, '')) % 10 === 0) ?? '');
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
    ['Maestro of 12 digits', withCheckDigit('50180000000')],
    ['Troy', withCheckDigit('979200000000000')],
    ['UATP', withCheckDigit('10000000000000')],
    ['Mir', withCheckDigit('220000000000000')],
    ['Elo', withCheckDigit('509000000000000')],
    ['Hipercard', withCheckDigit('606282000000000')],
    ['RuPay', withCheckDigit('820000000000000')],
    ['BC', withCheckDigit('940000000000000')],
    ['Dankort', withCheckDigit('501900000000000')],
    ['Switch of 18 digits', withCheckDigit('49030000000000000')],
    ['enRoute', withCheckDigit('20140000000000')],
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
    ['points', '4111.1111.1111.1111'],
    ['slashes', '4111/1111/1111/1111'],
    ['underscores', '4111_1111_1111_1111'],
    ['commas', '4111, 1111, 1111, 1111'],
    ['its usual groups and marks of several kinds', '4111.1111/1111-1111'],
    ['invisible characters', '4111\u200b1111\u20601111\u00ad1111'],
    ['an invisible character between all digits', Array.from('4111111111111111').join('\u200d')],
    ['keycaps', Array.from('4111111111111111', (digit) => `${digit}\ufe0f\u20e3`).join('')],
    ['Arabic digits', '٤١١١١١١١١١١١١١١١'],
    ['Persian digits', '۴۱۱۱ ۱۱۱۱ ۱۱۱۱ ۱۱۱۱'],
    ['Devanagari digits', '४१११११११११११११११'],
    ['Bengali digits', '৪১১১১১১১১১১১১১১১'],
    ['circled digits', '④①①①①①①①①①①①①①①①'],
    ['mathematical digits', '𝟒𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏'],
    ['its expiry behind it', '4111111111111111 12/27'],
    ['its expiry in one with it', '41111111111111111227'],
    ['expiry and security code in one with it', '41111111111111111227123'],
    ['its expiry as on a magnetic stripe', '4111111111111111=27121010000'],
    ['a plus sign before it', '+4111 1111 1111 1111'],
    ['a zero before it', '0 4111 1111 1111 1111'],
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
    ['an instant', '2026-11-20T10:00:00Z'],
    ['an order number', 'return-2026-11-20-000123-line-2'],
    ['a German phone number', '+49 4211 3456789'],
    ['the same from abroad', '0049 4211 3456789'],
    ['the same at home', '04211 345678-90'],
    ['a phone number whose digits would pass', '+49 4211 3456718'],
    ['the same from abroad, digit by digit', '00 49 4211 3456718'],
    ['an article number', '4006381333931'],
    ['amounts in a row', withLuhn('5123.00, 4500.12, 3400.', 2)],
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

  it.each([
    ['single digits', '9 '.repeat(50_000)],
    ['sixes and fives', '6 5 '.repeat(25_000)],
    ['one run', '4'.repeat(100_000)],
    ['groups and dashes', `${'4 - '.repeat(25_000)}x`],
    ['pairs', '41 '.repeat(33_333)],
    ['separators', '- '.repeat(50_000)],
  ])('looks at a long text of %s in proportion to its length', (_what, text) => {
    const { looks } = searchedFor(text);
    expect(looks).toBeLessThan(10 * text.length);
    // Twice the text, twice the looks: nothing that was seen is looked at again.
    const half = searchedFor(text.slice(0, text.length / 2));
    expect(looks).toBeLessThanOrEqual(2 * half.looks + 400);
  });

  it('takes few ids, article numbers and phone numbers for one', () => {
    const share = (make: () => string): number => {
      let taken = 0;
      for (let made = 0; made < 100_000; made += 1) if (holdsCardNumber(make())) taken += 1;
      return taken / 1_000;
    };
    const next = seeded(20_261_130);
    const digits = (count: number): string => Array.from({ length: count }, () => String(next(10))).join('');
    const shares = {
      'ids of 13 digits': share(() => digits(13)),
      'ids of 16 digits': share(() => digits(16)),
      'EAN-13': share(() => withEanDigit(digits(12))),
      'German phone numbers': share(
        () =>
          `${['+49 ', '0049 ', '0'][next(3)] ?? ''}${String(1 + next(9))}${digits(2 + next(2))} ${digits(6 + next(3))}`,
      ),
      'US phone numbers': share(() => `${['+1 ', '1-', ''][next(3)] ?? ''}(${digits(3)}) ${digits(3)}-${digits(4)}`),
    };
    // The figures that docs/explanation/guarantees.md gives, in per cent.
    expect(shares).toEqual(falseRates);
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

  it('does not look into a text that no field could hold', () => {
    expect(searchedFields({ long: '4111 1111 1111 1111 '.repeat(50_000) })).toEqual({ holding: [], unread: ['long'] });
    expect(searchedFields({ long: 'x'.repeat(16_385) })).toEqual({ holding: [], unread: ['long'] });
  });

  it('never shows a key that could be a card number', () => {
    expect(fieldName(['payment', card, 'x'])).toBe('payment["…"].x');
    expect(fieldName(['4.1.1.1.1.1.1.1.1.1.1.1'])).toBe('["…"]');
    expect(fieldName(['a', 'x'.repeat(65)])).toBe('a["…"]');
  });
});
