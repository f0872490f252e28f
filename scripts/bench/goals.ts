import type { Cost } from './measures/cost';
import type { OpenLedgers } from './measures/open-ledgers';
import type { NthRefund } from './measures/partial-refunds';
import type { Measured } from './rounds';

/** Everything that was measured; what was not asked for is absent. */
export interface Results {
  readonly reversals?: readonly Measured[] | undefined;
  readonly orders?: readonly Measured[] | undefined;
  readonly cost?: readonly Cost[] | undefined;
  readonly partialRefunds?: readonly NthRefund[] | undefined;
  readonly openLedgers?: readonly OpenLedgers[] | undefined;
}

/** A number that this project wants to keep, and what it was this time. Nothing fails by it: machines differ. */
export interface Goal {
  readonly goal: string;
  readonly wanted: string;
  readonly reached: number;
  readonly met: boolean;
}

/** Compares results with the goals, as far as what they need was measured. */
export function goalsOf({ reversals, orders, cost, partialRefunds, openLedgers }: Results): readonly Goal[] {
  const goals: Goal[] = [];
  const atLeast = (goal: string, reached: number | undefined, wanted: number): void => {
    if (reached !== undefined) goals.push({ goal, wanted: `≥ ${wanted}`, reached, met: reached >= wanted });
  };
  const atMost = (goal: string, reached: number | undefined, wanted: number): void => {
    if (reached !== undefined) goals.push({ goal, wanted: `≤ ${wanted}`, reached, met: reached <= wanted });
  };
  const fresh = 'refund, fresh ledger';
  const open = 'refund, open ledgers';
  const cancelled = 'order → cancelPayment';
  atLeast(`${fresh}: throughput to floor A, 50 at a time`, throughput(reversals, fresh, 50), 1.1);
  atMost(`${fresh}: p50 to floor A, alone`, p50(reversals, fresh, 1), 1.1);
  atLeast(`${open}: throughput to floor A, 50 at a time`, throughput(reversals, open, 50), 1.7);
  atMost(`${open}: p50 to floor A, alone`, p50(reversals, open, 1), 0.6);
  atLeast(`${cancelled}: throughput to floor B, 50 at a time`, throughput(orders, cancelled, 50), 0.6);
  atMost(`${cancelled}: p50 to floor B, alone`, p50(orders, cancelled, 1), 1.5);
  atMost('actions, refund on an open ledger', actions(cost, 'refund, open ledger'), 2);
  atMost('actions, refund on a fresh ledger', actions(cost, fresh), 5);
  atMost('actions beyond the order, open ledger', beyond(actions(cost, 'order → refundPayment, open ledger')), 8);
  atMost('actions beyond the order, fresh ledger', beyond(actions(cost, 'order → cancelPayment, fresh ledger')), 10);
  atMost('500th partial refund to the 5th', partialRefunds?.find(({ n }) => n === 500)?.toFirst?.median, 1.2);
  atMost('a request with 5,000 open ledgers to ten', openLedgers?.find((one) => one.open === 5_000)?.toTen, 1.2);
  return goals;
}

function find(measured: readonly Measured[] | undefined, side: string, concurrency: number): Measured | undefined {
  return measured?.find((one) => one.side === side && one.concurrency === concurrency);
}

function throughput(measured: readonly Measured[] | undefined, side: string, concurrency: number): number | undefined {
  return find(measured, side, concurrency)?.throughputToFloor?.median;
}

function p50(measured: readonly Measured[] | undefined, side: string, concurrency: number): number | undefined {
  return find(measured, side, concurrency)?.p50ToFloor?.median;
}

function actions(costs: readonly Cost[] | undefined, kind: string): number | undefined {
  return costs?.find((cost) => cost.kind === kind)?.actions;
}

/** The start of the order itself is one. */
function beyond(all: number | undefined): number | undefined {
  return all === undefined ? undefined : all - 1;
}
