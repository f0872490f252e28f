import type { LegOperation } from '../model/leg';
import type { Capture } from '../model/payment';
import type { Reason, ReasonCode } from '../model/reasons';
import type { DecisionRow, Outcome } from '../model/reversal';
import { requested, holdEndsAt, money, termsOf, type DecisionInput, type PaymentTerms, type Intent } from './terms';

/** A leg as a decision names it; the plan gives it its id. */
export interface LegDraft {
  readonly operation: LegOperation;
  readonly captureId: string | null;
  readonly amountMinor: number;
  readonly reference: string;
}

export type Decision =
  | { readonly kind: 'refuse'; readonly row: DecisionRow; readonly reason: Reason }
  | { readonly kind: 'end'; readonly row: DecisionRow; readonly outcome: Outcome; readonly reason: Reason }
  | {
      readonly kind: 'wait';
      readonly row: DecisionRow;
      readonly for: 'capture' | 'settlement' | 'others';
      readonly reason: Reason;
      readonly legs: readonly LegDraft[];
    }
  | { readonly kind: 'send'; readonly row: DecisionRow; readonly why: string; readonly legs: readonly LegDraft[] };

type Row = (terms: PaymentTerms) => Decision | null;

/** The decision table, first match wins. Row 10 answers whatever these left. */
const rows: readonly Row[] = [
  refuse,
  captureInProgress,
  nothingLeft,
  voidCharge,
  awaitSettlement,
  releaseRemainder,
  refundCaptures,
  expiredHold,
  voidAuthorization,
];

/** Void or refund, which and how much, for one requested reversal. Amounts in minor units of the payment's currency. */
export function decide(input: DecisionInput, intent: Intent): Decision {
  const terms = termsOf(input, intent);
  for (const row of rows) {
    const decision = row(terms);
    if (decision !== null) return decision;
  }
  return nothingCaptured();
}

/** Row 1: what cannot be refunded is refused with its numbers, never made smaller. */
function refuse(terms: PaymentTerms): Decision | null {
  const { intent, availableMinor, closedMinor, openDisputedMinor } = terms;
  if (terms.input.balances.some((capture) => capture.overRefundedMinor > 0)) {
    return refusal(
      'overRefunded',
      'more was refunded than was captured; nothing more is refunded until a person has checked the payment',
    );
  }
  if (!terms.captured) return null;
  if (intent.operation === 'cancel') {
    if (closedMinor > 0) return windowClosed(terms);
    return openDisputedMinor > 0 ? disputed(terms) : null;
  }
  const askedMinor = intent.amountMinor ?? availableMinor;
  if (askedMinor > 0 && askedMinor <= availableMinor) return null;
  // While a capture is in progress and nothing is left, its result decides about "all that is left".
  if (intent.amountMinor === null && terms.captureInProgress) return null;
  const missing = Math.max(askedMinor, 1);
  if (missing <= availableMinor + closedMinor) return windowClosed(terms);
  if (missing <= availableMinor + closedMinor + openDisputedMinor) return disputed(terms);
  return refusal('exceedsRefundable', `${requested(terms)}; ${money(terms, availableMinor)} is refundable`);
}

/** Row 2: a capture in progress changes what is right to do. Wait for its result, with the known money reserved. */
function captureInProgress(terms: PaymentTerms): Decision | null {
  const { input, captured } = terms;
  // Once the hold is voided after all, that rejection was about another moment.
  const reportedByGateway = !captured && input.declinedVoid === 'alreadyCaptured' && input.authorizationVoid !== 'done';
  if (!terms.captureInProgress && !reportedByGateway) return null;
  const message = reportedByGateway
    ? 'the gateway reports that the authorization was captured; the ledger waits until the capture is recorded (captureSucceeded)'
    : 'a capture is in progress; its result decides between void and refund';
  return {
    kind: 'wait',
    row: 2,
    for: 'capture',
    reason: { code: 'captureInProgress', message },
    legs: captured ? refundLegs(terms) : [],
  };
}

/** Row 3: nothing left to reverse. While others still reserve money without an outcome, saying so would be early. */
function nothingLeft(terms: PaymentTerms): Decision | null {
  const { input, intent } = terms;
  if (intent.operation !== 'cancel' || terms.availableMinor > 0) return null;
  const releasable = terms.remainderMinor > 0 && (!terms.captured || mayReleaseRemainder(terms));
  if (releasable && input.declinedVoid !== 'alreadyVoided') return null;
  if (input.othersOpen) {
    const message = 'all that is left is reserved by another reversal of this payment, which has no outcome yet';
    return { kind: 'wait', row: 3, for: 'others', reason: { code: 'blockedByAnother', message }, legs: [] };
  }
  return end(3, 'alreadyReversed', 'nothingLeft', 'nothing is left to reverse');
}

/** Row 4: an unsettled charge is voided whole where the gateway can: the customer never sees it. */
function voidCharge(terms: PaymentTerms): Decision | null {
  const { input, intent, captures } = terms;
  const [only, ...others] = captures;
  if (!input.rules.profile.voidsUnsettledCharges || input.declinedVoid !== null) return null;
  if (only === undefined || others.length > 0 || only.capture.settledAt !== null || terms.remainderMinor > 0)
    return null;
  const whole = only.balance.refundableMinor === only.balance.capturedMinor;
  const allWanted = (intent.amountMinor ?? only.balance.capturedMinor) === only.balance.capturedMinor;
  if (!whole || !allWanted) return null;
  const { capture } = only;
  const legs = [voidLeg(capture.captureId, capture.amountMinor, referenceOf(terms, capture))];
  return { kind: 'send', row: 4, why: 'captured and not settled: this gateway voids the charge whole', legs };
}

