import { CancellationScope, workflowInfo } from '@temporalio/workflow';
import type { Lineage } from '../../src/contract/activity-shapes';
import type { ReplyTo } from '../../src/contract/messages';
import { paymentIdOf } from '../../src/contract/names';
import { emptyChain } from '../../src/domain/model/audit-chain';
import { compacted, emptyLedger, findReversal, type LedgerState } from '../../src/domain/model/ledger-state';
import type { Payment } from '../../src/domain/model/payment';
import type { AccountRules } from '../../src/domain/model/profile';
import { statusOf } from '../../src/domain/views/status';
import type { ReversalView } from '../../src/domain/views/view';
import type { WorkItem } from '../../src/domain/views/work-item';
import { untrustedStart } from './own-past';

/** What a ledger takes with it when it continues as new. Absent: it opens empty. */
export interface ContinuedState {
  readonly state: LedgerState;
  /** What goes on by itself goes on by these; nothing is decided by them before they are read anew. */
  readonly rules: AccountRules | null;
  readonly children: readonly [string, readonly ReplyTo[]][];
  readonly recoveredRunId: string | null;
  readonly ancestorsTrusted: boolean;
  /** Absent: nothing. */
  readonly publishedWorkItem?: WorkItem | null;
  /** Signals that came while the run before was draining. Absent: none. */
  readonly deferredSignals?: readonly DeferredSignal[];
}

/** A signal that the next run handles. */
export interface DeferredSignal {
  readonly name: string;
  readonly args: readonly [value: unknown, more: unknown];
}

/** What a message holds is not known before it was checked. */
export type MessageArgs = [value: unknown, more?: unknown];

export type SignalHandler = (...args: MessageArgs) => Promise<void>;

/** One reading of an account's rules. */
export interface RulesReading {
  readonly rules: AccountRules;
  readonly readAt: string;
}

/** One run of a ledger: its state, which only `commit` replaces, and what the run needs to order it in time. */
export interface Ledger {
  /** Everything runs in it: cancelling the ledger does not cancel what is owed, and messages are still handled. */
  readonly scope: CancellationScope;
  state: LedgerState;
  rules: AccountRules | null;
  rulesReadAt: string | null;
  /** The rules are being read. */
  readingRules: { readonly gatewayAccount: string; readonly read: Promise<RulesReading | null> } | null;
  /** Children to notify, by the request they made. */
  readonly children: Map<string, readonly ReplyTo[]>;
  /** Views to send to children next. */
  readonly notifications: { readonly child: ReplyTo; readonly view: ReversalView }[];
  recoveredRunId: string | null;
  ancestorsTrusted: boolean;
  /** Requests whose rules or requester are still being looked up. */
  preflights: number;
  /** Updates that wait for their reversal to stop working. */
  waitingUpdates: number;
  /** No message is accepted any more: this run is about to end. */
  draining: boolean;
  /** Signals for the next run, or for this one if it does not end after all. */
  readonly deferredSignals: DeferredSignal[];
  /** How each signal is handled, by its name. */
  readonly signalHandlers: Map<string, SignalHandler>;
  /** Deferred signals are being handled. */
  handlingDeferred: boolean;
  /** Signals that waited are being taken in, task by task. */
  takingIn: boolean;
  /** Signals that are being handled. */
  signalsInProgress: number;
  /** Decisions that wait until something is known of the payment. */
  waitingForContext: number;
  /** A call to the gateway is in progress: a leg is being sent or looked up. */
  calling: boolean;
  /** The gateway is being asked whether it answers; the scope ends the question. */
  probe: CancellationScope | null;
  /** Children are being notified. */
  notifying: boolean;
  /** What the server's work list says of this payment; null: nothing is parked. */
  publishedWorkItem: WorkItem | null;
  /** The timer that runs, for the earliest deadline known when it was armed. */
  timer: { readonly deadline: string; readonly scope: CancellationScope } | null;
  /** The latest deadline whose timer has fired; null: none has. */
  latestFiredDeadline: string | null;
}

