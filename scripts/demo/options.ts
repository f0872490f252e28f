import { parseArgs } from 'node:util';

export const help = `Usage: npm run demo [-- OPTIONS]

Starts a Temporal server, a simulated payment gateway and a worker, plays seven short
scenes in which payments are reversed, and compares what was promised with what the
simulated gateway says was moved.

Options
  --json     prints the result as one JSON document on standard output, and nothing else
  --console  leaves everything running after the story, with the web console over payments that
             wait for approval, are unknown, were refunded …, until Ctrl-C
  --help     prints this

Examples
  npm run demo
  npm run demo -- --console
  npm run --silent demo -- --json > demo.json
  TEMPORAL_ADDRESS=localhost:7233 npm run demo

Exit codes
  0  the gateway moved exactly what was promised
  1  it did not, or a scene did not complete
  2  wrong options, or no Temporal server
`;

export interface DemoOptions {
  readonly json: boolean;
  readonly console: boolean;
  readonly help: boolean;
}

/** Reads the command line; a text says what is wrong with it. */
export function readOptions(args: readonly string[]): DemoOptions | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        json: { type: 'boolean', default: false },
        console: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.json && values.console) throw new Error('--json and --console do not go together: choose one.');
    return values;
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\nRun "npm run demo -- --help" to see the options.`;
  }
}
