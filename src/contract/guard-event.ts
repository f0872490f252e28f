import { paymentEventKinds, type PaymentEventKind } from '../domain/model/payment-event';
import { cardNumberProblems } from './consistency';
import { list, needed, object, optional, runCheck, type Check } from './guard-shape';
import { finished } from './problems';
import type { Problem } from './shapes';
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

/** The longest texts of a event. A leg's id is a request's id, a capture's and what the ledger adds. */
export const longestInEvent = { source: 200, evidence: 500, legId: 500, reference: 200 } as const;
export const disputeOutcomes = ['won', 'lost'] as const;
export const eventKindRule = wordRule(paymentEventKinds);

/** Somebody agrees to what is told. The longest token is that of a request. */
export const coSignature = object({ id: needed(idRule()), token: optional(needed(idRule(8192))) });

const captureId = needed(captureIdRule);
const amount = { amountMinor: needed(amountRule), currency: needed(currencyRule) };
const evidence = needed(textRule(longestInEvent.evidence));

const fieldsOfKind: Readonly<Record<PaymentEventKind, Readonly<Record<string, Check>>>> = {
  captureStarted: { captureId, ...amount },
  captureSucceeded: { captureId, ...amount, gatewayReference: optional(needed(idRule(longestInEvent.reference))) },
  captureFailed: { captureId },
  settled: { captureId },
  disputeOpened: { disputeId: needed(idRule()), captureId, ...amount },
  disputeClosed: { disputeId: needed(idRule()), outcome: needed(wordRule(disputeOutcomes)) },
  // It raises what may be given back, so it needs proof.
  refundFailed: { legId: needed(idRule(longestInEvent.legId)), evidence, coSignedBy: optional(list(coSignature)) },
  externalRefund: { captureId, ...amount },
};

const eventBase = {
  eventId: needed(idRule()),
  kind: needed(eventKindRule),
  source: needed(textRule(longestInEvent.source)),
  at: needed(instantRule),
  evidence: optional(evidence),
};

/**
 * Says all that is wrong with a event, each problem with its field and the fix; empty when nothing is. A event of an
 * unknown kind is judged by its kind alone. Pure: safe in workflow code.
 */
export function checkPaymentEvent(value: unknown): Problem[] {
  if (!isRecord(value)) return runCheck(object({}), value, 'event');
  const kind = paymentEventKinds.find((known) => known === value['kind']);
  const check = kind === undefined ? onlyKind : object({ ...eventBase, ...fieldsOfKind[kind] });
  return finished([...cardNumberProblems(value, 'event', 0), ...runCheck(check, value, 'event')]);
}

const onlyKind: Check = (value, path, report) => {
  needed(eventKindRule)(isRecord(value) ? value['kind'] : undefined, [...path, 'kind'], report);
};
