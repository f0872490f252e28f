import { parseArgs } from 'node:util';

export const help = `Usage: npm run demo [-- OPTIONS]

Starts a Temporal server, a simulated payment gateway and a worker, plays seven short
scenes in which money is given back, and compares what was promised with what the
simulated gateway says was moved.

Options
  --json   prints the result as one JSON document on standard output, and nothing else
  --help   prints this

Examples
  npm run demo
  npm run --silent demo -- --json > demo.json
  TEMPORAL_ADDRESS=localhost:7233 npm run demo

Exit codes
  0  the gateway moved exactly what was promised
  1  it did not, or a scene did not come to its end
  2  wrong options, or no Temporal server
`;

export interface DemoOptions {
  readonly json: boolean;
  readonly help: boolean;
}

/** Reads the command line; a text says what is wrong with it. */
export function readOptions(args: readonly string[]): DemoOptions | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false } },
    });
    return values;
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\nRun "npm run demo -- --help" to see the options.`;
  }
}
