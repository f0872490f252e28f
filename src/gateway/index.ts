/** The entry point to Orchestra's REST API. It does not depend on Temporal. */
export type { Gateway } from './gateway';
export { OrchestraGateway } from './orchestra-gateway';
export type { OrchestraGatewayOptions } from './orchestra-gateway-options';
export type { CallOptions } from './exchange';
export { GatewayOptionsError } from './gateway-options-error';
export { StoreStringTokenError, type StoreStringTokenProblem } from './store-string-token-error';
export type { PingOutcome } from './ping';
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
  LookupRequest,
  ThreeDSAuthentication,
  VoidRequest,
} from './requests';
