import fc from 'fast-check';
import { currencyExponents, isCurrencyCode, type CurrencyCode } from '../../src/domain/model/currency';
import { formatAmount, isMinorAmount, minorAmountProblem, parseAmount } from '../../src/domain/model/money';

const currencies = Object.keys(currencyExponents).filter(isCurrencyCode);
const anyCurrency = fc.constantFrom(...currencies);
const anyAmount = fc.oneof(fc.integer({ min: 1, max: 1_000_000 }), fc.maxSafeNat().filter(isMinorAmount));

describe('an amount as people write it', () => {
  it.each<[string, CurrencyCode, number]>([
    ['25.00', 'USD', 2500],
    ['25', 'USD', 2500],
    ['0.5', 'USD', 50],
    [' 0.05 ', 'USD', 5],
    ['007', 'USD', 700],
    ['1500', 'JPY', 1500],
    ['1.234', 'KWD', 1234],
    ['1.2', 'KWD', 1200],
    ['0.0001', 'CLF', 1],
    ['90071992547409.91', 'USD', Number.MAX_SAFE_INTEGER],
    ['0000000000000000000001', 'JPY', 1],
  ])('reads "%s" %s as %d minor units', (text, currency, amountMinor) => {
    expect(parseAmount(text, currency)).toEqual({ ok: true, amountMinor });
  });

  it.each<[string, CurrencyCode, string]>([
    ['10.001', 'USD', 'has more decimals than USD has (2): write an amount like 25.00'],
    ['25.000', 'USD', 'has more decimals than USD has (2): write an amount like 25.00'],
    ['1.5', 'JPY', 'has decimals, but JPY has none: write a whole amount like 25'],
    ['1.0', 'JPY', 'has decimals, but JPY has none: write a whole amount like 25'],
    ['1.23456', 'CLF', 'has more decimals than CLF has (4): write an amount like 25.0000'],
    ['-5', 'USD', 'has a sign: write a positive amount like 25.00'],
    ['+5', 'USD', 'has a sign: write a positive amount like 25.00'],
    ['', 'USD', 'is empty: write an amount like 25.00'],
    ['  ', 'KWD', 'is empty: write an amount like 25.000'],
    ['0', 'USD', 'is zero: write an amount above zero'],
    ['0.00', 'USD', 'is zero: write an amount above zero'],
    ['90071992547409.92', 'USD', 'is too large: the largest amount is 90071992547409.91 USD'],
    ['9'.repeat(400), 'JPY', 'is too large: the largest amount is 9007199254740991 JPY'],
  ])('refuses "%s" %s and says what to write', (text, currency, problem) => {
    expect(parseAmount(text, currency)).toEqual({ ok: false, problem });
  });

  it.each([
    '1e3',
    '1,000.00',
    '1 000',
    "1'000",
    '25,00',
    '.5',
    '5.',
    '1.2.3',
    '0x10',
    'NaN',
    'Infinity',
    '$5',
    '٢٥',
    '5\n6',
  ])('refuses "%s", which can be read in more than one way', (text) => {
    expect(parseAmount(text, 'USD')).toEqual({
      ok: false,
      problem: 'is not an amount: write digits and one decimal point, without thousands separators, like 25.00',
    });
    expect(parseAmount(text, 'JPY')).toMatchObject({ ok: false });
  });

  it('never repeats a card number that was typed in its place', () => {
    for (const currency of currencies) {
      for (const text of ['4111111111111111', '4111 1111 1111 1111', '4111111111111111.00001', '-4111111111111111']) {
        const parsed = parseAmount(text, currency);
        expect(parsed.ok ? '' : parsed.problem).not.toMatch(/4111|1111/);
      }
    }
  });
});

describe('an amount as it is shown', () => {
  it.each<[number, CurrencyCode, string]>([
    [2500, 'USD', '25.00'],
    [5, 'USD', '0.05'],
    [0, 'USD', '0.00'],
    [-2500, 'USD', '-25.00'],
    [-5, 'KWD', '-0.005'],
    [-0, 'USD', '0.00'],
    [1500, 'JPY', '1500'],
    [-1, 'JPY', '-1'],
    [1, 'CLF', '0.0001'],
    [Number.MAX_SAFE_INTEGER, 'USD', '90071992547409.91'],
  ])('shows %d minor units of %s as %s', (amountMinor, currency, text) => {
    expect(formatAmount(amountMinor, currency)).toBe(text);
  });

  it.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])(
    'throws for %d, which is no count of minor units',
    (value) => {
      expect(() => formatAmount(value, 'USD')).toThrow(RangeError);
    },
  );

  it('is read back as the same amount, in every currency', () => {
    for (const currency of currencies) {
      fc.assert(
        fc.property(anyAmount, (amountMinor) => {
          expect(parseAmount(formatAmount(amountMinor, currency), currency)).toEqual({ ok: true, amountMinor });
        }),
        { numRuns: 50 },
      );
    }
  });

  it('is never read as an amount of a currency with fewer decimals', () => {
    fc.assert(
      fc.property(anyAmount, anyCurrency, anyCurrency, (amountMinor, wide, narrow) => {
        fc.pre(currencyExponents[wide] > currencyExponents[narrow]);
        expect(parseAmount(formatAmount(amountMinor, wide), narrow).ok).toBe(false);
      }),
    );
  });
});

describe('a movable amount', () => {
  it.each([1, 2500, Number.MAX_SAFE_INTEGER])('can be %d minor units', (value) => {
    expect(isMinorAmount(value)).toBe(true);
  });

  it.each<[unknown, string]>([
    [0, 'notPositive'],
    [-0, 'notPositive'],
    [-1, 'notPositive'],
    [Number.NEGATIVE_INFINITY, 'notPositive'],
    [0.5, 'notWhole'],
    [2 ** 53, 'tooLarge'],
    [Number.POSITIVE_INFINITY, 'tooLarge'],
    [Number.NaN, 'notANumber'],
    ['25', 'notANumber'],
    [25n, 'notANumber'],
    [null, 'notANumber'],
  ])('cannot be %p: %s', (value, problem) => {
    expect(minorAmountProblem(value)).toBe(problem);
    expect(isMinorAmount(value)).toBe(false);
  });
});
