import type { CurrencyCode } from '../../domain/model/currency';
import { formatAmount } from '../../domain/model/money';
import type { ReversalView } from '../../domain/views/view';

/** An amount with its currency: "25.00 USD". */
export function money(amountMinor: number, currency: CurrencyCode): string {
  return `${formatAmount(amountMinor, currency)} ${currency}`;
}

/** The same words in the middle of a sentence. */
export function inSentence(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1);
}

/** What was requested, in a few words. */
export function requestWords({
  operation,
  requestedMinor,
  currency,
}: Pick<ReversalView, 'operation' | 'requestedMinor' | 'currency'>): string {
  if (operation === 'cancel') return 'Cancel the payment';
  return requestedMinor === null ? 'Refund the remaining amount' : `Refund ${money(requestedMinor, currency)}`;
}