/** What every step needs to know; before the first request the ledger knows neither. */
export interface LedgerContext {
  readonly payment: Payment;
  readonly rules: AccountRules;
}

export function contextOf({ state, rules }: Ledger): LedgerContext | null {
  return state.payment === null || rules === null ? null : { payment: state.payment, rules };
}

/**
 * Opens a run of a ledger. What it was handed counts only if it is this ledger's own past; anything else freezes it before
 * a message is read.
 */
export function openLedger(handed: ContinuedState | undefined): Ledger {
  const untrusted = untrustedStart(workflowInfo(), (handed ?? null) !== null);
  const continued = untrusted === null ? handed : undefined;
  const since = workflowInfo().startTime.toISOString();
  // What is written is bound to the payment of this workflow before the payment is known.
  const opened = { ...emptyLedger, auditChain: emptyChain(paymentIdOf(workflowInfo().workflowId) ?? '') };
  return {
    scope: new CancellationScope({ cancellable: false }),
    // A run of an earlier version did not carry every field.
    state:
      untrusted === null ? { ...opened, ...continued?.state } : { ...opened, frozen: { since, reason: untrusted } },
    rules: continued?.rules ?? null,
    // Read anew before anything is decided: they may have become stricter since the run before.
    rulesReadAt: null,
    readingRules: null,
    children: new Map(continued?.children ?? []),
    notifications: [],
    recoveredRunId: continued?.recoveredRunId ?? null,
    ancestorsTrusted: continued?.ancestorsTrusted ?? true,
    preflights: 0,
    waitingUpdates: 0,
    draining: false,
    deferredSignals: [...(continued?.deferredSignals ?? [])],
    signalHandlers: new Map(),
    handlingDeferred: false,
    takingIn: false,
    signalsInProgress: 0,
    waitingForContext: 0,
    calling: false,
    probe: null,
    notifying: false,
    publishedWorkItem: continued?.publishedWorkItem ?? null,
    timer: null,
    latestFiredDeadline: null,
  };
}

/** Everything the next run needs. */
export function toNextRun(ledger: Ledger): ContinuedState {
  const { scheduledByRun, originalRunId, recoveredRunId, ancestorsTrusted } = lineageOf(ledger);
  return {
    state: compacted(ledger.state),
    rules: ledger.rules,
    children: [...ledger.children],
    recoveredRunId,
    // Data for the next run's sends; nothing in this workflow depends on it.
    ancestorsTrusted: ancestorsTrusted && (scheduledByRun === originalRunId || scheduledByRun === recoveredRunId),
    // The next run has the search attributes of this one.
    publishedWorkItem: ledger.publishedWorkItem,
    deferredSignals: ledger.deferredSignals,
  };
}

export function lineageOf(ledger: Ledger): Lineage {
  const { runId, originalExecutionRunId } = workflowInfo();
  return {
    scheduledByRun: runId,
    originalRunId: originalExecutionRunId,
    recoveredRunId: ledger.recoveredRunId,
    ancestorsTrusted: ledger.ancestorsTrusted,
  };
}

/**
 * The ledger's one time, for commands, reservations and views alike. The deadline of a fired timer has passed, whatever
 * the clock says: a worker that took over has been handed a timer together with the time of an earlier task.
 */
export function ledgerTime({ latestFiredDeadline }: Pick<Ledger, 'latestFiredDeadline'>): string {
  const at = new Date().toISOString();
  return latestFiredDeadline !== null && latestFiredDeadline > at ? latestFiredDeadline : at;
}

/** The reversal is being worked on right now: its caller may want to wait. */
export function isWorking(ledger: Ledger, requestId: string): boolean {
  const reversal = findReversal(ledger.state, requestId);
  return reversal !== undefined && statusOf(ledger.state, reversal, ledgerTime(ledger)).phase === 'working';
}
