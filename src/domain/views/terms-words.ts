import type { ApprovalTerms } from '../model/approval';
import { formatAmount } from '../model/money';

/** What a version of a plan moves, in words: "refunds 25.00 USD", "voids 100.00 USD", or both. */
export function amountsOf({ refundMinor, voidMinor, currency }: ApprovalTerms): string {
  const amount = (amountMinor: number): string => `${formatAmount(amountMinor, currency)} ${currency}`;
  if (voidMinor === 0) return `refunds ${amount(refundMinor)}`;
  return refundMinor === 0
    ? `voids ${amount(voidMinor)}`
    : `refunds ${amount(refundMinor)} and voids ${amount(voidMinor)}`;
}
