import type { Reason } from '../domain/model/reasons';
import type { ReversalView } from '../domain/views/view';

// Everything said by name over the wire: workflow types, ids, messages, activities. Renaming one breaks open ledgers.

export const workflowTypes = {
  ledger: 'paymentLedger',
  cancel: 'cancelPayment',
  refund: 'refundPayment',
} as const;

const ledgerPrefix = 'payment-ledger/';

/** The id of the one workflow that owns a payment. */
export function ledgerIdOf(paymentId: string): string {
  return `${ledgerPrefix}${paymentId}`;
}

/** The payment a ledger owns; null: it is no ledger's id. */
export function paymentIdOf(workflowId: string): string | null {
  return workflowId.startsWith(ledgerPrefix) ? workflowId.slice(ledgerPrefix.length) : null;
}

/** Updates answer, signals do not; where both exist they do the same. */
export const messages = {
  /** Update `(request, { wait }?) → ReversalView`; signal `(request, replyTo)`. */
  requestReversal: 'requestReversal',
  /** Update `(event) → MessageAnswer`; signal `(event)`. */
  recordEvent: 'recordEvent',
  /** Update `(resolution) → MessageAnswer`: a person's finding about an unknown outcome. */
  resolveUnknown: 'resolveUnknown',
  /** Update `(decision) → DecisionAnswer`: a person's yes or no to one version of a plan. */
  decideApproval: 'decideApproval',
  /** Signals `(decision without its kind)`: the same for whoever sends plain signals. */
  approveReversal: 'approveReversal',
  rejectReversal: 'rejectReversal',
  /** Update `(withdrawal) → DecisionAnswer`: its requester does not want a reversal any more. */
  withdrawReversal: 'withdrawReversal',
  /** Update `(recovery) → MessageAnswer`: makes a reset run the one that may send. */
  recover: 'recover',
  /** Query `() → LedgerView | null`. */
  ledger: 'ledger',
  /** Query `({ requestId }) → ReversalView | null`. */
  reversal: 'reversal',
  /** Query `(request) → ReversalView | null`: what would become of it; null: nothing is known of the payment yet. */
  preview: 'preview',
  /** Signal of the ledger to a child: `(ReversalView)`. */
  reversalCompleted: 'reversalCompleted',
} as const;

/** `wait: false`: answer as soon as the request is admitted or refused. Absent: when its reversal has stopped working. */
export interface RequestOptions {
  readonly wait: boolean;
}

/** Whom the ledger tells when a reversal has settled. */
export interface ReplyTo {
  readonly workflowId: string;
}

/** What a told event is answered: taken, or why it is not believed. */
export interface MessageAnswer {
  readonly accepted: boolean;
  readonly reason: string | null;
}

/** The reason by which a ledger answers a recovery that it does not need: it runs, and may send. */
export const nothingToRecover = 'nothing to recover';

/** What a decision or a withdrawal is answered: taken, or why not, and how the reversal stands now. */
export interface DecisionAnswer {
  readonly accepted: boolean;
  readonly reason: Reason | null;
  /** null: no such reversal is known yet. */
  readonly view: ReversalView | null;
}

export const activityNames = {
  sendLeg: 'sendLeg',
  lookUpLeg: 'lookUpLeg',
  waitForGateway: 'waitForGateway',
  readRules: 'readRules',
  checkIdentity: 'checkIdentity',
  submitReversal: 'submitReversal',
  askReversal: 'askReversal',
} as const;

/** The task queue of worker and clients where nothing else is said. */
export const defaultTaskQueue = 'payment-reversals';
