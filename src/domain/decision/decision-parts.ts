import type { Capture } from '../model/payment';
import type { Reason, ReasonCode } from '../model/reasons';
import type { DecisionRow, Outcome } from '../model/reversal';
import type { Decision, LegDraft } from './decision';
import { money, requested, type DecisionInput, type PaymentTerms } from './terms';

/** Row 1: what cannot be refunded is refused with its numbers, never made smaller. */
export function refusal(code: ReasonCode, message: string, row: DecisionRow = 1): Decision {
  return { kind: 'refuse', row, reason: { code, message } };
}

export function end(row: DecisionRow, outcome: Outcome, code: ReasonCode, message: string): Decision {
  return { kind: 'end', row, outcome, reason: { code, message } };
}

export function wait(
  row: DecisionRow,
  what: Extract<Decision, { kind: 'wait' }>['for'],
  reason: Reason,
  legs: readonly LegDraft[] = [],
  until: string | null = null,
): Decision {
  return { kind: 'wait', row, for: what, reason, legs, until };
}

export function send(row: DecisionRow, why: string, legs: readonly LegDraft[]): Decision {
  return { kind: 'send', row, why, legs };
}

/** What the account's rules suppose of a hold, for the plan of its void. Empty: nothing. */
export function expirySupposed({ input, holdMayHaveExpired }: PaymentTerms): string {
  if (!holdMayHaveExpired) return '';
  const days = String(input.rules.authorizationLifetimeDays);
  return `. By your rules (authorizationLifetimeDays: ${days}) it may have expired: then the gateway refuses the void, and nothing moves`;
}

/** What the account's rules suppose of the captures that are refunded, for the plan. Empty: nothing. */
export function windowSupposed(terms: PaymentTerms): string {
  const refunded = new Set(refundLegs(terms).map(({ captureId }) => captureId));
  const old = terms.captures.filter(
    ({ capture, windowMayBeClosed }) => windowMayBeClosed && refunded.has(capture.captureId),
  );
  if (old.length === 0) return '';
  const days = String(terms.input.rules.refundWindowDays);
  const ids = old.map(({ capture }) => capture.captureId).join(', ');
  return `. By your rules (refundWindowDays: ${days}) the gateway may no longer refund ${ids}; it is tried last`;
}

export function disputed(terms: PaymentTerms): Decision {
  const message = `${requested(terms)}; ${money(terms, terms.openDisputedMinor)} is in an open dispute, ${money(terms, terms.availableMinor)} is refundable`;
  return refusal('disputeOpen', message);
}

/** A void that the gateway declined, or accepted and failed later, is not made again: it would end the same way. */
export function voidDeclined(declinedVoid: NonNullable<DecisionInput['declinedVoid']>): Decision {
  if (declinedVoid !== 'failedLater') {
    return end(9, 'declined', declinedVoid, 'the gateway declined the void and no capture is known');
  }
  const message = 'the gateway accepted the void and failed it later; the hold remains on the card';
  return end(9, 'failed', 'refundFailed', message);
}

/** What a cancel, or a refund of this amount, refunds of each capture, in the order of the terms. */
export function refundLegs({ intent, input, captures, availableMinor }: PaymentTerms): readonly LegDraft[] {
  let leftMinor = intent.operation === 'cancel' ? availableMinor : (intent.amountMinor ?? availableMinor);
  const legs: LegDraft[] = [];
  for (const { capture, balance } of captures) {
    const amountMinor = Math.min(balance.refundableMinor, leftMinor);
    if (amountMinor === 0) continue;
    const reference = referenceOf(input, capture);
    legs.push({ operation: 'refund', captureId: capture.captureId, amountMinor, reference });
    leftMinor -= amountMinor;
  }
  return legs;
}

/** Voids what is left of the hold. */
export function voidHold({ input, remainderMinor }: PaymentTerms): LegDraft {
  const reference = input.payment.authorizationReference;
  return { operation: 'void', captureId: null, amountMinor: remainderMinor, reference };
}

/** Voids a capture whole. */
export function voidCapture({ input }: PaymentTerms, capture: Capture): LegDraft {
  const { captureId, amountMinor } = capture;
  return { operation: 'void', captureId, amountMinor, reference: referenceOf(input, capture) };
}

function referenceOf({ payment }: DecisionInput, capture: Capture): string {
  return capture.gatewayReference ?? payment.authorizationReference;
}
