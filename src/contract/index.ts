/**
 * What crosses the doors: shapes, checks, messages and names. For services, tools and workflow code alike: it imports
 * nothing but the types of @temporalio/common.
 */
export { failureTypes } from './failures';
export {
  queries,
  signals,
  updates,
  type DecisionAnswer,
  type MessageAnswer,
  type ReplyTo,
  type RequestOptions,
} from './messages';
export { activityNames, defaultTaskQueue, ledgerIdOf, paymentIdOf, workflowTypes } from './names';
export { searchAttributes } from './search-attributes';

export {
  checkReversalRequest,
  parseReversalRequest,
  type ReversalOperation,
  type ReversalRequest,
} from './reversal-request';
export {
  checkPaymentSnapshot,
  parsePaymentSnapshot,
  type CaptureSnapshot,
  type PaymentSnapshot,
} from './payment-snapshot';
export { checkPaymentEvent, parsePaymentEvent } from './payment-event';
export { checkEventWithPayment, checkOpening, type Opening } from './opening';
export { checkDecision, type Approval, type DecisionInput, type Rejection } from './decision';
export { checkResolution, type ResolutionInput } from './resolution';
export { checkWithdrawal, type WithdrawalInput } from './withdrawal';
export { checkRecovery, type RecoveryInput } from './recovery';
export type { CheckOptions, Parsed } from './message-check';
export type { Requester } from './person';
export type { Problem } from './problems';

export type { CurrencyCode } from '../domain/model/currency';
export type { CoSignature, PaymentEvent, PaymentEventKind } from '../domain/model/payment-event';
export type {
  Capture,
  CaptureStatus,
  Card,
  CardType,
  NetworkTokenBrand,
  PayerDetails,
  PaymentKind,
  ThreeDSAuthentication,
} from '../domain/model/payment';
export type { AccountRules, DeclineReason, Profile } from '../domain/model/profile';
export type { Reason, ReasonCode } from '../domain/model/reasons';
export type { Attempt, LegOperation, LegStatus } from '../domain/model/leg';
export type { AuditedAct, AuditEntry } from '../domain/model/audit';
export type { GivenApproval } from '../domain/model/approval';
export type { Dispute, DisputeState } from '../domain/model/dispute';
export type { ExternalRefund, Note, Refusal } from '../domain/model/ledger-state';
export type { Statement, StatementChange, StatementContent } from '../domain/model/statement';
export type { DecisionRow, Operation, Outcome } from '../domain/model/reversal';
export type { Balance, CaptureBalance } from '../domain/decision/balance';
export type { Phase, WaitingFor } from '../domain/views/status';
export type { ApprovalsView, LedgerView, LegView, PlanView, ReversalView } from '../domain/views/view';
export type { AmountBucket, WorkItem, WorkStatus } from '../domain/views/work-item';
