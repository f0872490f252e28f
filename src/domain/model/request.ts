import type { Refusal } from './ledger-state';
import type { Payment } from './payment';
import type { Requester } from './requester';
import type { Operation } from './reversal';

/** A request as the ledger reads it: checked, with nothing absent. Amounts in minor units of the payment's currency. */
export interface AskedReversal {
  readonly requestId: string;
  readonly operation: Operation;
  /** null: all that is left; always null for a cancel. */
  readonly amountMinor: number | null;
  readonly expectedRefundableMinor: number | null;
  readonly requester: Requester;
  readonly token: string | null;
  readonly reason: string;
  readonly payment: Payment;
}

/** The outcome of a request's admission. `repeated`: the id was known with the same body; its current view is the answer. */
export type Admission =
  { readonly kind: 'admitted' | 'repeated' } | { readonly kind: 'refused'; readonly refusal: Refusal };
