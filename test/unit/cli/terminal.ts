import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '../../../src/config';
import { runCli } from '../../../src/cli/run-cli';
import type { CliIo } from '../../../src/cli/io';

/** What one run of the program left behind. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Terminal {
  readonly env?: Environment;
  readonly stdin?: string;
  readonly isTTY?: boolean;
  readonly askHidden?: CliIo['askHidden'];
  /** Whoever sits there and answers. @default nobody */
  readonly ask?: CliIo['ask'];
  /** Resolves when the program is told to stop. @default never */
  readonly stopped?: Promise<void>;
  /** Called after each write to either output. */
  readonly onOutput?: (written: { readonly stdout: string; readonly stderr: string }) => void;
}

/** No test may read the profile of the machine it runs on. */
export const bareEnvironment: Environment = { TEMPORAL_CONFIG_FILE: join(tmpdir(), 'no-such-temporal-profile.toml') };

/** Runs the program in this process, with a world made of texts. */
export async function reversals(argv: readonly string[], terminal: Terminal = {}): Promise<Ran> {
  const written = { stdout: '', stderr: '' };
  const output = (name: 'stdout' | 'stderr') => ({
    isTTY: terminal.isTTY ?? false,
    hasColors: () => true,
    write: (text: string) => {
      written[name] += text;
      terminal.onOutput?.({ ...written });
    },
  });
  const code = await runCli(argv, {
    stdin: textInput(terminal.stdin ?? ''),
    stdout: output('stdout'),
    stderr: output('stderr'),
    env: terminal.env ?? bareEnvironment,
    askHidden: terminal.askHidden ?? null,
    ask: terminal.ask ?? null,
    untilStopped: () => terminal.stopped ?? new Promise(() => undefined),
  });
  return { code, ...written };
}

/** Standard input that holds a text. */
export async function* textInput(text: string): AsyncGenerator<string> {
  yield text;
}
