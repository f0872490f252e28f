import type { CurrencyCode } from './currency';

/** `started`: sent to the gateway, result not known yet. */
export type CaptureStatus = 'started' | 'failed' | 'succeeded';

/** One capture of a payment. Amounts in minor units, instants ISO 8601. */
export interface Capture {
  readonly captureId: string;
  readonly status: CaptureStatus;
  readonly amountMinor: number;
  /** The gateway's reference of the capture; null: refund by the authorization's. */
  readonly gatewayReference: string | null;
  readonly capturedAt: string | null;
  readonly settledAt: string | null;
}

/** `charge`: authorized and captured whole, in one step. */
export type PaymentKind = 'authorization' | 'charge';

/** Extra proof of the cardholder. Source: SPEC CardInputModel.threeDSAuthentication. */
export interface ThreeDSAuthentication {
  readonly authenticationValue: string;
  readonly eci: string;
  readonly merchantName: string;
  readonly version: string;
  readonly xid: string;
  readonly sli?: string | null;
}

/** A card by reference: numbers are `@token`s of the gateway's vault, never digits. Source: SPEC CardInputModel. */
export interface Card {
  readonly cardNumber: string;
  readonly cardHolderName: string;
  readonly expirationMonth: number;
  readonly expirationYear: number;
  readonly cvv?: string | null;
  readonly cardType?: CardType | null;
  readonly ownerID?: string | null;
  readonly issueNumber?: string | null;
  readonly threeDSAuthentication?: ThreeDSAuthentication | null;
}

/** Source: SPEC Payments.CardTypes. */
export const cardTypes = [
  'Unspecified',
  'AMEX',
  'BC',
  'CartaSi',
  'Dankort',
  'Delta',
  'DinersClub',
  'Discover',
  'Electron',
  'Elo',
  'enRoute',
  'Hipercard',
  'JCB',
  'Maestro',
  'MasterCard',
  'MC_Alaska',
  'MC_Canada',
  'Switch',
  'Troy',
  'UATP',
  'UnionPay',
  'Visa',
] as const;
export type CardType = (typeof cardTypes)[number];

/** Source: SPEC Payments.NetworkTokenSchemes. */
export const networkTokenBrands = ['Visa', 'MasterCard', 'Amex'] as const;
export type NetworkTokenBrand = (typeof networkTokenBrands)[number];

/** Sent with refunds only; a void has no such field. Source: SPEC PayerDetails. */
export interface PayerDetails {
  readonly clientIPAddress: string;
  readonly countryCode: string;
  readonly address1?: string | null;
  readonly address2?: string | null;
  readonly address3?: string | null;
  readonly postCode?: string | null;
  readonly city?: string | null;
  readonly stateProvince?: string | null;
}

/** What is known of one gateway transaction. `captures` is sorted by id and holds each id once. */
export interface Payment {
  readonly paymentId: string;
  readonly kind: PaymentKind;
  readonly currency: CurrencyCode;
  readonly authorizedMinor: number;
  readonly authorizationReference: string;
  readonly authorizedAt: string;
  /** The hold's end as the gateway reported it; null: authorization time + the account's authorization lifetime. */
  readonly authorizationExpiresAt: string | null;
  readonly gatewayAccount: string;
  readonly captures: readonly Capture[];
  /** null: the worker's `resolveCard` is asked at send time. */
  readonly card: Card | null;
  readonly payerDetails: PayerDetails | null;
  readonly certificateName: string | null;
  readonly networkTokenBrand: NetworkTokenBrand | null;
}

/** The id under which a charge's one capture is kept, whatever its teller called it. */
export const chargeCaptureId = 'charge';

/** Sorted once for each payment, which is never changed in place. */
const sorted = new WeakMap<Payment, readonly Capture[]>();

/** The captures that took money, oldest first (the order in which refunds are spread). */
export function succeededCaptures(payment: Payment): readonly Capture[] {
  const cached = sorted.get(payment);
  if (cached !== undefined) return cached;
  const captures = payment.captures
    .filter((capture) => capture.status === 'succeeded')
    .map((capture) => ({ capture, atMs: Date.parse(capturedAt(payment, capture)) }))
    .toSorted((one, other) => {
      if (one.atMs !== other.atMs) return one.atMs - other.atMs;
      return one.capture.captureId < other.capture.captureId ? -1 : 1;
    })
    .map(({ capture }) => capture);
  sorted.set(payment, captures);
  return captures;
}

/** A capture that does not say when it happened counts from the authorization: the earlier, so the safer, instant. */
export function capturedAt(payment: Payment, capture: Capture): string {
  return capture.capturedAt ?? payment.authorizedAt;
}

/** Minor units captured in all. */
export function capturedMinorOf(payment: Payment): number {
  return succeededCaptures(payment).reduce((sum, capture) => sum + capture.amountMinor, 0);
}
