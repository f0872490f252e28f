import Table from 'cli-table3';
import type { FindingKind } from './audit';
import { faultKinds } from './faults';
import { total } from './grouped';
import type { SoakOptions } from './options';
import type { SoakResult } from './run';

export const findingKinds = [
  'doubled',
  'lost',
  'overRefunded',
  'untrue',
  'believed',
] as const satisfies readonly FindingKind[];

/** The result as one JSON document. */
export function jsonReport(result: SoakResult, options: SoakOptions, tookMs: number): object {
  const { tally, views, movements, faults, unknowns, outcomes, findings, open } = result;
  return {
    seconds: options.seconds,
    seed: options.seed,
    paymentsPerSecond: options.paymentsPerSecond,
    tookMs,
    kept: findings.length === 0,
    payments: tally.payments,
    notBegun: tally.notBegun,
    requests: tally.requests,
    reversals: reversalsIn(result),
    ledgers: views.length,
    outcomes: plain(outcomes),
    answers: plain(tally.answers),
    movements: plain(movements),
    faults: plain(faults),
    faultKindsMet: faults.size,
    faultKinds: faultKinds.length,
    kills: tally.kills,
    stalls: tally.stalls,
    workersEnded: tally.workersEnded,
    resets: tally.resets,
    terminations: tally.terminations,
    recoveries: tally.recoveries,
    outages: tally.outages,
    forgotten: tally.forgotten,
    resolutions: tally.resolutions,
    decisions: plain(tally.decisions),
    lies: { total: total(tally.lies), answered: plain(sorted(tally.lies)) },
    unknowns: { total: total(unknowns), ended: plain(unknowns) },
    audit: Object.fromEntries(findingKinds.map((kind) => [kind, findings.filter((one) => one.kind === kind)])),
    open,
    troubles: plain(tally.troubles),
  };
}

/** The result for a person: one aligned table, then what was found. */
export function printReport(result: SoakResult, options: SoakOptions, tookMs: number): void {
  const { tally, movements, faults, unknowns, outcomes, findings } = result;
  const table = new Table({ style: { head: [], border: [] } });
  const section = (name: string, counts: ReadonlyMap<string, number>): void => {
    table.push([{ colSpan: 2, content: name }]);
    for (const [word, count] of counts) table.push([`  ${word}`, right(count)]);
  };
  table.push(['payments', right(tally.payments)], ['requests', right(tally.requests)]);
  table.push(['reversals', right(reversalsIn(result))]);
  section('reversals ended', outcomes);
  section('movements at the gateway', movements);
  section(`faults met (${faults.size} of ${faultKinds.length} kinds)`, faults);
  table.push(['workers killed (SIGKILL)', right(tally.kills)], ['workers stopped for a while', right(tally.stalls)]);
  table.push(['workers that ended by themselves, and were replaced', right(tally.workersEnded)]);
  table.push(['ledgers reset', right(tally.resets)], ['ledgers terminated', right(tally.terminations)]);
  table.push(['recoveries', right(tally.recoveries)], ['outages of the gateway', right(tally.outages)]);
  table.push(['requests made again after resets of old runs', right(tally.forgotten)]);
  section('decisions about approvals', tally.decisions);
  section(`lies told: ${total(tally.lies)}`, sorted(tally.lies));
  section(`outcomes once unknown: ${total(unknowns)}`, unknowns);
  table.push([{ colSpan: 2, content: `audit of ${tally.payments} payments` }]);
  for (const kind of findingKinds) {
    table.push([`  ${kind}`, right(findings.filter((one) => one.kind === kind).length)]);
  }
  console.log(table.toString());
  for (const { kind, paymentId, what } of findings) console.log(`NOT KEPT  ${kind}  ${paymentId}  ${what}`);
  const took = `seed ${options.seed}, ${options.seconds} s of trouble, ${Math.round(tookMs / 1000)} s in all`;
  console.log(findings.length === 0 ? `\nEvery payment is true (${took}).` : `\nNot kept: see above (${took}).`);
}

function reversalsIn({ views }: SoakResult): number {
  return views.reduce((sum, { reversals }) => sum + reversals.length, 0);
}

/** By their words: kinds of one thing stay together. */
function sorted(counts: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  return new Map([...counts].sort(([one], [other]) => (one < other ? -1 : 1)));
}

function plain(counts: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries(counts);
}

function right(content: number): { content: number; hAlign: 'right' } {
  return { content, hAlign: 'right' };
}
