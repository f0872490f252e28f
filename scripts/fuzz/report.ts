import Table from 'cli-table3';
import type { FuzzOptions } from './options';
import type { FuzzResult } from './run';

/** The result as one JSON document. */
export function jsonReport(result: FuzzResult, options: FuzzOptions, tookMs: number): object {
  const { tally, replayed, queriesRefused, tasksFailedByGuard } = result;
  const { troubles, ...counts } = tally;
  const { failures, ...replays } = replayed;
  return {
    seed: options.seed,
    guard: options.guard,
    tookMs,
    ...counts,
    ...replays,
    queriesRefused,
    tasksFailedByGuard,
    unreplayable: failures.length,
    failures,
    troubles: Object.fromEntries(troubles),
  };
}

/** The result for a person. */
export function printReport(result: FuzzResult, options: FuzzOptions, tookMs: number): void {
  const { tally, replayed, queriesRefused, tasksFailedByGuard } = result;
  const table = new Table({ style: { head: [], border: [] } });
  const rows: readonly (readonly [string, number])[] = [
    ['ledgers', tally.ledgers],
    ['workers killed (SIGKILL)', tally.kills],
    ['updates', tally.updates],
    ['updates that were refused', tally.refused],
    ['queries', tally.queries],
    ['signals', tally.signals],
    ['orders with a child', tally.children],
    ['queries that the guard refused', queriesRefused],
    ['tasks that the guard failed', tasksFailedByGuard],
    ['workflow tasks that timed out', replayed.tasksTimedOut],
    ['runs replayed', replayed.runs],
    ['  of ledgers that had continued as new', replayed.continued],
    ['  of children', replayed.childRuns],
    ['events', replayed.events],
    ['runs that cannot be replayed', replayed.failures.length],
  ];
  table.push(...rows.map(([what, content]) => [what, { content, hAlign: 'right' as const }]));
  console.log(table.toString());
  for (const { workflowId, runId, why } of replayed.failures)
    console.log(`UNREPLAYABLE  ${workflowId}  ${runId}  ${why}`);
  const took = `seed ${options.seed}, ${Math.round(tookMs / 1_000)} s${options.guard ? '' : ', without the guard'}`;
  console.log(
    replayed.failures.length === 0 ? `\nEvery run can be replayed (${took}).` : `\nNot every run: see above (${took}).`,
  );
}
