import { parseArgs } from 'node:util';

export const help = `Usage: npm run soak [-- OPTIONS]

Starts a Temporal server, a simulated payment gateway and three worker processes, and
gives money back for many payments at once while the gateway fails in every way it can,
workers are killed, ledgers are reset and terminated, and the gateway goes away. Meanwhile
the ledgers are lied to: by events with an id of another event, in the wrong order, with
another card, by forged messages, recoveries, activities and first runs. Then everything
is healed, and every payment is compared with what the simulated gateway says was moved
and with what was truly asked and told.

Options
  --seconds N              how long the trouble lasts, 5 to 86400        (60)
  --seed S                 a whole number that decides what is asked of
                           which payment and what goes wrong with it     (1)
  --payments-per-second N  how many payments are begun, 0.1 to 20        (2)
  --no-lies                leaves the lies out
  --histories FOLDER       keeps the histories of payments with findings, as JSON
  --json                   prints the result as one JSON document on standard output
  --help                   prints this

Examples
  npm run soak -- --seconds 30 --seed 7
  npm run --silent soak -- --seconds 600 --seed 1 --json > soak.json

Exit codes
  0  nothing was doubled, lost or refunded beyond what was captured, no lie was believed,
     and every reversal is completed and agrees with the gateway
  1  otherwise, or the run did not complete
  2  wrong options, or no Temporal server
`;

export interface SoakOptions {
  readonly seconds: number;
  readonly seed: number;
  readonly paymentsPerSecond: number;
  /** Whether ledgers are told what is false or forged, too. */
  readonly lies: boolean;
  readonly histories: string | null;
  readonly json: boolean;
  readonly help: boolean;
}

/** Reads the command line; a text says what is wrong with it. */
export function readOptions(args: readonly string[]): SoakOptions | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        seconds: { type: 'string', default: '60' },
        seed: { type: 'string', default: '1' },
        'payments-per-second': { type: 'string', default: '2' },
        'no-lies': { type: 'boolean', default: false },
        histories: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    return {
      seconds: numberIn('--seconds', values.seconds, 5, 86_400),
      seed: numberIn('--seed', values.seed, 0, 2 ** 32 - 1, true),
      paymentsPerSecond: numberIn('--payments-per-second', values['payments-per-second'], 0.1, 20),
      lies: !values['no-lies'],
      histories: values.histories ?? null,
      json: values.json,
      help: values.help,
    };
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\nRun "npm run soak -- --help" to see the options.`;
  }
}

function numberIn(name: string, text: string, least: number, most: number, whole = false): number {
  const value = Number(text);
  const good = text.trim() !== '' && value >= least && value <= most && (!whole || Number.isInteger(value));
  if (!good) throw new Error(`${name}: write a ${whole ? 'whole ' : ''}number from ${least} to ${most}`);
  return value;
}
