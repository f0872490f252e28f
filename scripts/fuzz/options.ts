import { parseArgs } from 'node:util';

export const help = `Usage: npm run fuzz [-- OPTIONS]

Checks that every history can be replayed. Starts a Temporal server, a simulated gateway
and three worker processes, and lets many short ledgers live at once: refunds whose answers
are lost, orders with child workflows, queries, updates (refused ones too), signals,
continue-as-new, and workers killed every few seconds. At the end every run of every ledger
and of every child is replayed from its first event.

Options
  --ledgers N        how many ledgers, 1 to 100000                       (500)
  --seed S           a whole number that decides what happens to which   (1)
  --at-once N        how many live at the same time, 1 to 200            (24)
  --kill-every-ms N  how long between two kills, 200 to 600000           (2500)
  --no-guard         bundles the workflows without the history guard
  --histories FOLDER keeps the histories that cannot be replayed, as JSON
  --json             prints the result as one JSON document on standard output
  --help             prints this

Examples
  npm run fuzz -- --ledgers 500 --seed 7
  npm run fuzz -- --ledgers 500 --seed 7 --no-guard

Exit codes
  0  every run can be replayed
  1  one cannot, or the fuzz did not complete
  2  wrong options, or no Temporal server
`;

export interface FuzzOptions {
  readonly ledgers: number;
  readonly seed: number;
  readonly atOnce: number;
  readonly killEveryMs: number;
  readonly guard: boolean;
  readonly histories: string | null;
  readonly json: boolean;
  readonly help: boolean;
}

/** Reads the command line; a text says what is wrong with it. */
export function readOptions(args: readonly string[]): FuzzOptions | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        ledgers: { type: 'string', default: '500' },
        seed: { type: 'string', default: '1' },
        'at-once': { type: 'string', default: '24' },
        'kill-every-ms': { type: 'string', default: '2500' },
        'no-guard': { type: 'boolean', default: false },
        histories: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    return {
      ledgers: wholeNumberIn('--ledgers', values.ledgers, 1, 100_000),
      seed: wholeNumberIn('--seed', values.seed, 0, 2 ** 32 - 1),
      atOnce: wholeNumberIn('--at-once', values['at-once'], 1, 200),
      killEveryMs: wholeNumberIn('--kill-every-ms', values['kill-every-ms'], 200, 600_000),
      guard: !values['no-guard'],
      histories: values.histories ?? null,
      json: values.json,
      help: values.help,
    };
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\nRun "npm run fuzz -- --help" to see the options.`;
  }
}

function wholeNumberIn(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  const isGood = text.trim() !== '' && Number.isInteger(value) && value >= least && value <= most;
  if (!isGood) throw new Error(`${name}: write a whole number from ${least} to ${most}`);
  return value;
}
