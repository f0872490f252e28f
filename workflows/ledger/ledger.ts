import { CancellationScope, workflowInfo } from '@temporalio/workflow';
import type { Lineage } from '../../src/contract/activity-shapes';
import type { ReplyTo } from '../../src/contract/messages';
import { emptyLedger, findReversal, compacted, noted, type LedgerState } from '../../src/domain/model/ledger-state';
import { statusOf } from '../../src/domain/views/status';
import type { Payment } from '../../src/domain/model/payment';
import type { AccountRules } from '../../src/domain/model/profile';
import { advance } from '../../src/domain/transitions/advance';
import type { ReversalView } from '../../src/domain/views/view';
import type { WorkItem } from '../../src/domain/views/work-item';

/** What a ledger takes with it when it continues as new. Absent: it opens empty. */
export interface ContinuedState {
  readonly state: LedgerState;
  readonly rules: AccountRules | null;
  readonly rulesReadAt: string | null;
  readonly children: readonly [string, readonly ReplyTo[]][];
  readonly recoveredRunId: string | null;
  readonly ancestorsTrusted: boolean;
  /** Absent: nothing. */
  readonly publishedWorkItem?: WorkItem | null;
}

/** One reading of an account's rules. */
export interface RulesReading {
  readonly rules: AccountRules;
  readonly readAt: string;
}

/** One run of a ledger: its state, and what the run needs to order it in time. */
export interface Ledger {
  /** In which all of it goes on: whoever cancels the ledger does not cancel what is owed, and is still listened to. */
  readonly scope: CancellationScope;
  state: LedgerState;
  rules: AccountRules | null;
  rulesReadAt: string | null;
  /** The rules are being read. */
  readingRules: { readonly gatewayAccount: string; readonly read: Promise<RulesReading | null> } | null;
  /** Children to tell, by the request they made. */
  readonly children: Map<string, readonly ReplyTo[]>;
  /** What is to be said to children next. */
  readonly notifications: { readonly child: ReplyTo; readonly view: ReversalView }[];
  recoveredRunId: string | null;
  ancestorsTrusted: boolean;
  /** Requests of which rules or requester are still looked up. */
  preflights: number;
  /** Updates that wait for their reversal to stop working. */
  waitingUpdates: number;
  /** No update is admitted any more: this run is about to continue as new. */
  draining: boolean;
  /** The gateway is being asked whether it answers. */
  probingGateway: boolean;
  /** Signals to children are on their way. */
  notifying: number;
  /** What the work list of the server says of this payment; null: nothing is parked. */
  publishedWorkItem: WorkItem | null;
  /** The work list is kept up to date. */
  publishing: boolean;
  /** Instants for which a timer of this run is set. */
  readonly armedDeadlines: Set<string>;
  /** The latest instant of which the timer has fired; null: none has. */
  latestFiredDeadline: string | null;
}

/** What every step needs to know; there is none of either before the first request. */
export interface LedgerContext {
  readonly payment: Payment;
  readonly rules: AccountRules;
}

export function contextOf({ state, rules }: Ledger): LedgerContext | null {
  return state.payment === null || rules === null ? null : { payment: state.payment, rules };
}

export function openLedger(carried: ContinuedState | undefined): Ledger {
  return {
    scope: new CancellationScope({ cancellable: false }),
    state: carried?.state ?? emptyLedger,
    rules: carried?.rules ?? null,
    rulesReadAt: carried?.rulesReadAt ?? null,
    readingRules: null,
    children: new Map(carried?.children ?? []),
    notifications: [],
    recoveredRunId: carried?.recoveredRunId ?? null,
    ancestorsTrusted: carried?.ancestorsTrusted ?? true,
    preflights: 0,
    waitingUpdates: 0,
    draining: false,
    probingGateway: false,
    notifying: 0,
    publishedWorkItem: carried?.publishedWorkItem ?? null,
    publishing: false,
    armedDeadlines: new Set(),
    latestFiredDeadline: null,
  };
}

/** Everything the next run needs. */
export function toNextRun(ledger: Ledger): ContinuedState {
  const { scheduledByRun, originalRunId, recoveredRunId, ancestorsTrusted } = lineageOf(ledger);
  return {
    state: compacted(ledger.state),
    rules: ledger.rules,
    rulesReadAt: ledger.rulesReadAt,
    children: [...ledger.children],
    recoveredRunId,
    // Data for the next run's sends; nothing in this workflow depends on it.
    ancestorsTrusted: ancestorsTrusted && (scheduledByRun === originalRunId || scheduledByRun === recoveredRunId),
    // The next run has the attributes of this one.
    publishedWorkItem: ledger.publishedWorkItem,
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
 * The ledger's time. What a fired timer was set for has passed, whatever the clock says: after a worker was lost, the
 * engine has been seen to fire a timer at the time of an earlier task, and a replay to fire it at the right one. Both
 * must lead to the same commands.
 */
export function ledgerTime({ latestFiredDeadline }: Pick<Ledger, 'latestFiredDeadline'>): string {
  const at = now();
  return latestFiredDeadline !== null && latestFiredDeadline > at ? latestFiredDeadline : at;
}

/** The workflow's own time. What decides on commands asks {@link ledgerTime}. */
export function now(): string {
  return new Date().toISOString();
}

/** Replaces the state and carries every reversal on as far as it goes. */
export function change(ledger: Ledger, next: (state: LedgerState) => LedgerState): void {
  const state = next(ledger.state);
  ledger.state = ledger.rules === null ? state : advance(state, ledger.rules, ledgerTime(ledger));
}

/** Leaves a mark that a reader of the ledger finds. */
export function note(ledger: Ledger, what: string, why: string): void {
  ledger.state = addNote(ledger.state, { at: now(), what, why });
}

/** The reversal is being carried on right now: its caller may want to wait. */
export function isWorking(ledger: Ledger, requestId: string): boolean {
  const reversal = findReversal(ledger.state, requestId);
  return reversal !== undefined && statusOf(ledger.state, reversal, now()).phase === 'working';
}
