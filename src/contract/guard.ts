import { cardTypes, networkTokenBrands } from '../domain/model/payment';
import { cardNumberProblems, paymentContradictions, requestContradictions, type CheckOptions } from './consistency';
import { list, needed, object, optional, runCheck, type Check } from './guard-shape';
import { finished } from './problems';
import type { Problem } from './shapes';
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

/** The longest texts of each kind, for guard and schemas alike. */
export const longest = { reason: 500, name: 200, reference: 200, token: 8192, certificateName: 128 } as const;
export const captureStatuses = ['started', 'failed', 'succeeded'] as const;
export const paymentKinds = ['authorization', 'charge'] as const;
export const operations = ['cancel', 'refund'] as const;

const name = needed(textRule(longest.name));
const reference = needed(idRule(longest.reference));
const instant = needed(instantRule);

const capture = object({
  captureId: needed(captureIdRule),
  status: needed(wordRule(captureStatuses)),
  amountMinor: needed(amountRule),
  gatewayReference: optional(reference),
  capturedAt: optional(instant),
  settledAt: optional(instant),
});

// Lengths from SPEC CardInputModel.threeDSAuthentication; the value itself has none there.
const threeDSAuthentication = object({
  authenticationValue: name,
  eci: needed(textRule(2)),
  merchantName: needed(textRule(40)),
  version: needed(textRule(5)),
  xid: needed(textRule(40)),
  sli: optional(name),
});

const card = object({
  cardNumber: needed(vaultTokenRule),
  cardHolderName: name,
  expirationMonth: needed(wholeNumberRule(1, 12)),
  expirationYear: needed(wholeNumberRule(2000, 2199)),
  cvv: optional(needed(vaultTokenRule)),
  cardType: optional(needed(wordRule(cardTypes))),
  ownerID: optional(name),
  issueNumber: optional(name),
  threeDSAuthentication: optional(threeDSAuthentication),
});

const payerDetails = object({
  clientIPAddress: name,
  countryCode: needed(countryRule),
  address1: optional(name),
  address2: optional(name),
  address3: optional(name),
  postCode: optional(name),
  city: optional(name),
  stateProvince: optional(name),
});

const paymentSnapshot = object({
  paymentId: needed(idRule()),
  kind: needed(wordRule(paymentKinds)),
  currency: needed(currencyRule),
  authorizedMinor: needed(amountRule),
  authorizationReference: reference,
  authorizedAt: instant,
  authorizationExpiresAt: optional(instant),
  gatewayAccount: needed(idRule()),
  captures: absentOr(list(capture)),
  card: optional(card),
  payerDetails: optional(payerDetails),
  certificateName: optional(needed(textRule(longest.certificateName))),
  networkTokenBrand: optional(needed(wordRule(networkTokenBrands))),
});

const requester = object({ id: needed(idRule()), onBehalfOf: optional(needed(idRule())) });

const reversalRequest = object({
  requestId: needed(requestIdRule),
  operation: needed(wordRule(operations)),
  amountMinor: optional(needed(amountRule)),
  expectedRefundableMinor: optional(needed(amountOrZeroRule)),
  requester,
  token: optional(needed(idRule(longest.token))),
  reason: needed(textRule(longest.reason)),
  payment: paymentSnapshot,
});

/** A field that may be left out but is never null. */
function absentOr(check: Check): Check {
  return (value, path, report) => {
    if (value !== undefined) check(value, path, report);
  };
}

/**
 * Says all that is wrong with a request, each problem with its field and the fix; empty when nothing is. For order
 * workflows before they start a child, and for the ledger, which raw messages reach too. Pure: safe in workflow code.
 */
export function checkReversalRequest(value: unknown, options: CheckOptions = {}): Problem[] {
  return finished([
    ...searchForCardNumbers(value, 'request', 1, options),
    ...runCheck(reversalRequest, value, 'request'),
    ...runCheck(
      (all, _path, report) => {
        requestContradictions(all, report);
      },
      value,
      'request',
    ),
  ]);
}

/** The same for a payment snapshot by itself, as it stands in a file. Fields are named from the snapshot's top. */
export function checkPaymentSnapshot(value: unknown, options: CheckOptions = {}): Problem[] {
  return finished([
    ...searchForCardNumbers(value, 'payment', 0, options),
    ...runCheck(paymentSnapshot, value, 'payment'),
    ...runCheck(
      (all, path, report) => {
        paymentContradictions(all, path, report);
      },
      value,
      'payment',
    ),
  ]);
}

/** A value that is no object at all gets one clear problem, which never repeats it. */
function searchForCardNumbers(value: unknown, top: string, depth: 0 | 1, options: CheckOptions): Problem[] {
  return isRecord(value) ? cardNumberProblems(value, top, depth, options) : [];
}
