import { z } from 'zod';
import type { FieldPath } from '../security/card-number';
import { cardTypes, networkTokenBrands } from '../domain/model/payment';
import { cardNumberProblems, paymentContradictions, requestContradictions, type CheckOptions } from './consistency';
import { captureStatuses, longest, operations, paymentKinds } from './guard';
import type { Report } from './guard-shape';
import { finished, problemAt } from './problems';
import { listOf, maybe, number, problemsOf, strict, text, word } from './schema-parts';
import type { PaymentSnapshot, Problem, ReversalRequest } from './shapes';
import {
  amountOrZeroRule,
  amountRule,
  captureIdRule,
  countryRule,
  currencyRule,
  idRule,
  instantRule,
  isRecord,
  requestIdRule,
  textRule,
  vaultTokenRule,
  wholeNumberRule,
  wordRule,
} from './value-rules';

const id = text(idRule());
const name = text(textRule(longest.name));
const reference = text(idRule(longest.reference));
const instant = text(instantRule);
const amount = number(amountRule);

const captureShape = strict({
  captureId: text(captureIdRule),
  status: word(captureStatuses, wordRule(captureStatuses)),
  amountMinor: amount,
  gatewayReference: maybe(reference),
  capturedAt: maybe(instant),
  settledAt: maybe(instant),
});

const cardShape = strict({
  cardNumber: text(vaultTokenRule),
  cardHolderName: name,
  expirationMonth: number(wholeNumberRule(1, 12)),
  expirationYear: number(wholeNumberRule(2000, 2199)),
  cvv: maybe(text(vaultTokenRule)),
  cardType: maybe(word(cardTypes, wordRule(cardTypes))),
  ownerID: maybe(name),
  issueNumber: maybe(name),
  threeDSAuthentication: maybe(
    strict({
      authenticationValue: name,
      eci: text(textRule(2)),
      merchantName: text(textRule(40)),
      version: text(textRule(5)),
      xid: text(textRule(40)),
      sli: maybe(name),
    }),
  ),
});

const payerShape = strict({
  clientIPAddress: name,
  countryCode: text(countryRule),
  address1: maybe(name),
  address2: maybe(name),
  address3: maybe(name),
  postCode: maybe(name),
  city: maybe(name),
  stateProvince: maybe(name),
});

const paymentShape = strict({
  paymentId: id,
  kind: word(paymentKinds, wordRule(paymentKinds)),
  currency: text(currencyRule),
  authorizedMinor: amount,
  authorizationReference: reference,
  authorizedAt: instant,
  authorizationExpiresAt: maybe(instant),
  gatewayAccount: id,
  captures: z.exactOptional(listOf(captureShape)),
  card: maybe(cardShape),
  payerDetails: maybe(payerShape),
  certificateName: maybe(text(textRule(longest.certificateName))),
  networkTokenBrand: maybe(word(networkTokenBrands, wordRule(networkTokenBrands))),
});

const requestShape = strict({
  requestId: text(requestIdRule),
  operation: word(operations, wordRule(operations)),
  amountMinor: maybe(amount),
  expectedRefundableMinor: maybe(number(amountOrZeroRule)),
  requester: strict({ id, onBehalfOf: maybe(id) }),
  token: maybe(text(idRule(longest.token))),
  reason: text(textRule(longest.reason)),
  payment: paymentShape,
});

/** The result of reading an input: the value, or all that is wrong with it. */
export type Parsed<Key extends string, Value> =
  | ({ readonly ok: true } & Readonly<Record<Key, Value>>)
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Reads a request at a door outside the workflow sandbox. Says the same as the guard, which the ledger asks again.
 * The request that comes back holds its known fields only.
 */
export function parseReversalRequest(value: unknown, options: CheckOptions = {}): Parsed<'request', ReversalRequest> {
  const parsed = requestShape.safeParse(value);
  const problems = finished([
    ...(isRecord(value) ? cardNumberProblems(value, 'request', 1, options) : []),
    ...(parsed.success ? [] : problemsOf(parsed.error, 'request')),
    ...contradictions('request', (report) => {
      requestContradictions(value, report);
    }),
  ]);
  return parsed.success && problems.length === 0 ? { ok: true, request: parsed.data } : { ok: false, problems };
}

/** Reads a payment snapshot by itself, as it stands in a file. Fields are named from the snapshot's top. */
export function parsePaymentSnapshot(value: unknown, options: CheckOptions = {}): Parsed<'payment', PaymentSnapshot> {
  const parsed = paymentShape.safeParse(value);
  const problems = finished([
    ...(isRecord(value) ? cardNumberProblems(value, 'payment', 0, options) : []),
    ...(parsed.success ? [] : problemsOf(parsed.error, 'payment')),
    ...contradictions('payment', (report) => {
      paymentContradictions(value, [], report);
    }),
  ]);
  return parsed.success && problems.length === 0 ? { ok: true, payment: parsed.data } : { ok: false, problems };
}

function contradictions(top: string, find: (report: Report) => void): Problem[] {
  const problems: Problem[] = [];
  find((path: FieldPath, wording) => problems.push(problemAt(path, wording, top)));
  return problems;
}
