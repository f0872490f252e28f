import { isCurrencyCode } from '../domain/model/currency';
import type { PaymentEvent } from '../domain/model/payment-event';
import { chargeCaptureId, type Capture, type Payment } from '../domain/model/payment';
import type { AskedReversal } from '../domain/model/request';
import type { CaptureSnapshot, PaymentSnapshot } from './payment-snapshot';
import type { ReversalRequest } from './reversal-request';
import { plainLines } from './value-rules';

/**
 * Fills in what a request leaves out, so that the ledger never asks "absent or null?". Instants come out in UTC, so
 * that equal ones are equal texts.
 *
 * @param value what {@link checkReversalRequest} found nothing wrong with; for anything else the result is undefined, or it throws
 */
export function toReversalRequest(value: unknown): AskedReversal {
  // The guard has looked at every field; a second type check would only repeat it.
  const request = value as ReversalRequest;
  return {
    requestId: request.requestId,
    operation: request.operation,
    amountMinor: request.amountMinor ?? null,
    expectedRefundableMinor: request.expectedRefundableMinor ?? null,
    requester: { id: request.requester.id, onBehalfOf: request.requester.onBehalfOf ?? null },
    token: request.token ?? null,
    reason: plainLines(request.reason),
    payment: toPayment(request.payment),
  };
}

/**
 * Fills in what a snapshot leaves out. A charge becomes what it is: one succeeded capture of the whole, under one id
 * whatever its teller called it. Captures are sorted by id.
 *
 * @throws RangeError when the currency is unknown, which the checks refuse
 */
export function toPayment(snapshot: PaymentSnapshot): Payment {
  if (!isCurrencyCode(snapshot.currency)) throw new RangeError('The payment was not checked: its currency is unknown.');
  const captures = snapshot.kind === 'charge' ? [chargeCapture(snapshot)] : (snapshot.captures ?? []).map(toCapture);
  return {
    paymentId: snapshot.paymentId,
    kind: snapshot.kind,
    currency: snapshot.currency,
    authorizedMinor: snapshot.authorizedMinor,
    authorizationReference: snapshot.authorizationReference,
    authorizedAt: inUtc(snapshot.authorizedAt),
    authorizationExpiresAt: inUtcOrNull(snapshot.authorizationExpiresAt),
    gatewayAccount: snapshot.gatewayAccount,
    captures: captures.toSorted((one, other) => (one.captureId < other.captureId ? -1 : 1)),
    card: snapshot.card ?? null,
    payerDetails: snapshot.payerDetails ?? null,
    certificateName: snapshot.certificateName ?? null,
    networkTokenBrand: snapshot.networkTokenBrand ?? null,
  };
}

/** The event with its instant in UTC and nothing absent, after {@link checkPaymentEvent} found nothing wrong with it. */
export function toPaymentEvent(value: unknown): PaymentEvent {
  const event = value as PaymentEvent;
  const evidence = event.evidence == null ? null : plainLines(event.evidence);
  const complete = { ...event, at: inUtc(event.at), evidence };
  // The check has seen the evidence of each kind that needs it.
  return (
    complete.kind === 'captureSucceeded' || complete.kind === 'externalRefund'
      ? { ...complete, gatewayReference: complete.gatewayReference ?? null }
      : complete
  ) as PaymentEvent;
}

function toCapture(capture: CaptureSnapshot): Capture {
  return {
    captureId: capture.captureId,
    status: capture.status,
    amountMinor: capture.amountMinor,
    gatewayReference: capture.gatewayReference ?? null,
    capturedAt: inUtcOrNull(capture.capturedAt),
    settledAt: inUtcOrNull(capture.settledAt),
  };
}

function chargeCapture(snapshot: PaymentSnapshot): Capture {
  const [capture] = snapshot.captures ?? [];
  return {
    captureId: chargeCaptureId,
    status: 'succeeded',
    amountMinor: snapshot.authorizedMinor,
    gatewayReference: capture?.gatewayReference ?? null,
    capturedAt: inUtc(capture?.capturedAt ?? snapshot.authorizedAt),
    settledAt: inUtcOrNull(capture?.settledAt),
  };
}

function inUtc(instant: string): string {
  return new Date(Date.parse(instant)).toISOString();
}

function inUtcOrNull(instant: string | null | undefined): string | null {
  return instant === null || instant === undefined ? null : inUtc(instant);
}
