import type { PaymentBooks } from './books';
import { capturedMinor, refundableMinor, refundedMinor, uncapturedMinor } from './books';
import type { SimulatorSettings } from './options';
import type { MoneyOrder, Transaction } from './transaction';

/** Raw gateway codes of a rejection, in Stripe's manner, each with the text that goes with it. */
export const declineTexts = {
  resource_missing: 'No such transaction.',
  invalid_transaction_state: 'A transaction of this kind or state cannot be used for this operation.',
  currency_mismatch: 'The currency differs from the original transaction.',
  authorization_expired: 'The authorization has expired.',
  already_voided: 'The transaction was voided before.',
  charge_already_captured: 'The authorization was captured before.',
  charge_already_settled: 'The charge is settled and can only be refunded.',
  charge_already_refunded: 'The charge was refunded before.',
  not_captured: 'Nothing was captured yet.',
  not_settled: 'The charge is not settled yet.',
  amount_too_large: 'The amount is larger than what is left.',
  amount_must_match: 'A void must carry the original amount.',
} as const;

/** Why the simulated gateway says no. */
export type DeclineCode = keyof typeof declineTexts;

/** What a real gateway enforces, decided before any money moves. */
export type Ruling =
  | { readonly kind: 'rejected'; readonly code: DeclineCode }
  /** `movesMinor`: how much the movement is about; `voids`: the transactions that end by it. */
  | { readonly kind: 'allowed'; readonly movesMinor: number; readonly voids: readonly string[] };

/** The rules that differ between gateways. */
export type GatewayRules = Pick<
  SimulatorSettings,
  'enforceCap' | 'strictVoidAmount' | 'voidsRemainder' | 'voidsUnsettledCharges' | 'refundsOnlySettled'
>;

/** An order against an earlier transaction, with that payment's books. */
export interface Case {
  readonly order: MoneyOrder;
  readonly target: Transaction;
  readonly books: PaymentBooks;
  readonly rules: GatewayRules;
}

const rejected = (code: DeclineCode): Ruling => ({ kind: 'rejected', code });
const allowed = (movesMinor: number, voids: readonly string[] = []): Ruling => ({ kind: 'allowed', movesMinor, voids });

/** Rules on a capture: open authorizations only, never above what is left of them. */
export function ruleOnCapture({ order, target, books }: Case): Ruling {
  if (target.operation === 'charge' || target.operation === 'capture') return rejected('charge_already_captured');
  if (target.operation !== 'authorize' || target.condition === 'pending') return rejected('invalid_transaction_state');
  if (order.currency !== target.currency) return rejected('currency_mismatch');
  if (target.condition === 'voided') return rejected('already_voided');
  if (target.condition === 'expired') return rejected('authorization_expired');
  const left = uncapturedMinor(books);
  if (left === 0) return rejected('charge_already_captured');
  return order.amountMinor > left ? rejected('amount_too_large') : allowed(order.amountMinor);
}

/** Rules on a refund: captured money only, and never more of it than is left, unless the cap is off. */
export function ruleOnRefund({ order, target, books, rules }: Case): Ruling {
  if (target.operation === 'refund' || target.operation === 'void') return rejected('invalid_transaction_state');
  if (target.condition === 'pending' || target.condition === 'failed') return rejected('invalid_transaction_state');
  if (order.currency !== target.currency) return rejected('currency_mismatch');
  if (books.captures.length === 0) return rejected('not_captured');
  const touched = (target.operation === 'capture' ? [target] : books.captures).filter(
    ({ condition }) => condition !== 'voided',
  );
  if (touched.length === 0) return rejected('already_voided');
  if (rules.refundsOnlySettled && touched.some(({ settled }) => !settled)) return rejected('not_settled');
  if (!rules.enforceCap) return allowed(order.amountMinor);
  const left = refundableMinor(books, target);
  if (left <= 0) return rejected('charge_already_refunded');
  return order.amountMinor > left ? rejected('amount_too_large') : allowed(order.amountMinor);
}

/** Rules on a void: of a whole hold, of its remainder where the gateway can, or of an unsettled charge where it can. */
export function ruleOnVoid(input: Case): Ruling {
  const { order, target, books, rules } = input;
  if (target.operation === 'refund' || target.operation === 'void') return rejected('invalid_transaction_state');
  if (target.condition === 'pending' || target.condition === 'failed') return rejected('invalid_transaction_state');
  if (order.currency !== target.currency) return rejected('currency_mismatch');
  if (target.condition === 'voided') return rejected('already_voided');
  if (target.operation !== 'authorize') return ruleOnReversal(input, [target]);
  if (books.captures.length > 0) {
    const left = target.condition === 'expired' ? 0 : uncapturedMinor(books);
    if (!rules.voidsRemainder || left === 0) return ruleOnReversal(input, books.captures);
    return amountMatches(input) ? allowed(left, [target.reference]) : rejected('amount_must_match');
  }
  if (target.condition === 'expired') return rejected('authorization_expired');
  return amountMatches(input) ? allowed(target.amountMinor, [target.reference]) : rejected('amount_must_match');
}

/** A void that takes back charges: only before settlement and before any refund. */
function ruleOnReversal(input: Case, charges: readonly Transaction[]): Ruling {
  const { target, books, rules } = input;
  const standing = charges.filter(({ condition }) => condition !== 'voided');
  if (!rules.voidsUnsettledCharges) return rejected('charge_already_captured');
  if (standing.length === 0) return rejected('already_voided');
  if (standing.some(({ settled }) => settled)) return rejected('charge_already_settled');
  if (refundedMinor(books) > 0) return rejected('charge_already_refunded');
  if (!amountMatches(input)) return rejected('amount_must_match');
  const reversedMinor = target.operation === 'capture' ? target.amountMinor : capturedMinor(books);
  const releasedMinor = target.operation === 'authorize' && target.condition === 'open' ? uncapturedMinor(books) : 0;
  return allowed(reversedMinor + releasedMinor, [target.reference, ...standing.map(({ reference }) => reference)]);
}

/** A void of a capture may carry the capture's amount or the original one. */
function amountMatches({ order, target, books, rules }: Case): boolean {
  return !rules.strictVoidAmount || [target.amountMinor, books.root.amountMinor].includes(order.amountMinor);
}
