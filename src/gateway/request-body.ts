import type {
  AccountFields,
  AuthorizeRequest,
  CaptureRequest,
  Card,
  PayerDetails,
  PaymentGatewayAccount,
  RefundRequest,
  LookupRequest,
  ThreeDSAuthentication,
} from './requests';
import { toWireAmount } from './wire';
import type { Money } from '../domain/model/money';

// The gateway refuses fields that it does not know, and a caller's object may hold more than its type says. So every
// documented field is named here, and nothing else leaves.

/** Source: SPEC, `AuthRequestModel`. @throws RangeError for an amount that does not fit the wire. */
export function authorizeBody(request: AuthorizeRequest): object {
  return present({
    ...moneyFields(request),
    ...accountFields(request),
    card: cardBody(request.card),
    isDigital: request.isDigital,
    orderDesc: request.orderDesc,
    payerDetails: payerBody(request.payerDetails),
  });
}

/** For capture and void. Source: SPEC, `CaptureVoidRequestModel`. @throws RangeError as above. */
export function captureOrVoidBody(request: CaptureRequest): object {
  return present({
    ...moneyFields(request),
    ...accountFields(request),
    card: cardBody(request.card),
    refTransId: request.refTransId,
  });
}

/** Source: SPEC, `RefundRequestModel`. @throws RangeError as above. */
export function refundBody(request: RefundRequest): object {
  return present({ ...captureOrVoidBody(request), payerDetails: payerBody(request.payerDetails) });
}

/** Source: SPEC, `StatusRequestModel`. */
export function lookupBody(request: LookupRequest): object {
  return present({ ...accountFields(request), refTransId: request.refTransId });
}

function moneyFields(money: Money): object {
  return { amount: toWireAmount(money.amountMinor, money.currency), currency: money.currency };
}

function accountFields(request: AccountFields): object {
  return {
    paymentGatewayAccountName: request.paymentGatewayAccountName,
    paymentGatewayAccount: inlineAccountBody(request.paymentGatewayAccount),
    certificateName: request.certificateName,
    networkTokenBrand: request.networkTokenBrand,
    myRef: request.myRef,
  };
}

function inlineAccountBody(account: PaymentGatewayAccount | null | undefined): object | null {
  if (account === null || account === undefined) return null;
  return present({
    paymentGatewayName: account.paymentGatewayName,
    credentials: account.credentials?.map(({ key, value }) => ({ key, value })),
  });
}

function cardBody(card: Card): object {
  return present({
    cardNumber: card.cardNumber,
    cardHolderName: card.cardHolderName,
    expirationMonth: card.expirationMonth,
    expirationYear: card.expirationYear,
    cvv: card.cvv,
    cardType: card.cardType,
    ownerID: card.ownerID,
    issueNumber: card.issueNumber,
    threeDSAuthentication: threeDSBody(card.threeDSAuthentication),
  });
}

function threeDSBody(authentication: ThreeDSAuthentication | null | undefined): object | null {
  if (authentication === null || authentication === undefined) return null;
  const { authenticationValue, eci, xid, version, merchantName, sli } = authentication;
  return present({ authenticationValue, eci, xid, version, merchantName, sli });
}

function payerBody(payer: PayerDetails | null | undefined): object | null {
  if (payer === null || payer === undefined) return null;
  const { clientIPAddress, countryCode, address1, address2, address3, postCode, city, stateProvince } = payer;
  return present({ clientIPAddress, countryCode, address1, address2, address3, postCode, city, stateProvince });
}

/** Leaves out what is absent: several optional fields are not nullable on the wire. */
function present(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined));
}
