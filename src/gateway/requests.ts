import type { Money } from '../domain/model/money';

/** Source: SPEC, `Payments.CardTypes`. */
export type CardType =
  | 'Unspecified'
  | 'AMEX'
  | 'BC'
  | 'CartaSi'
  | 'Dankort'
  | 'Delta'
  | 'DinersClub'
  | 'Discover'
  | 'Electron'
  | 'Elo'
  | 'enRoute'
  | 'Hipercard'
  | 'JCB'
  | 'Maestro'
  | 'MasterCard'
  | 'MC_Alaska'
  | 'MC_Canada'
  | 'Switch'
  | 'Troy'
  | 'UATP'
  | 'UnionPay'
  | 'Visa';

/** Source: SPEC, `ThreeDSAuthenticationInputModel`. */
export interface ThreeDSAuthentication {
  readonly authenticationValue: string;
  /** One or two characters. */
  readonly eci: string;
  /** At most 40 characters. */
  readonly xid: string;
  /** At most 5 characters. */
  readonly version: string;
  /** At most 40 characters. */
  readonly merchantName: string;
  readonly sli?: string | null | undefined;
}

/** The card of the original transaction; the gateway asks for it with every operation. Source: SPEC, `CardInputModel`. */
export interface Card {
  /** `@token` of a stored string, or the number itself. */
  readonly cardNumber: string;
  readonly cardHolderName: string;
  /** 1 to 12. */
  readonly expirationMonth: number;
  /** Four digits. */
  readonly expirationYear: number;
  /** `@token`, or the digits. Optional by SPEC, and not to be kept after authorization. */
  readonly cvv?: string | null | undefined;
  readonly cardType?: CardType | null | undefined;
  readonly ownerID?: string | null | undefined;
  readonly issueNumber?: string | null | undefined;
  readonly threeDSAuthentication?: ThreeDSAuthentication | null | undefined;
}

/** The card owner's billing address. Source: SPEC, `PayerDetails`. */
export interface PayerDetails {
  readonly clientIPAddress: string;
  /** Two capital letters. */
  readonly countryCode: string;
  readonly address1?: string | null | undefined;
  readonly address2?: string | null | undefined;
  readonly address3?: string | null | undefined;
  readonly postCode?: string | null | undefined;
  readonly city?: string | null | undefined;
  readonly stateProvince?: string | null | undefined;
}

/** Credentials of a payment gateway, sent along instead of a stored account. Source: SPEC, `PaymentGatewayAccount`. */
export interface PaymentGatewayAccount {
  readonly paymentGatewayName?: string | null | undefined;
  readonly credentials?: readonly { readonly key: string; readonly value: string }[] | null | undefined;
}

/** Which payment gateway account serves a call, and under what reference. Source: SPEC, all request models. */
export interface AccountFields {
  /** A stored account. The gateway ignores it when `paymentGatewayAccount` is sent as well. */
  readonly paymentGatewayAccountName?: string | null | undefined;
  readonly paymentGatewayAccount?: PaymentGatewayAccount | null | undefined;
  /** A client certificate stored in the portal; at most 128 characters. */
  readonly certificateName?: string | null | undefined;
  readonly networkTokenBrand?: 'Visa' | 'MasterCard' | 'Amex' | null | undefined;
  /** The merchant's own reference of this call. Nothing documents that a repeated one is refused. */
  readonly myRef?: string | null | undefined;
}

/** Source: SPEC, `AuthRequestModel`. */
export interface AuthorizeRequest extends Money, AccountFields {
  readonly card: Card;
  readonly isDigital?: boolean | null | undefined;
  readonly orderDesc?: string | null | undefined;
  readonly payerDetails?: PayerDetails | null | undefined;
}

/** A charge is an authorization and its capture in one step. Source: SPEC, `AuthRequestModel`. */
export type ChargeRequest = AuthorizeRequest;

/** Source: SPEC, `CaptureVoidRequestModel`. */
export interface CaptureRequest extends Money, AccountFields {
  readonly card: Card;
  /** The gateway's reference of the authorization. */
  readonly refTransId: string;
}

/**
 * A void carries the *original authorized amount*, whatever it releases (the guide asks for it). It has no
 * `payerDetails`. Source: SPEC, `CaptureVoidRequestModel`.
 */
export type VoidRequest = CaptureRequest;

/** A smaller amount makes a partial refund. Source: SPEC, `RefundRequestModel`. */
export interface RefundRequest extends CaptureRequest {
  readonly payerDetails?: PayerDetails | null | undefined;
}

/** One of `refTransId` and `myRef` finds the transaction. Source: SPEC, `StatusRequestModel`. */
export interface LookupRequest extends AccountFields {
  readonly refTransId?: string | null | undefined;
}
