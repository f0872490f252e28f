import type { PaymentTerms } from './terms';
import { refundLegs } from './decision-parts';

// The conditions of the decision table that take more than a field.

export function isCancel({ intent }: PaymentTerms): boolean {
  return intent.operation === 'cancel';
}

/** A refund of captured money wants more than is refundable, or nothing is. */
export function isOverCap(terms: PaymentTerms): boolean {
  const { intent, availableMinor } = terms;
  if (isCancel(terms) || !terms.captured) return false;
  const requestedMinor = intent.amountMinor ?? availableMinor;
  if (requestedMinor > 0 && requestedMinor <= availableMinor) return false;
  // While a capture is in progress and nothing is left, its result decides about "all that is left".
  return intent.amountMinor !== null || !terms.captureInProgress;
}

/** What such a refund needs at least. Minor units. */
export function neededMinor({ intent, availableMinor }: PaymentTerms): number {
  return Math.max(intent.amountMinor ?? availableMinor, 1);
}

/** The gateway rejected a void because of a capture that is not recorded yet. */
export function wasCapturedByGateway({ input, captured }: PaymentTerms): boolean {
  // Once the hold is voided after all, that rejection was about another moment.
  const saysSo = input.declinedVoid === 'alreadyCaptured' || input.declinedVoid === 'alreadySettled';
  return !captured && saysSo && input.authorizationVoid !== 'done';
}

/** A cancel finds nothing to refund and nothing to release. */
export function isNothingLeft(terms: PaymentTerms): boolean {
  if (!isCancel(terms) || terms.availableMinor > 0) return false;
  const isReleasable = terms.remainderMinor > 0 && (!terms.captured || mayReleaseRemainder(terms));
  return !isReleasable || terms.input.declinedVoid === 'alreadyVoided';
}

/** All of one unsettled charge is requested, and the gateway voids such charges. */
export function voidsWholeCharge({ input, intent, captures, remainderMinor }: PaymentTerms): boolean {
  const [only, ...others] = captures;
  if (!input.rules.profile.voidsUnsettledCharges || input.declinedVoid !== null) return false;
  if (only === undefined || others.length > 0 || only.capture.settledAt !== null || remainderMinor > 0) return false;
  const { refundableMinor, capturedMinor } = only.balance;
  return refundableMinor === capturedMinor && (intent.amountMinor ?? capturedMinor) === capturedMinor;
}

/**
 * What would be refunded has not settled, and the gateway refunds only what has: as its profile says, or its refusal
 * lately. A void that was refused because the charge has settled says that it has.
 */
export function needsSettlement(terms: PaymentTerms): boolean {
  const { rules, settledCaptureIds, unsettledCaptureIds } = terms.input;
  const { refundsOnlySettled } = rules.profile;
  if (!terms.captured || (!refundsOnlySettled && unsettledCaptureIds.length === 0)) return false;
  const refunded = new Set(refundLegs(terms).map((leg) => leg.captureId));
  return terms.captures.some(({ capture: { captureId, settledAt } }) => {
    if (!refunded.has(captureId)) return false;
    if (unsettledCaptureIds.includes(captureId)) return true;
    return refundsOnlySettled && settledAt === null && !settledCaptureIds.includes(captureId);
  });
}

/** The gateway has refused a refund of it until it settles. */
export function wasRefusedUnsettled({ input }: PaymentTerms): boolean {
  return input.unsettledCaptureIds.length > 0;
}

/** A cancel of a payment of which a part was captured. */
export function hasRemainder(terms: PaymentTerms): boolean {
  return isCancel(terms) && terms.captured && terms.remainderMinor > 0;
}

/** The gateway releases the rest of a hold after a part was captured. */
export function mayReleaseRemainder({ input, holdExpired }: PaymentTerms): boolean {
  return input.rules.profile.voidsRemainder && input.declinedVoid === null && !holdExpired;
}
