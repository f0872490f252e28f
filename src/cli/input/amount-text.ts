import type { Problem } from '../../contract/problems';
import { exponentOf, isCurrencyCode } from '../../domain/model/currency';
import { parseAmount } from '../../domain/model/money';

/** An amount as a person wrote it: minor units, or what is wrong with it. Absent and unreadable ones are undefined. */
export interface ReadAmount {
  readonly amountMinor: number | undefined;
  readonly problems: readonly Problem[];
}

/**
 * Reads an amount against its currency. Where the currency itself is unknown there is nothing to check it by: that is
 * told elsewhere, and any amount stands in its place so that it is not told twice.
 */
export function readAmount(option: string, text: string | undefined, currency: unknown): ReadAmount {
  if (text === undefined) return { amountMinor: undefined, problems: [] };
  if (!isCurrencyCode(currency)) return { amountMinor: 1, problems: [] };
  const parsed = parseAmount(text, currency);
  if (parsed.ok) return { amountMinor: parsed.amountMinor, problems: [] };
  return { amountMinor: undefined, problems: [{ field: option, message: parsed.problem }] };
}

/** The same where nothing at all is an amount too: "nothing is refundable" can be expected. */
export function readAmountOrZero(option: string, text: string | undefined, currency: unknown): ReadAmount {
  const decimals = /^0+(?:\.(0+))?$/.exec(text?.trim() ?? '');
  const isZero = decimals !== null && isCurrencyCode(currency) && (decimals[1]?.length ?? 0) <= exponentOf(currency);
  return isZero ? { amountMinor: 0, problems: [] } : readAmount(option, text, currency);
}
