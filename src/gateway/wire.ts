import { exponentOf, type CurrencyCode } from '../domain/model/currency';
import { formatAmount } from '../domain/model/money';

/**
 * The largest amount that is put on the wire, in minor units.
 *
 * The wire's `amount` is a double in major units. A double distinguishes decimals of up to 15 significant digits, and no
 * more than that; servers that convert a double to a decimal also keep 15 digits.
 */
export const maxWireAmountMinor = 999_999_999_999_999;

/** Decides whether an amount can go over the wire and come back unchanged. */
export function fitsWire(amountMinor: number): boolean {
  return Number.isSafeInteger(amountMinor) && amountMinor > 0 && amountMinor <= maxWireAmountMinor;
}

/**
 * The gateway's major-unit number for an amount: 2500 USD is 25, 2505 USD is 25.05. Exact in the sense that its JSON text
 * is the decimal itself. Source: SPEC, `amount` "should be in major units".
 *
 * @throws RangeError when the amount is not a positive whole number of at most 15 digits.
 */
export function toWireAmount(amountMinor: number, currency: CurrencyCode): number {
  if (!fitsWire(amountMinor)) {
    throw new RangeError(
      'An amount for the gateway must be a positive whole number of at most 15 digits of minor units.',
    );
  }
  // Reading the decimal text rounds once, to the nearest double. A division would do so only by luck of the exponent.
  return Number(formatAmount(amountMinor, currency));
}

/**
 * Minor units of an amount that the gateway answered, zero included.
 *
 * @returns `null` when the number is no exact amount of that currency: negative, too precise, too large or not finite.
 */
export function fromWireAmount(amount: number, currency: CurrencyCode): number | null {
  if (!Number.isFinite(amount) || amount < 0 || amount > maxWireAmountMinor) return null;
  const text = amount.toFixed(exponentOf(currency));
  if (Number(text) !== amount) return null;
  const amountMinor = Number(text.replace('.', ''));
  return amountMinor <= maxWireAmountMinor ? amountMinor : null;
}

/**
 * How much an answered amount may stand for at most, in minor units, when it is no exact amount: rounded up, sign
 * ignored. It serves to reserve enough, never to move money.
 *
 * @returns `null` when it cannot be counted in safe integers.
 */
export function atMostMinor(amount: number, currency: CurrencyCode): number | null {
  const exact = fromWireAmount(Math.abs(amount), currency);
  if (exact !== null) return exact;
  const rounded = Math.ceil(Math.abs(amount) * 10 ** exponentOf(currency));
  return Number.isSafeInteger(rounded) ? rounded : null;
}
