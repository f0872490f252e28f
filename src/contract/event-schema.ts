import { z } from 'zod';
import { isCurrencyCode, type CurrencyCode } from '../domain/model/currency';
import { paymentEventKinds, type PaymentEvent, type PaymentEventKind } from '../domain/model/payment-event';
import { cardNumberProblems } from './consistency';
import { disputeOutcomes, eventKindRule, longestInEvent } from './guard-event';
import { finished } from './problems';
import { listOf, maybe, number, problemsOf, strict, text, word } from './schema-parts';
import type { Parsed } from './schemas';
import {
  amountRule,
  captureIdRule,
  currencyRule,
  idRule,
  instantRule,
  isRecord,
  textRule,
  wordRule,
} from './value-rules';

const id = text(idRule());
const captureId = text(captureIdRule);
const evidence = text(textRule(longestInEvent.evidence));
const amount = {
  amountMinor: number(amountRule),
  currency: z.custom<CurrencyCode>(isCurrencyCode, {
    error: (issue: { input?: unknown }) => currencyRule(issue.input) ?? undefined,
  }),
};
/** What every event tells. */
function told<const Kind extends PaymentEventKind>(kind: Kind) {
  return {
    eventId: id,
    kind: z.literal(kind),
    source: text(textRule(longestInEvent.source)),
    at: text(instantRule),
    evidence: maybe(evidence),
  };
}

const coSignature = strict({ id, token: maybe(text(idRule(8192))) });

const shapes = {
  captureStarted: strict({ ...told('captureStarted'), captureId, ...amount }),
  captureSucceeded: strict({
    ...told('captureSucceeded'),
    captureId,
    ...amount,
    gatewayReference: maybe(text(idRule(longestInEvent.reference))),
  }),
  captureFailed: strict({ ...told('captureFailed'), captureId }),
  settled: strict({ ...told('settled'), captureId }),
  disputeOpened: strict({ ...told('disputeOpened'), disputeId: id, captureId, ...amount }),
  disputeClosed: strict({
    ...told('disputeClosed'),
    disputeId: id,
    outcome: word(disputeOutcomes, wordRule(disputeOutcomes)),
  }),
  // It raises what may be given back, so it needs proof.
  refundFailed: strict({
    ...told('refundFailed'),
    legId: text(idRule(longestInEvent.legId)),
    evidence,
    coSignedBy: maybe(listOf(coSignature)),
  }),
  externalRefund: strict({ ...told('externalRefund'), captureId, ...amount }),
} satisfies Record<PaymentEventKind, z.ZodType<PaymentEvent>>;

/** Any object: a event of an unknown kind is judged by its kind alone. */
const unknownKind = z.looseObject({ kind: word(paymentEventKinds, eventKindRule) }).transform(() => z.NEVER);
const noObject = strict({}).transform(() => z.NEVER);

/** Reads a event at a door outside the workflow sandbox. Says the same as the guard, which the ledger asks again. */
export function parsePaymentEvent(value: unknown): Parsed<'event', PaymentEvent> {
  const parsed = schemaFor(value).safeParse(value);
  const problems = finished([
    ...(isRecord(value) ? cardNumberProblems(value, 'event', 0) : []),
    ...(parsed.success ? [] : problemsOf(parsed.error, 'event')),
  ]);
  return parsed.success && problems.length === 0 ? { ok: true, event: parsed.data } : { ok: false, problems };
}

function schemaFor(value: unknown): z.ZodType<PaymentEvent> {
  if (!isRecord(value)) return noObject;
  const kind = paymentEventKinds.find((known) => known === value['kind']);
  return kind === undefined ? unknownKind : shapes[kind];
}
