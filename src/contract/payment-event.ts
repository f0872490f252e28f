import type {
  CaptureFailed,
  CaptureStarted,
  CaptureSucceeded,
  DisputeClosed,
  DisputeOpened,
  ExternallyRefunded,
  PaymentEvent,
  RefundFailed,
  Settled,
} from '../domain/model/payment-event';
import { byTag, list, object, optional, type Check } from './check';
import { messageProblems, parsed, type Parsed } from './message-check';
import { coSignature } from './person';
import type { Problem } from './problems';
import { amount, captureId, currency, evidence, id, instant, legId, reference, text, token, word } from './value-checks';

/** What every event holds. */
const base = { eventId: id, source: text(200), at: instant, evidence: optional(evidence), token: optional(token) };
const money = { amountMinor: amount, currency };

const captureStarted: Check<CaptureStarted> = object({
  ...base,
  kind: word(['captureStarted']),
  captureId,
  ...money,
});

const captureSucceeded: Check<CaptureSucceeded> = object({
  ...base,
  kind: word(['captureSucceeded']),
  captureId,
  ...money,
  gatewayReference: optional(reference),
});

const captureFailed: Check<CaptureFailed> = object({ ...base, kind: word(['captureFailed']), captureId });

const settled: Check<Settled> = object({ ...base, kind: word(['settled']), captureId });

const disputeOpened: Check<DisputeOpened> = object({
  ...base,
  kind: word(['disputeOpened']),
  disputeId: id,
  captureId,
  ...money,
});

const disputeClosed: Check<DisputeClosed> = object({
  ...base,
  kind: word(['disputeClosed']),
  disputeId: id,
  outcome: word(['won', 'lost']),
});

const refundFailed: Check<RefundFailed> = object({
  ...base,
  kind: word(['refundFailed']),
  legId,
  // It raises what may be refunded, so it needs proof.
  evidence,
  coSignedBy: optional(list(coSignature)),
});

const externalRefund: Check<ExternallyRefunded> = object({
  ...base,
  kind: word(['externalRefund']),
  captureId,
  ...money,
});

export const paymentEvent: Check<PaymentEvent> = byTag('kind', {
  captureStarted,
  captureSucceeded,
  captureFailed,
  settled,
  disputeOpened,
  disputeClosed,
  refundFailed,
  externalRefund,
});

/**
 * Says all that is wrong with an event, each problem with its field and the fix; empty when nothing is. An event of an
 * unknown kind is judged by its kind alone. Pure: safe in workflow code.
 */
export function checkPaymentEvent(value: unknown): Problem[] {
  return messageProblems(paymentEvent, value, 'event');
}

/** Reads an event that came from outside. */
export function parsePaymentEvent(value: unknown): Parsed<PaymentEvent> {
  return parsed(paymentEvent, value, checkPaymentEvent(value));
}
