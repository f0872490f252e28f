import type {
  AccountChanged,
  AuthorizationChanged,
  CaptureFailed,
  CaptureStarted,
  CaptureSucceeded,
  Correction,
  DisputeClosed,
  DisputeOpened,
  ExternallyRefunded,
  ExternalRefundFailed,
  PaymentEvent,
  RefundFailed,
  RefundSucceeded,
  Settled,
  VoidFailed,
  VoidSucceeded,
} from '../domain/model/payment-event';
import { also, byTag, list, object, optional, type Check, type FieldsOf, type Judge } from './check';
import { messageProblems, parsed, type Parsed, type CheckOptions } from './message-check';
import { coSignature } from './person';
import type { Problem } from './problems';
import {
  amount,
  captureId,
  currency,
  evidence,
  id,
  instant,
  legId,
  reference,
  text,
  token,
  trueOrFalse,
  word,
} from './value-checks';
import { isRecord } from './value-rules';

/** What every event holds. */
const base = {
  eventId: id,
  source: text(200),
  at: instant,
  evidence: optional(evidence),
  coSignedBy: optional(list(coSignature)),
  token: optional(token),
};
const money = { amountMinor: amount, currency };
const moneyIfSaid = { amountMinor: optional(amount), currency: optional(currency) };
/** It releases an amount, or changes who is asked about one: it needs proof. */
const proved = { ...base, evidence };

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

const disputeClosed: Check<DisputeClosed> = also(
  object<DisputeClosed, FieldsOf<DisputeClosed>>({
    ...base,
    kind: word(['disputeClosed']),
    disputeId: id,
    outcome: word(['won', 'lost']),
    ...moneyIfSaid,
  }),
  (value, at, report) => {
    moneyTogether(value, at, report);
    if (isRecord(value) && isSaid(value['amountMinor']) && value['outcome'] === 'won') {
      report([...at, 'amountMinor'], 'is given with a dispute that was won: leave it out');
    }
  },
  ['An amountMinor without a currency, or the other way round.', 'An amountMinor of a dispute that was won.'],
);

const ofLeg = { legId, gatewayReference: optional(reference) };

const refundSucceeded: Check<RefundSucceeded> = object({ ...base, kind: word(['refundSucceeded']), ...ofLeg });
const refundFailed: Check<RefundFailed> = object({ ...proved, kind: word(['refundFailed']), ...ofLeg });
const voidSucceeded: Check<VoidSucceeded> = object({ ...base, kind: word(['voidSucceeded']), ...ofLeg });
const voidFailed: Check<VoidFailed> = object({ ...proved, kind: word(['voidFailed']), ...ofLeg });

const externalRefund: Check<ExternallyRefunded> = object({
  ...base,
  kind: word(['externalRefund']),
  captureId,
  ...money,
  gatewayReference: optional(reference),
});

const externalRefundFailed: Check<ExternalRefundFailed> = object({
  ...proved,
  kind: word(['externalRefundFailed']),
  refundEventId: id,
});

const authorizationChanged: Check<AuthorizationChanged> = object({
  ...base,
  kind: word(['authorizationChanged']),
  ...money,
});

const accountChanged: Check<AccountChanged> = object({ ...proved, kind: word(['accountChanged']), gatewayAccount: id });

const correction: Check<Correction> = also(
  object<Correction, FieldsOf<Correction>>({
    ...proved,
    kind: word(['correction']),
    corrects: id,
    ...moneyIfSaid,
    neverHappened: optional(trueOrFalse),
  }),
  (value, at, report) => {
    if (!isRecord(value)) return;
    moneyTogether(value, at, report);
    if (isSaid(value['amountMinor']) === (value['neverHappened'] === true)) {
      report(
        [...at, 'amountMinor'],
        'and neverHappened exclude each other, and one is needed: give the right amount, or neverHappened: true',
      );
    }
  },
  [
    'An amountMinor without a currency, or the other way round.',
    'A correction with neither or both of amountMinor and neverHappened.',
  ],
);

export const paymentEvent: Check<PaymentEvent> = byTag('kind', {
  captureStarted,
  captureSucceeded,
  captureFailed,
  settled,
  disputeOpened,
  disputeClosed,
  refundSucceeded,
  refundFailed,
  voidSucceeded,
  voidFailed,
  externalRefund,
  externalRefundFailed,
  authorizationChanged,
  accountChanged,
  correction,
});

function isSaid(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** An amount means nothing without its currency. */
const moneyTogether: Judge = (value, at, report) => {
  if (!isRecord(value) || isSaid(value['amountMinor']) === isSaid(value['currency'])) return;
  const missing = isSaid(value['amountMinor']) ? 'currency' : 'amountMinor';
  report([...at, missing], 'is missing: an amount and its currency are given together');
};

/**
 * Says all that is wrong with an event, each problem with its field and the fix; empty when nothing is. An event of an
 * unknown kind is checked by its kind alone. Pure: safe in workflow code.
 */
export function checkPaymentEvent(value: unknown, options: CheckOptions = {}): Problem[] {
  return messageProblems(paymentEvent, value, 'event', options);
}

/** Reads an event that came from outside. */
export function parsePaymentEvent(value: unknown, options: CheckOptions = {}): Parsed<PaymentEvent> {
  return parsed(paymentEvent, value, checkPaymentEvent(value, options));
}
