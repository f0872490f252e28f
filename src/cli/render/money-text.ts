import { formatAmount } from '../../domain/model/money';
import type { CurrencyCode } from '../../domain/model/currency';
import type { Balance } from '../../domain/decision/balance';

/** An amount with its currency: "25.00 USD". */
export function moneyText(amountMinor: number, currency: CurrencyCode): string {
  return `${formatAmount(amountMinor, currency)} ${currency}`;
}

const balanceWords = [
  ['authorizedMinor', 'authorized'],
  ['capturedMinor', 'captured'],
  ['voidedMinor', 'voided'],
  ['refundedMinor', 'refunded'],
  ['pendingMinor', 'accepted, not final'],
  ['unknownMinor', 'unknown'],
  ['reservedMinor', 'reserved'],
  ['externallyRefundedMinor', 'refunded externally'],
  ['disputedMinor', 'disputed'],
  ['refundableMinor', 'refundable'],
] as const satisfies readonly (readonly [keyof Balance, string])[];

const alwaysShown: ReadonlySet<keyof Balance> = new Set(['authorizedMinor', 'capturedMinor', 'refundableMinor']);

/** Where the money of a payment is, as rows of a table, without most amounts of zero. */
export function balanceRows(balance: Balance, currency: CurrencyCode): [string, string][] {
  return balanceWords
    .filter(([field]) => balance[field] !== 0 || alwaysShown.has(field))
    .map(([field, word]) => [word, moneyText(balance[field], currency)]);
}
