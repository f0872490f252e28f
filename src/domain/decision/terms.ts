import { assertNever } from '../model/assert-never';
import type { CaptureBalance } from './balance';
import { formatAmount } from '../model/money';
import { capturedAt, succeededCaptures, type Capture, type Payment } from '../model/payment';
import type { AccountRules, DeclineReason } from '../model/profile';
import type { Operation } from '../model/reversal';
import type { SettlementNews } from './settlement-news';

/** Everything a decision depends on. `balances` leave out what the reversal itself has planned and not sent. */
export interface DecisionInput extends SettlementNews {
  readonly payment: Payment;
  readonly balances: readonly CaptureBalance[];
  readonly rules: AccountRules;
  readonly now: string;
  /** Whether the authorization is being voided, or was. */
  readonly authorizationVoid: 'none' | 'open' | 'done';
  /** Other reversals hold money of this payment and have not ended. */
  readonly othersOpen: boolean;
  /**
   * The gateway rejected a void of this very reversal, or failed it after it was accepted: proof for that call only, so
   * it is not tried again.
   */
  readonly declinedVoid: DeclineReason | 'failedLater' | null;
  /** Captures this reversal does not ask back: the gateway has declined them to it, or it is for another capture. */
  readonly excludedCaptureIds: readonly string[];
}

export interface Intent {
  readonly operation: Operation;
  /** null: all that is left. */
  readonly amountMinor: number | null;
}

/** What is known of the money, put into the terms of the table's rows. */
export interface PaymentTerms {
  readonly input: DecisionInput;
  readonly intent: Intent;
  /** The oldest first; after them, in the same order, those that by the account's rules are past the refund window. */
  readonly captures: readonly TermsOfCapture[];
  readonly captured: boolean;
  readonly captureInProgress: boolean;
  readonly availableMinor: number;
  readonly openDisputedMinor: number;
  /** Hold that no capture and no void has used, if a void may still release it. */
  readonly remainderMinor: number;
  /** The hold has ended, as was reported. */
  readonly holdExpired: boolean;
  /** By the account's rules the hold may have ended. A rule is no fact: it ends nothing. */
  readonly holdMayHaveExpired: boolean;
}

export interface TermsOfCapture {
  readonly capture: Capture;
  readonly balance: CaptureBalance;
  /** By the account's rules it may be too old to be refunded. The gateway decides. */
  readonly windowMayBeClosed: boolean;
}

/** Reads the input in the terms of the table. Amounts in minor units. */
export function termsOf(input: DecisionInput, intent: Intent): PaymentTerms {
  const { payment, balances, rules, now } = input;
  const balanceOf = new Map(balances.map((balance) => [balance.captureId, balance]));
  const excluded = new Set(input.excludedCaptureIds);
  const captures = succeededCaptures(payment).flatMap((capture) => {
    const balance = balanceOf.get(capture.captureId);
    if (balance === undefined || excluded.has(capture.captureId)) return [];
    return [{ capture, balance, windowMayBeClosed: !isWindowOpen(payment, capture, rules, now) }];
  });
  const isExpired = Date.parse(holdEndsAt(payment, rules)) <= Date.parse(now);
  const isReported = payment.authorizationExpiresAt !== null;
  const capturedMinor = balances.reduce((sum, one) => sum + one.capturedMinor, 0);
  return {
    input,
    intent,
    captures: [
      ...captures.filter(({ windowMayBeClosed }) => !windowMayBeClosed),
      ...captures.filter(({ windowMayBeClosed }) => windowMayBeClosed),
    ],
    captured: capturedMinor > 0,
    captureInProgress: payment.captures.some((capture) => capture.status === 'started'),
    availableMinor: captures.reduce((sum, one) => sum + one.balance.refundableMinor, 0),
    openDisputedMinor: captures.reduce((sum, one) => sum + one.balance.openDisputedMinor, 0),
    remainderMinor: input.authorizationVoid === 'none' ? Math.max(0, payment.authorizedMinor - capturedMinor) : 0,
    holdExpired: isExpired && isReported,
    holdMayHaveExpired: isExpired && !isReported,
  };
}

function isWindowOpen(payment: Payment, capture: Capture, rules: AccountRules, now: string): boolean {
  return Date.parse(now) <= Date.parse(capturedAt(payment, capture)) + days(rules.refundWindowDays);
}

/** When the hold ends: as the gateway reported it, else after the account's authorization lifetime. */
export function holdEndsAt(payment: Payment, rules: Pick<AccountRules, 'authorizationLifetimeDays'>): string {
  if (payment.authorizationExpiresAt !== null) return payment.authorizationExpiresAt;
  return new Date(Date.parse(payment.authorizedAt) + days(rules.authorizationLifetimeDays)).toISOString();
}

/** Days in milliseconds. */
export function days(count: number): number {
  return count * 24 * 60 * 60 * 1000;
}

/** What was asked, in words, for refusals. */
export function requested({ intent, input }: PaymentTerms): string {
  switch (intent.operation) {
    case 'cancel':
      return 'a reversal of everything was requested';
    case 'refund':
      if (intent.amountMinor === null) return 'all that is left was asked';
      return `${formatAmount(intent.amountMinor, input.payment.currency)} ${input.payment.currency} was asked`;
    default:
      return assertNever(intent.operation);
  }
}

/** An amount of the payment in words: `25.00 USD`. */
export function money({ input }: PaymentTerms, amountMinor: number): string {
  return `${formatAmount(amountMinor, input.payment.currency)} ${input.payment.currency}`;
}
