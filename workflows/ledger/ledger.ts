import { CancellationScope, workflowInfo } from '@temporalio/workflow';
import type { Lineage } from '../../src/contract/activity-shapes';
import type { ReplyTo } from '../../src/contract/messages';
import { emptyLedger, findReversal, shrunk, traced, type LedgerState } from '../../src/domain/ledger-state';
import { standingOf } from '../../src/domain/phase';
import type { Payment } from '../../src/domain/payment';
import type { AccountRules } from '../../src/domain/profile';
import { progress } from '../../src/domain/progress';
import type { ReversalView } from '../../src/domain/view';
import type { WorkItem } from '../../src/domain/work-item';

/** What a ledger takes with it when it continues as new. Absent: it opens empty. */
export interface CarriedLedger {
  readonly state: LedgerState;
  readonly rules: AccountRules | null;
  readonly rulesReadAt: string | null;
  readonly children: readonly [string, readonly ReplyTo[]][];
  readonly recoveredRunId: string | null;
  readonly soundBefore: boolean;
  /** Absent: nothing. */
  readonly listed?: WorkItem | null;
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
  readonly answers: { readonly child: ReplyTo; readonly view: ReversalView }[];
  recoveredRunId: string | null;
  soundBefore: boolean;
  /** Requests of which rules or requester are still looked up. */
  judging: number;
  /** Updates that wait for their reversal to stop working. */
  waitingUpdates: number;
  /** No update is admitted any more: this run is about to continue as new. */
  continuing: boolean;
  /** The gateway is being asked whether it answers. */
  askingGateway: boolean;
  /** Signals to children are on their way. */
  telling: number;
  /** What the work list of the server says of this payment; null: nothing is parked. */
  listed: WorkItem | null;
  /** The work list is kept up to date. */
  listing: boolean;
  /** Instants for which a timer of this run is set. */
  readonly timed: Set<string>;
  /** The latest instant of which the timer has fired; null: none has. */
  reachedAt: string | null;
}

/** What every step needs to know; there is none of either before the first request. */
export interface Known {
  readonly payment: Payment;
  readonly rules: AccountRules;
}

export function known({ state, rules }: Ledger): Known | null {
  return state.payment === null || rules === null ? null : { payment: state.payment, rules };
}

export function openLedger(carried: CarriedLedger | undefined): Ledger {
  return {
    scope: new CancellationScope({ cancellable: false }),
    state: carried?.state ?? emptyLedger,
    rules: carried?.rules ?? null,
    rulesReadAt: carried?.rulesReadAt ?? null,
    readingRules: null,
    children: new Map(carried?.children ?? []),
    answers: [],
    recoveredRunId: carried?.recoveredRunId ?? null,
    soundBefore: carried?.soundBefore ?? true,
    judging: 0,
    waitingUpdates: 0,
    continuing: false,
    askingGateway: false,
    telling: 0,
    listed: carried?.listed ?? null,
    listing: false,
    timed: new Set(),
    reachedAt: null,
  };
}

/** Everything the next run needs. */
export function carry(ledger: Ledger): CarriedLedger {
  const { scheduledByRun, originalRunId, recoveredRunId, soundBefore } = lineageOf(ledger);
  return {
    state: shrunk(ledger.state),
    rules: ledger.rules,
    rulesReadAt: ledger.rulesReadAt,
    children: [...ledger.children],
    recoveredRunId,
    // Data for the next run's sends; nothing in this workflow depends on it.
    soundBefore: soundBefore && (scheduledByRun === originalRunId || scheduledByRun === recoveredRunId),
    // The next run has the attributes of this one.
    listed: ledger.listed,
  };
}

export function lineageOf(ledger: Ledger): Lineage {
  const { runId, originalExecutionRunId } = workflowInfo();
  return {
    scheduledByRun: runId,
    originalRunId: originalExecutionRunId,
    recoveredRunId: ledger.recoveredRunId,
    soundBefore: ledger.soundBefore,
  };
}

/**
 * The ledger's time. What a fired timer was set for has passed, whatever the clock says: after a worker was lost, the
 * engine has been seen to fire a timer at the time of an earlier task, and a replay to fire it at the right one. Both
 * must lead to the same commands.
 */
export function timeOf({ reachedAt }: Pick<Ledger, 'reachedAt'>): string {
  const at = now();
  return reachedAt !== null && reachedAt > at ? reachedAt : at;
}

/** The workflow's own time. What decides on commands asks {@link timeOf}. */
export function now(): string {
  return new Date().toISOString();
}

/** Replaces the state and carries every reversal on as far as it goes. */
export function change(ledger: Ledger, next: (state: LedgerState) => LedgerState): void {
  const state = next(ledger.state);
  ledger.state = ledger.rules === null ? state : progress(state, ledger.rules, timeOf(ledger));
}

/** Leaves a mark that a reader of the ledger finds. */
export function trace(ledger: Ledger, what: string, why: string): void {
  ledger.state = traced(ledger.state, { at: now(), what, why });
}

/** The reversal is being carried on right now: its caller may want to wait. */
export function isWorking(ledger: Ledger, requestId: string): boolean {
  const reversal = findReversal(ledger.state, requestId);
  return reversal !== undefined && standingOf(ledger.state, reversal, now()).phase === 'working';
}
