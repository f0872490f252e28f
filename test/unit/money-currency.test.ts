import { assertNever } from '../../src/domain/model/assert-never';
import { currencyExponents, exponentOf, isCurrencyCode, type CurrencyCode } from '../../src/domain/model/currency';

describe('a currency', () => {
  it.each<[CurrencyCode, number]>([
    ['JPY', 0],
    ['KRW', 0],
    ['ISK', 0],
    ['UYI', 0],
    ['USD', 2],
    ['EUR', 2],
    ['HUF', 2],
    ['ZWG', 2],
    ['XCG', 2],
    ['KWD', 3],
    ['TND', 3],
    ['CLF', 4],
    ['UYW', 4],
    ['BYR', 0],
  ])('%s has %d decimals', (currency, exponent) => {
    expect(exponentOf(currency)).toBe(exponent);
  });

  it.each(['BGN', 'HRK', 'ANG', 'LTL', 'ZWL'] as const)(
    'may be one of existing payments that was withdrawn: %s',
    (currency) => {
      expect(isCurrencyCode(currency)).toBe(true);
      expect(exponentOf(currency)).toBe(2);
    },
  );

  it('is one of the 165 current codes of ISO 4217 that have a minor unit, or one of 11 withdrawn ones', () => {
    const codes = Object.keys(currencyExponents);
    expect(codes).toHaveLength(165 + 11);
    expect(codes.every((code) => /^[A-Z]{3}$/.test(code))).toBe(true);
  });

  it.each(['XAU', 'XTS', 'XXX', 'XDR', 'usd', 'US', '', 'toString', '__proto__', 'constructor', 840, null])(
    'is not %p',
    (value) => {
      expect(isCurrencyCode(value)).toBe(false);
    },
  );
});

it('an unhandled case throws without showing its value', () => {
  expect(() => assertNever('4111111111111111' as never)).toThrow(
    new Error('A case of a closed union is not handled (a value of type string).'),
  );
});
