/**
 * What crosses the doors: shapes, and the check that order workflows make before they start a child. Safe to import in
 * workflow code: it brings neither zod nor anything of Node.
 */
export { checkReversalRequest } from './guard';
export { checkFact } from './guard-fact';
export type { CheckOptions } from './consistency';
export type {
  CaptureSnapshot,
  PaymentSnapshot,
  Problem,
  Requester,
  ReversalOperation,
  ReversalRequest,
} from './shapes';

export type { CurrencyCode } from '../domain/currency';
export type { Fact, FactKind } from '../domain/facts';
export type {
  CaptureStatus,
  Card,
  CardType,
  NetworkTokenBrand,
  PayerDetails,
  PaymentKind,
  ThreeDSAuthentication,
} from '../domain/payment';
export type { AccountRules, Profile, RejectionReason } from '../domain/profile';
export type { Reason, ReasonCode } from '../domain/reasons';
export type { ReversalView } from '../domain/view';
