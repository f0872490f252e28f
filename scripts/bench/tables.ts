import Table from 'cli-table3';
import type { Goal } from './goals';
import type { Kept } from './measures/by-hand';
import type { Cost } from './measures/cost';
import type { OpenLedgers } from './measures/open-ledgers';
import type { Overheads } from './measures/overheads';
import type { NthAdmission } from './measures/admission';
import type { Queued } from './measures/queued';
import type { NthRefund } from './measures/partial-refunds';
import type { Measured } from './rounds';
import type { Spread } from './statistics';

type Row = readonly (string | number)[];

export function comparisonTable(measured: readonly Measured[]): string {
  const head = ['', 'at a time', 'per second', 'p50 ms', 'p95 ms', 'p99 ms', '× floor/s', '× floor p50', 'CPU ms'];
  return tableOf(
    head,
    measured.map((one) => [
      one.side,
      one.concurrency,
      spread(one.perSecond),
      spread(one.p50),
      one.p95.median.toFixed(0),
      one.p99.median.toFixed(0),
      one.throughputToFloor === null ? '' : spread(one.throughputToFloor, 2),
      one.p50ToFloor === null ? '' : spread(one.p50ToFloor, 2),
      one.ownCpuMs.median.toFixed(1) + (one.serverCpuMs === null ? '' : ` + ${one.serverCpuMs.median.toFixed(1)}`),
    ]),
  );
}

export function costTable(costs: readonly Cost[]): string {
  return tableOf(
    ['one of', 'actions', 'events', 'bytes', '$ per million'],
    costs.map(({ kind, actions, events, bytes, dollarsPerMillion }) => [
      kind,
      actions,
      events,
      bytes,
      dollarsPerMillion,
    ]),
  );
}

export function partialRefundsTable(refunds: readonly NthRefund[]): string {
  const [first] = refunds;
  return tableOf(
    ['n-th partial refund', 'p50 ms, alone', `× the ${first?.n ?? 0}th`],
    refunds.map(({ n, p50, toFirst }) => [n, spread(p50), toFirst === null ? '' : spread(toFirst, 2)]),
  );
}

export function admissionTable(admissions: readonly NthAdmission[]): string {
  const [first] = admissions;
  return tableOf(
    ['open refunds before it', 'admission µs', `× with ${first?.n ?? 0}`],
    admissions.map(({ n, p50Us, toFirst }) => [n, p50Us.toFixed(0), toFirst.toFixed(2)]),
  );
}

export function queuedTable(levels: readonly Queued[]): string {
  return tableOf(
    [
      'messages waiting',
      'taken in ms',
      'longest task ms',
      'empty task ms',
      'open beside it',
      'asked',
      'p50 ms',
      'p95 ms',
      'own CPU ms',
    ],
    levels.map((one) => [
      one.messages,
      one.takenInMs.toFixed(0),
      one.longestTaskMs.toFixed(0),
      one.emptyTaskMs.toFixed(0),
      one.open,
      one.asked,
      one.othersP50.toFixed(0),
      one.othersP95.toFixed(0),
      one.ownCpuMs.toFixed(0),
    ]),
  );
}

export function openLedgersTable(levels: readonly OpenLedgers[]): string {
  return tableOf(
    ['open ledgers', 'p50 ms', 'p95 ms', '× ten', 'worker MB', 'restart ms', 'first answer ms'],
    levels.map((one) => [
      one.open,
      one.p50.toFixed(1),
      one.p95.toFixed(1),
      one.toTen.toFixed(2),
      (one.workerResidentBytes / 1e6).toFixed(0),
      one.startMs.toFixed(0),
      one.firstAnswerMs.toFixed(0),
    ]),
  );
}

export function overheadsTable({ bundleBytes, workerStartMs, replay }: Overheads): string {
  const bundle = `${kilobytes(bundleBytes.own)} (bare ${kilobytes(bundleBytes.bare)})`;
  return tableOf(
    ['overhead', ''],
    [
      ['workflow bundle', bundle],
      ['worker start, bundle made before, ms', spread(workerStartMs.prebuiltBundle)],
      ['worker start, bundled at the start, ms', spread(workerStartMs.bundledAtStart)],
      ...replay.map(({ what, ms, cpuMs }) => [`replay, ${what}, ms`, `${spread(ms)}; CPU ${spread(cpuMs)}`]),
    ],
  );
}

export function keptTable(sides: readonly Kept[]): string {
  return tableOf(
    [
      'refunds under faults',
      'asked',
      'moved once',
      'doubled',
      'not moved',
      'shown as unknown',
      'reported wrongly',
      'kills',
    ],
    sides.map((one) => [
      one.side,
      one.asked,
      one.movedOnce,
      one.movedTwiceOrMore,
      one.notMoved,
      one.shownAsUnknown,
      one.toldWrongly,
      one.workersKilled,
    ]),
  );
}

export function goalsTable(goals: readonly Goal[]): string {
  return tableOf(
    ['goal', 'wanted', 'reached', ''],
    goals.map(({ goal, wanted, reached, met }) => [goal, wanted, Number(reached.toFixed(2)), met ? 'met' : 'NOT MET']),
  );
}

/** A median with its lowest and highest round. */
function spread({ median, lowest, highest }: Spread, digits = 1): string {
  return `${median.toFixed(digits)} (${lowest.toFixed(digits)}–${highest.toFixed(digits)})`;
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(0)} kB`;
}

function tableOf(head: readonly string[], rows: readonly Row[]): string {
  const table = new Table({ head: [...head], style: { head: [], border: [] } });
  table.push(...rows.map((row) => [...row]));
  return table.toString();
}
