import type { AuthorizeRequest, Card, CaptureRequest, RefundRequest } from '../../../src/gateway';

export const apiKey = 'key-that-stays-secret';

/** A whole card, with every documented field. */
export const fullCard: Card = {
  cardNumber: '@tok_number_1',
  cardHolderName: 'Jane Smith',
  expirationMonth: 12,
  expirationYear: 2027,
  cvv: '@tok_cvv_1',
  cardType: 'Visa',
  ownerID: 'owner-1',
  issueNumber: '2',
  threeDSAuthentication: {
    authenticationValue: 'AAAB',
    eci: '05',
    xid: 'xid-1',
    version: '2.2.0',
    merchantName: 'Shop',
    sli: '212',
  },
};

const accountFields = {
  paymentGatewayAccountName: 'stripe-production',
  paymentGatewayAccount: { paymentGatewayName: 'Stripe', credentials: [{ key: 'SecretKey', value: 'sk_1' }] },
  certificateName: 'certificate-1',
  networkTokenBrand: 'Visa',
  myRef: 'order-1001-void',
} as const;

const payerDetails = {
  clientIPAddress: '127.0.0.1',
  countryCode: 'US',
  address1: 'a1',
  address2: 'a2',
  address3: 'a3',
  postCode: '10001',
  city: 'New York',
  stateProvince: 'NY',
};

export const fullVoid: CaptureRequest = {
  ...accountFields,
  amountMinor: 5005,
  currency: 'USD',
  refTransId: 'auth_1',
  card: fullCard,
};

export const fullRefund: RefundRequest = { ...fullVoid, payerDetails };

export const fullAuthorize: AuthorizeRequest = {
  ...accountFields,
  amountMinor: 5005,
  currency: 'USD',
  card: fullCard,
  isDigital: false,
  orderDesc: 'two shirts',
  payerDetails,
};

/** As small as the official document allows. */
export const smallRefund: RefundRequest = {
  amountMinor: 2500,
  currency: 'USD',
  refTransId: 'cap_1',
  card: { cardNumber: '@tok_number_1', cardHolderName: 'Jane Smith', expirationMonth: 12, expirationYear: 2027 },
};

/** The answer of a gateway that did what `smallRefund` asks for. */
export const refunded = {
  operationType: 'Refund',
  operationResultCode: 'Success',
  amount: 25,
  currency: 'USD',
  gatewayReference: 're_1',
};
