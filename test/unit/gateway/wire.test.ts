import fc from 'fast-check';
import { currencyExponents, isCurrencyCode, type CurrencyCode } from '../../../src/domain/model/currency';
import { formatAmount } from '../../../src/domain/model/money';
import { atMostMinor, fitsWire, fromWireAmount, maxWireAmountMinor, toWireAmount } from '../../../src/gateway/wire';

const currencies = Object.keys(currencyExponents).filter(isCurrencyCode);
const anyWireAmount = fc.oneof(
  fc.integer({ min: 1, max: 100_000 }),
  fc.maxSafeNat().map((value) => (value % maxWireAmountMinor) + 1),
  fc.integer({ min: 0, max: 1_000_000 }).map((below) => maxWireAmountMinor - below),
);

describe('the gateway’s major-unit number', () => {
  it.each<[number, CurrencyCode, string]>([
    [2500, 'USD', '25'],
    [2505, 'USD', '25.05'],
    [1, 'USD', '0.01'],
    [57, 'USD', '0.57'],
    [1500, 'JPY', '1500'],
    [1, 'KWD', '0.001'],
    [1, 'CLF', '0.0001'],
    [maxWireAmountMinor, 'USD', '9999999999999.99'],
  ])('writes %d minor units of %s as %s', (amountMinor, currency, json) => {
    expect(JSON.stringify(toWireAmount(amountMinor, currency))).toBe(json);
  });

  it('comes back as the same minor units, in every currency and over the whole range', () => {
    for (const currency of currencies) {
      fc.assert(
        fc.property(anyWireAmount, (amountMinor) => {
          const json = JSON.stringify(toWireAmount(amountMinor, currency));
          expect(fromWireAmount(Number(json), currency)).toBe(amountMinor);
          expect(json).toBe(
            formatAmount(amountMinor, currency)
              .replace(/(\.\d*?)0+$/, '$1')
              .replace(/\.$/, ''),
          );
        }),
        { numRuns: 100 },
      );
    }
  });

  it('is never shared by two amounts', () => {
    fc.assert(
      fc.property(anyWireAmount, fc.constantFrom(...currencies), (amountMinor, currency) => {
        fc.pre(fitsWire(amountMinor + 1));
        expect(toWireAmount(amountMinor, currency)).not.toBe(toWireAmount(amountMinor + 1, currency));
      }),
    );
  });

  it.each([maxWireAmountMinor + 1, Number.MAX_SAFE_INTEGER, 0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])(
    'refuses %d minor units, which it could not hold exactly',
    (amountMinor) => {
      expect(() => toWireAmount(amountMinor, 'USD')).toThrow(RangeError);
    },
  );

  it.each<[number, CurrencyCode]>([
    [10.001, 'USD'],
    [0.1 + 0.2, 'USD'],
    [1.5, 'JPY'],
    [0.00001, 'CLF'],
    [-25, 'USD'],
    [1e300, 'USD'],
    [90071992547409.92, 'USD'],
    [Number.NaN, 'USD'],
    [Number.POSITIVE_INFINITY, 'JPY'],
  ])('%d is no exact amount of %s', (amount, currency) => {
    expect(fromWireAmount(amount, currency)).toBeNull();
  });

  it('reads zero, which a default-filled answer may contain', () => {
    expect(fromWireAmount(0, 'USD')).toBe(0);
  });

  it.each<[number, CurrencyCode, number | null]>([
    [25, 'USD', 2500],
    [25.001, 'USD', 2501],
    [-25, 'USD', 2500],
    [1.5, 'JPY', 2],
    [1e300, 'USD', null],
  ])('%d %s stands for at most %d minor units', (amount, currency, amountMinor) => {
    expect(atMostMinor(amount, currency)).toBe(amountMinor);
  });
});