/** Row 5: some gateways refund only what has settled. A part is never refunded by voiding everything. */
function awaitSettlement(terms: PaymentTerms): Decision | null {
  if (!terms.captured || !terms.input.rules.profile.refundsOnlySettled) return null;
  const legs = refundLegs(terms);
  const possiblySent = new Set(legs.map((leg) => leg.captureId));
  const waits = terms.captures.some((one) => possiblySent.has(one.capture.captureId) && one.capture.settledAt === null);
  if (!waits) return null;
  const message = 'this gateway refunds only what has settled; the amount is reserved until settlement is recorded';
  return { kind: 'wait', row: 5, for: 'settlement', reason: { code: 'awaitingSettlement', message }, legs };
}

/** Row 6: partially captured and cancelled: the rest of the hold is released first, then what was captured is refunded. */
function releaseRemainder(terms: PaymentTerms): Decision | null {
  const { intent, captured, remainderMinor, input } = terms;
  if (intent.operation !== 'cancel' || !captured || remainderMinor === 0) return null;
  const refunds = refundLegs(terms);
  if (!mayReleaseRemainder(terms)) {
    const rest = money(terms, remainderMinor);
    const why = `refund what was captured; the hold on the other ${rest} expires automatically`;
    return { kind: 'send', row: 6, why, legs: refunds };
  }
  const release = voidLeg(null, remainderMinor, input.payment.authorizationReference);
  return {
    kind: 'send',
    row: 6,
    why: 'release the rest of the hold, then refund what was captured',
    legs: [release, ...refunds],
  };
}

/** Row 7: what was captured is refunded, oldest capture first, one leg for each capture. */
function refundCaptures(terms: PaymentTerms): Decision | null {
  if (!terms.captured) return null;
  return { kind: 'send', row: 7, why: 'captured: refund, oldest capture first', legs: refundLegs(terms) };
}

/** Row 8: an expired hold has released itself. */
function expiredHold(terms: PaymentTerms): Decision | null {
  if (terms.intent.operation !== 'cancel' || !terms.holdExpired) return null;
  const ended = holdEndsAt(terms.input.payment, terms.input.rules);
  return end(8, 'alreadyReversed', 'holdExpired', `the hold expired at ${ended}; there is nothing to reverse`);
}

/** Row 9: a hold is released by voiding the authorization, unless the gateway has just refused that. */
function voidAuthorization(terms: PaymentTerms): Decision | null {
  const { input, intent } = terms;
  if (intent.operation !== 'cancel') return null;
  const { declinedVoid, payment } = input;
  if (declinedVoid === null) {
    const legs = [voidLeg(null, terms.remainderMinor, payment.authorizationReference)];
    return { kind: 'send', row: 9, why: 'authorized and not captured: void the authorization', legs };
  }
  // Attempted again automatically, it would be accepted and failed without end.
  if (declinedVoid === 'failedLater') {
    return end(
      9,
      'failed',
      'refundFailed',
      'the gateway accepted the void and failed it later; the hold remains on the card',
    );
  }
  return end(9, 'declined', declinedVoid, 'the gateway declined the void and no capture is known');
}

/** Row 10: there is nothing to refund before a capture. */
function nothingCaptured(): Decision {
  const message = 'nothing was captured, so there is nothing to refund; cancel to release the hold';
  return { kind: 'refuse', row: 10, reason: { code: 'notCaptured', message } };
}

function refundLegs(terms: PaymentTerms): readonly LegDraft[] {
  const { intent, captures } = terms;
  let leftMinor =
    intent.operation === 'cancel' || intent.amountMinor === null ? terms.availableMinor : intent.amountMinor;
  const legs: LegDraft[] = [];
  for (const { capture, balance, open } of captures) {
    const amountMinor = open ? Math.min(balance.refundableMinor, leftMinor) : 0;
    if (amountMinor === 0) continue;
    legs.push({
      operation: 'refund',
      captureId: capture.captureId,
      amountMinor,
      reference: referenceOf(terms, capture),
    });
    leftMinor -= amountMinor;
  }
  return legs;
}

function mayReleaseRemainder(terms: PaymentTerms): boolean {
  const { rules, declinedVoid } = terms.input;
  return rules.profile.voidsRemainder && declinedVoid === null && !terms.holdExpired;
}

function voidLeg(captureId: string | null, amountMinor: number, reference: string): LegDraft {
  return { operation: 'void', captureId, amountMinor, reference };
}

function referenceOf(terms: PaymentTerms, capture: Capture): string {
  return capture.gatewayReference ?? terms.input.payment.authorizationReference;
}

function windowClosed(terms: PaymentTerms): Decision {
  const { closedMinor, availableMinor, input } = terms;
  const limit = String(input.rules.refundWindowDays);
  const message = `${requested(terms)}; ${money(terms, closedMinor)} was captured more than ${limit} days ago and cannot be refunded any more, ${money(terms, availableMinor)} can`;
  return refusal('refundWindowClosed', message);
}

function disputed(terms: PaymentTerms): Decision {
  const message = `${requested(terms)}; ${money(terms, terms.openDisputedMinor)} is in an open dispute, ${money(terms, terms.availableMinor)} is refundable`;
  return refusal('disputeOpen', message);
}

function refusal(code: ReasonCode, message: string): Decision {
  return { kind: 'refuse', row: 1, reason: { code, message } };
}

function end(row: DecisionRow, outcome: Outcome, code: ReasonCode, message: string): Decision {
  return { kind: 'end', row, outcome, reason: { code, message } };
}
