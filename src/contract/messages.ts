import type { QueryDefinition, SignalDefinition, UpdateDefinition } from '@temporalio/common';
import type { PaymentEvent } from '../domain/model/payment-event';
import type { Reason } from '../domain/model/reasons';
import type { LedgerView, ReversalView } from '../domain/views/view';
import type { Approval, DecisionInput, Rejection } from './decision';
import type { RecoveryInput } from './recovery';
import type { ResolutionInput } from './resolution';
import type { Opening } from './opening';
import type { PaymentSnapshot } from './payment-snapshot';
import type { ReversalRequest } from './reversal-request';
import type { WithdrawalInput } from './withdrawal';

// Both sides use these definitions: the workflow that handles a message, and its sender. Renaming one breaks open ledgers.

/** `wait: false`: answer as soon as the request is admitted or refused. Absent: when its reversal has stopped working. */
export interface RequestOptions {
  readonly wait: boolean;
}

/** The workflow that the ledger notifies when the reversal has completed. */
export interface ReplyTo {
  readonly workflowId: string;
}

/** The answer to a recorded event, a resolution or a recovery: accepted, or why not. */
export interface MessageAnswer {
  readonly accepted: boolean;
  /** null: accepted. */
  readonly reason: string | null;
}

/** The answer to a decision or a withdrawal: accepted, or why not, and the reversal's status now. */
export interface DecisionAnswer {
  readonly accepted: boolean;
  /** null: accepted. */
  readonly reason: Reason | null;
  /** null: no such reversal is known yet. */
  readonly view: ReversalView | null;
}

/** Updates of a ledger. Each is answered; what is malformed is refused as `InvalidRequest` with its problems. */
export const updates = {
  /** Asks for a reversal. Safe to repeat with the same `requestId`. */
  requestReversal: update<ReversalView, [request: ReversalRequest, options?: RequestOptions]>()('requestReversal'),
  /** Opens the ledger of a payment without asking for anything. Safe to repeat; a known payment is not changed by it. */
  openPayment: update<MessageAnswer, [opening: Opening]>()('openPayment'),
  /**
   * Records what happened to the payment elsewhere. Safe to repeat with the same `eventId`. With the payment, it opens
   * the ledger first.
   */
  recordEvent: update<MessageAnswer, [event: PaymentEvent, payment?: PaymentSnapshot]>()('recordEvent'),
  /** Takes a person's finding about an unknown outcome. */
  resolveUnknown: update<MessageAnswer, [resolution: ResolutionInput]>()('resolveUnknown'),
  /** Takes a person's yes or no to one version of a plan. */
  decideApproval: update<DecisionAnswer, [decision: DecisionInput]>()('decideApproval'),
  /** Takes a request back of which nothing was sent. */
  withdrawReversal: update<DecisionAnswer, [withdrawal: WithdrawalInput]>()('withdrawReversal'),
  /** Makes a reset or frozen run the one that may send, once the worker has read what its former runs have sent. */
  recover: update<MessageAnswer, [recovery: RecoveryInput]>()('recover'),
} as const;

/** Signals are not answered. Those with the name of an update do the same; what is malformed is noted and ignored. */
export const signals = {
  requestReversal: signal<[request: ReversalRequest, replyTo?: ReplyTo]>()('requestReversal'),
  recordEvent: signal<[event: PaymentEvent, payment?: PaymentSnapshot]>()('recordEvent'),
  /** A decision without its `decision`, which the signal's name says. */
  approveReversal: signal<[approval: Omit<Approval, 'decision'>]>()('approveReversal'),
  rejectReversal: signal<[rejection: Omit<Rejection, 'decision'>]>()('rejectReversal'),
  /** From the ledger to the workflow that was named in `replyTo`. */
  reversalCompleted: signal<[view: ReversalView]>()('reversalCompleted'),
} as const;

/** Queries of a ledger. They change nothing. */
export const queries = {
  /** The whole payment; null while nothing is known of it. */
  ledger: query<LedgerView | null>()('ledger'),
  /** One reversal; null: the ledger does not know it. */
  reversal: query<ReversalView | null, [of: { readonly requestId: string }]>()('reversal'),
  /** What would become of a request; null: nothing is known of the payment yet. */
  preview: query<ReversalView | null, [request: ReversalRequest]>()('preview'),
} as const;

// What `defineUpdate` and the like of @temporalio/workflow return, without the import: a service that only sends should
// not load the workflow runtime. Two calls each, because the compiler infers all of a call's types or none.

function update<Answer, Args extends unknown[]>() {
  return <const Name extends string>(name: Name) => ({ type: 'update', name }) as UpdateDefinition<Answer, Args, Name>;
}

function signal<Args extends unknown[]>() {
  return <const Name extends string>(name: Name) => ({ type: 'signal', name }) as SignalDefinition<Args, Name>;
}

function query<Answer, Args extends unknown[] = []>() {
  return <const Name extends string>(name: Name) => ({ type: 'query', name }) as QueryDefinition<Answer, Args, Name>;
}

/** The reason with which a ledger that may send answers a recovery. It changes nothing. */
export const nothingToRecover = 'nothing to recover';
