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
): Decision {
  return { kind: 'wait', row, for: what, reason, legs };
}

export function send(row: DecisionRow, why: string, legs: readonly LegDraft[]): Decision {
  return { kind: 'send', row, why, legs };
}

export function windowClosed(terms: PaymentTerms): Decision {
  const { closedMinor, availableMinor, input } = terms;
  const limit = String(input.rules.refundWindowDays);
  const message = `${requested(terms)}; ${money(terms, closedMinor)} was captured more than ${limit} days ago and cannot be refunded any more, ${money(terms, availableMinor)} can`;
  return refusal('refundWindowClosed', message);
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

/** What a cancel, or a refund of this amount, refunds of each capture: the oldest first. */
export function refundLegs({ intent, input, captures, availableMinor }: PaymentTerms): readonly LegDraft[] {
  let leftMinor = intent.operation === 'cancel' ? availableMinor : (intent.amountMinor ?? availableMinor);
  const legs: LegDraft[] = [];
  for (const { capture, balance, open } of captures) {
    const amountMinor = open ? Math.min(balance.refundableMinor, leftMinor) : 0;
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
