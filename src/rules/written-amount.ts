import { exponentOf, type CurrencyCode } from '../domain/model/currency';
import { parseAmount, type ParsedAmount } from '../domain/model/money';

/** Reads an amount of a rules file into minor units of its currency. Nothing at all is an amount: "above 0.00" is always. */
export function writtenAmount(text: string, currency: CurrencyCode): ParsedAmount {
  const decimals = /^0+(?:\.(0+))?$/.exec(text.trim());
  const isZero = decimals !== null && (decimals[1]?.length ?? 0) <= exponentOf(currency);
  return isZero ? { ok: true, amountMinor: 0 } : parseAmount(text, currency);
}
