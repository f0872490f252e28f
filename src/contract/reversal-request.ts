import type { FieldPath } from '../security/card-number';
import { also, object, optional, type Check, type Report } from './check';
import { messageProblems, parsed, type CheckOptions, type Parsed } from './message-check';
import { paymentSnapshot, type PaymentSnapshot } from './payment-snapshot';
import { person, type Requester } from './person';
import type { Problem } from './problems';
import { amount, amountOrZero, reason, requestId, token, word } from './value-checks';
import { isRecord } from './value-rules';

export const operations = ['cancel', 'refund'] as const;

export type ReversalOperation = (typeof operations)[number];

/** Asks for a payment to be reversed: cancelled, or refunded in whole or in part. */
export interface ReversalRequest {
  /** From business keys, never at random: it makes a repeat harmless. */
  readonly requestId: string;
  readonly operation: ReversalOperation;
  /** Minor units by ISO 4217. null or absent: all that is left. Always null for a cancel. */
  readonly amountMinor?: number | null;
  /** Refuse unless exactly this much is refundable. Minor units by ISO 4217. */
  readonly expectedRefundableMinor?: number | null;
  readonly requester: Requester;
  /** Proves the requester, where identities are proved. */
  readonly token?: string | null;
  /** Why, for the people who read the ledger. */
  readonly reason: string;
  readonly payment: PaymentSnapshot;
}

const requestFields: Check<ReversalRequest> = object({
  requestId,
  operation: word(operations),
  amountMinor: optional(amount),
  expectedRefundableMinor: optional(amountOrZero),
  requester: person,
  token: optional(token),
  reason,
  payment: paymentSnapshot,
});

export const reversalRequest = also(requestFields, cancelContradictions, ['An amountMinor next to a cancel.']);

/** A cancel takes back everything: an amount next to it would be a second, other wish. */
function cancelContradictions(request: unknown, at: FieldPath, report: Report): void {
  if (isRecord(request) && request['operation'] === 'cancel' && (request['amountMinor'] ?? null) !== null) {
    report(
      [...at, 'amountMinor'],
      'is given with a cancel, which reverses everything: leave it out, or request a refund',
    );
  }
}

/**
 * Says all that is wrong with a request, each problem with its field and the fix; empty when nothing is. For order
 * workflows before they start a child, and for the ledger, which raw messages reach too. Pure: safe in workflow code.
 */
export function checkReversalRequest(value: unknown, options: CheckOptions = {}): Problem[] {
  return messageProblems(reversalRequest, value, 'request', options);
}

/** Reads a request from outside. The result has its known fields only. */
export function parseReversalRequest(value: unknown, options: CheckOptions = {}): Parsed<ReversalRequest> {
  return parsed(reversalRequest, value, checkReversalRequest(value, options));
}
