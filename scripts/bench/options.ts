import { parseArgs } from 'node:util';

/** The measures by name, in the order in which they run. */
export const measureNames = [
  'reversals',
  'orders',
  'cost',
  'growth',
  'admission',
  'queued',
  'overheads',
  'by-hand',
] as const;
export type MeasureName = (typeof measureNames)[number];

export const help = `Usage: npm run bench [-- OPTIONS]

Compares reversals by this package with the bare engine: the same HTTP request to the same
simulated gateway, on the same Temporal server, in the same process, in alternating order.
Prints tables on standard output and progress on standard error.

Options
  --only NAME      one measure; may be repeated: ${measureNames.join(', ')}
  --rounds N       rounds of each comparison (5)
  --quick          a smoke run: everything is tried, nothing is proved
  --json FILE      also writes everything as JSON, with machine, versions and date
  --server NAME    "dev" starts a server in memory (the default); "postgres" uses the one that
                   TEMPORAL_ADDRESS names and says in the result that it keeps its data there
  --help           prints this

Examples
  npm run bench
  npm run bench -- --quick
  npm run bench -- --only reversals --rounds 7 --json bench.json
  TEMPORAL_ADDRESS=localhost:7233 npm run bench -- --server postgres

Exit codes
  0  measured, whatever came out
  1  it did not complete
  2  wrong options, or no Temporal server
`;

export interface BenchOptions {
  readonly only: readonly MeasureName[];
  readonly rounds: number;
  readonly quick: boolean;
  readonly json: string | undefined;
  readonly server: 'dev' | 'postgres';
  readonly help: boolean;
}

/** Reads the command line; a text says what is wrong with it. */
export function readOptions(args: readonly string[], temporalAddress: string | undefined): BenchOptions | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        only: { type: 'string', multiple: true, default: [...measureNames] },
        rounds: { type: 'string' },
        quick: { type: 'boolean', default: false },
        json: { type: 'string' },
        server: { type: 'string', default: 'dev' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const { only, quick, json, server } = values;
    const unknown = only.filter((name) => !isMeasureName(name));
    if (unknown.length > 0) return wrong(`--only ${unknown.join(', ')}: there is ${measureNames.join(', ')}`);
    const rounds = Number(values.rounds ?? (quick ? 1 : 5));
    if (!Number.isInteger(rounds) || rounds < 1) return wrong('--rounds takes a whole number from 1');
    if (server !== 'dev' && server !== 'postgres') return wrong(`--server ${server}: there is dev and postgres`);
    if (server === 'postgres' && temporalAddress === undefined) {
      return wrong('--server postgres needs TEMPORAL_ADDRESS, the host:port of a server that keeps its data there');
    }
    return { only: only.filter(isMeasureName), rounds, quick, json, server, help: values.help };
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error));
  }
}

function isMeasureName(name: string): name is MeasureName {
  return (measureNames as readonly string[]).includes(name);
}

function wrong(what: string): string {
  return `${what}\nRun "npm run bench -- --help" to see the options.`;
}
