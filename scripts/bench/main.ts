import { writeFile } from 'node:fs/promises';
import { TemporalServerNotFoundError } from '../../src/testing';
import { goalsOf } from './goals';
import { describeMachine } from './machine';
import type { MeasureInput } from './measure';
import { measureAdmission } from './measures/admission';
import { measureByHand } from './measures/by-hand';
import { measureCost } from './measures/cost';
import { measureOpenLedgers } from './measures/open-ledgers';
import { measureOrders } from './measures/order';
import { measureOverheads } from './measures/overheads';
import { measurePartialRefunds } from './measures/partial-refunds';
import { measureQueued } from './measures/queued';
import { measureReversals } from './measures/reversals';
import { help, readOptions, type BenchOptions, type MeasureName } from './options';
import { setStage, type Stage } from './stage';
import {
  admissionTable,
  comparisonTable,
  costTable,
  goalsTable,
  keptTable,
  openLedgersTable,
  overheadsTable,
  partialRefundsTable,
  queuedTable,
} from './tables';

const signals = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** Requests of a burst, by how many are in progress at a time. */
const load = new Map([
  [1, 30],
  [8, 120],
  [50, 300],
]);
const quickLoad = new Map([
  [1, 4],
  [8, 16],
  [50, 50],
]);

/** Measures and prints. Returns the exit code of its process. */
async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args, process.env['TEMPORAL_ADDRESS'] || undefined);
  if (typeof options === 'string') {
    console.error(options);
    return 2;
  }
  if (options.help) {
    console.log(help);
    return 0;
  }
  endOnSignals();
  const stage = await setStage();
  try {
    const machine = describeMachine(await serverVersion(stage, options));
    const date = new Date().toISOString();
    const command = `npm run bench${args.length === 0 ? '' : ` -- ${args.join(' ')}`}`;
    const results = await measureAll(stage, options);
    const goals = goalsOf(results);
    if (goals.length > 0) console.log(`\n${goalsTable(goals)}`);
    console.log(
      `\n${Object.entries(machine)
        .map(([what, value]) => `${what} ${value}`)
        .join(' · ')}\n${date} · ${command}`,
    );
    if (options.json !== undefined) {
      const document = { date, command, rounds: options.rounds, quick: options.quick, machine, goals, results };
      await writeFile(options.json, `${JSON.stringify(document, null, 2)}\n`);
    }
    return 0;
  } finally {
    await stage.stop();
  }
}

async function measureAll(stage: Stage, { only, rounds, quick }: BenchOptions) {
  const input: MeasureInput = {
    stage,
    load: quick ? quickLoad : load,
    rounds,
    quick,
    signal: new AbortController().signal,
    tell: (line) => {
      console.error(line);
    },
  };
  const measured = async <T>(
    name: MeasureName,
    measure: (input: MeasureInput) => Promise<T>,
    table: (result: T) => string,
  ) => {
    if (!only.includes(name)) return undefined;
    const result = await measure(input);
    console.log(`\n${table(result)}`);
    return result;
  };
  const results = {
    reversals: await measured('reversals', measureReversals, comparisonTable),
    orders: await measured('orders', measureOrders, comparisonTable),
    cost: await measured('cost', measureCost, costTable),
    partialRefunds: await measured('growth', measurePartialRefunds, partialRefundsTable),
    openLedgers: await measured('growth', measureOpenLedgers, openLedgersTable),
    admission: await measured('admission', measureAdmission, admissionTable),
    queued: await measured('queued', measureQueued, queuedTable),
    overheads: await measured('overheads', measureOverheads, overheadsTable),
    byHand: await measured('by-hand', measureByHand, keptTable),
  };
  return results;
}

async function serverVersion({ temporal }: Stage, { server }: BenchOptions): Promise<string> {
  const { serverVersion: version } = await temporal.workflowService.getSystemInfo({});
  return `${version} (${server === 'dev' ? 'in memory' : 'PostgreSQL'})`;
}

/** What was started as a process or a file ends with this process: ending it is enough. */
function endOnSignals(): void {
  for (const [signal, code] of Object.entries(signals)) {
    process.once(signal, () => {
      console.error(`\nStopped by ${signal}.`);
      process.exit(code);
    });
  }
}

void main(process.argv.slice(2))
  .catch((error: unknown) => {
    if (error instanceof TemporalServerNotFoundError) {
      console.error(error.message);
      return 2;
    }
    console.error('The bench did not complete:', error);
    return 1;
  })
  .then((code) => {
    process.exitCode = code;
  });
