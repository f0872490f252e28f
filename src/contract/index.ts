/**
 * What crosses the doors: shapes, and the check that order workflows make before they start a child. Safe to import in
 * workflow code: it brings neither zod nor anything of Node.
 */
export { checkReversalRequest } from './guard';
export { checkPaymentEvent } from './guard-event';
export type { CheckOptions } from './consistency';
export type {
  CaptureSnapshot,
  PaymentSnapshot,
  Problem,
  Requester,
  ReversalOperation,
  ReversalRequest,
} from './shapes';

export type { CurrencyCode } from '../domain/model/currency';
export type { PaymentEvent, PaymentEventKind } from '../domain/model/payment-event';
export type {
  CaptureStatus,
  Card,
  CardType,
  NetworkTokenBrand,
  PayerDetails,
  PaymentKind,
  ThreeDSAuthentication,
} from '../domain/model/payment';
export type { AccountRules, Profile, DeclineReason } from '../domain/model/profile';
export type { Reason, ReasonCode } from '../domain/model/reasons';
export type { ReversalView } from '../domain/views/view';
