/** For services: ask for reversals, look at them, decide about them. */
export { ReversalClient, type ReversalClientOptions } from './reversal-client';
export {
  HistoryUnreadableError,
  InvalidRequestError,
  LedgerFrozenError,
  LedgerNotFoundError,
  LedgerNotRecoveredError,
  LedgerUnavailableError,
  WorkListUnavailableError,
} from './errors';
export type { LedgerListing, ListedLedger } from './list';
export type { ListOptions } from './list-query';
export { nothingToRecover } from '../contract/messages';
export type { RecoverOptions } from './recover';
export type { Approval, DecisionInput, Rejection } from '../contract/decision';
export type { DecisionAnswer, MessageAnswer } from '../contract/messages';
export type { ResolutionInput } from '../contract/resolution';
export type { WithdrawalInput } from '../contract/withdrawal';
export type { AuditEntry } from '../domain/model/audit';
export type { LedgerView, LegView, PlanView, ReversalView } from '../domain/views/view';
export { workStatuses, type WorkItem, type WorkStatus } from '../domain/views/work-item';
