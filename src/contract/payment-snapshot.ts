import {
  cardTypes,
  networkTokenBrands,
  type Capture,
  type Card,
  type NetworkTokenBrand,
  type PayerDetails,
  type PaymentKind,
  type ThreeDSAuthentication,
} from '../domain/model/payment';
import { also, list, object, omittable, optional, type Check } from './check';
import { messageProblems, parsed, type CheckOptions, type Parsed } from './message-check';
import { paymentContradictionRules, paymentContradictions } from './payment-contradictions';
import type { Problem } from './problems';
import {
  amount,
  captureId,
  country,
  currencyText,
  id,
  instant,
  name,
  reference,
  text,
  vaultToken,
  wholeNumber,
  word,
} from './value-checks';

/** A capture as its source knows it. */
export interface CaptureSnapshot extends Pick<Capture, 'captureId' | 'status' | 'amountMinor'> {
  /** The gateway's reference of the capture. Absent: it is refunded by the authorization's. */
  readonly gatewayReference?: string | null;
  /** When it succeeded, ISO 8601. Absent: it counts from the authorization. */
  readonly capturedAt?: string | null;
  /** When it cleared at the acquirer, ISO 8601. Absent: it has not, as far as is known. */
  readonly settledAt?: string | null;
}

/** What a caller knows of a payment; the same JSON in files, messages and `--payment FILE`. */
export interface PaymentSnapshot {
  /** Your own id of the payment, one for each transaction at the gateway. */
  readonly paymentId: string;
  readonly kind: PaymentKind;
  /** ISO 4217. */
  readonly currency: string;
  /** What was authorized. Minor units by ISO 4217, which may differ from the gateway's own (ISK, IDR). */
  readonly authorizedMinor: number;
  /** The gateway's reference of the authorization, or of the charge. */
  readonly authorizationReference: string;
  /** ISO 8601. */
  readonly authorizedAt: string;
  /** When the hold on the card ends, as the gateway says, ISO 8601. Absent: by the lifetime in the account's rules. */
  readonly authorizationExpiresAt?: string | null;
  /** The account at the gateway, as the rules file names it. */
  readonly gatewayAccount: string;
  /** Every capture that is known, in any order. Absent: none is. */
  readonly captures?: readonly CaptureSnapshot[];
  /** Absent: the worker's `resolveCard` is asked at send time. */
  readonly card?: Card | null;
  readonly payerDetails?: PayerDetails | null;
  /** The client certificate under which the payment was made, where there is one. */
  readonly certificateName?: string | null;
  readonly networkTokenBrand?: NetworkTokenBrand | null;
}

const capture: Check<CaptureSnapshot> = object({
  captureId,
  status: word(['started', 'failed', 'succeeded']),
  amountMinor: amount,
  gatewayReference: optional(reference),
  capturedAt: optional(instant),
  settledAt: optional(instant),
});

// Lengths from SPEC CardInputModel.threeDSAuthentication; the value itself has none there.
const threeDSAuthentication: Check<ThreeDSAuthentication> = object({
  authenticationValue: name,
  eci: text(2),
  merchantName: text(40),
  version: text(5),
  xid: text(40),
  sli: optional(name),
});

export const card: Check<Card> = object({
  cardNumber: vaultToken,
  cardHolderName: name,
  expirationMonth: wholeNumber(1, 12),
  expirationYear: wholeNumber(2000, 2199),
  cvv: optional(vaultToken),
  cardType: optional(word(cardTypes)),
  ownerID: optional(name),
  issueNumber: optional(name),
  threeDSAuthentication: optional(threeDSAuthentication),
});

export const payerDetails: Check<PayerDetails> = object({
  clientIPAddress: name,
  countryCode: country,
  address1: optional(name),
  address2: optional(name),
  address3: optional(name),
  postCode: optional(name),
  city: optional(name),
  stateProvince: optional(name),
});

const snapshotFields: Check<PaymentSnapshot> = object({
  paymentId: id,
  kind: word(['authorization', 'charge']),
  currency: currencyText,
  authorizedMinor: amount,
  authorizationReference: reference,
  authorizedAt: instant,
  authorizationExpiresAt: optional(instant),
  gatewayAccount: id,
  captures: omittable(list(capture)),
  card: optional(card),
  payerDetails: optional(payerDetails),
  certificateName: optional(text(128)),
  networkTokenBrand: optional(word(networkTokenBrands)),
});

export const paymentSnapshot = also(snapshotFields, paymentContradictions, paymentContradictionRules);

/** Everything that is wrong with a payment snapshot alone, as in a file. Pure: safe in workflow code. */
export function checkPaymentSnapshot(value: unknown, options: CheckOptions = {}): Problem[] {
  return messageProblems(paymentSnapshot, value, 'payment', options);
}

/** Reads a payment snapshot alone, as it is in a file. Fields are named from the snapshot's top. */
export function parsePaymentSnapshot(value: unknown, options: CheckOptions = {}): Parsed<PaymentSnapshot> {
  return parsed(paymentSnapshot, value, checkPaymentSnapshot(value, options));
}
