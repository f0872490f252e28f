/** The door to Orchestra's REST API. It knows no Temporal. */
export { GatewayClient } from './client';
export type { GatewayClientOptions } from './client-options';
export type { CallOptions } from './exchange';
export { GatewayOptionsError } from './gateway-options-error';
export { StoreStringTokenError, type StoreStringTokenProblem } from './store-string-token-error';
export type { ApiKeyCheck } from './api-key-check';
export type { LookupDoubt, LookupOutcome } from './lookup';
export type {
  Declined,
  GatewayAnswer,
  InvalidRequest,
  LostCause,
  Mismatch,
  MismatchedField,
  MoneyOutcome,
  NotSentCause,
  OperationType,
  OutcomeUnknown,
  Pending,
  RateLimited,
  ResultCode,
  Succeeded,
  SuccessFlag,
  Unauthorized,
  Unavailable,
  UnknownCause,
  Unsupported,
} from './outcome';
export type {
  AccountFields,
  AuthorizeRequest,
  CaptureRequest,
  Card,
  CardType,
  ChargeRequest,
  PayerDetails,
  PaymentGatewayAccount,
  RefundRequest,
  StatusRequest,
  ThreeDSAuthentication,
  VoidRequest,
} from './requests';
