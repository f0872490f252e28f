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
export type { AuditEntry, AuditLine } from '../domain/model/audit';
export type { AuditChain } from '../domain/model/audit-chain';
export { joinTrails, type TrailGap, type TrailJoin } from '../domain/views/join-trails';
export { verifyTrail, type AuditTrail, type TrailFault, type TrailVerdict } from '../domain/views/verify-trail';
export type { LedgerView, LegView, PlanView, ReversalView } from '../domain/views/view';
export { workStatuses, type WorkItem, type WorkStatus } from '../domain/views/work-item';
