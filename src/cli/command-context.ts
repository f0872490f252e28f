import type { Command } from 'commander';
import type { ExitCode } from './exit-code';
import type { CliIo } from './io';

/** What every command is handed when it is wired. */
export interface CommandContext {
  readonly io: CliIo;
  /** Tells with which code the program ends. */
  readonly finish: (code: ExitCode) => void;
}

/** What every command takes. */
export interface CommonFlags {
  readonly json?: boolean;
  readonly debug?: boolean;
}

/** What the help of a command says. */
export interface CommandHelp {
  /** One line, for the list of commands. */
  readonly summary: string;
  /** Said after it in the command's own help. */
  readonly more?: string;
  /** Lines that can be run as they stand. */
  readonly examples: readonly string[];
  readonly exitCodes?: string;
}

/** Adds what every command takes, and its help. */
export function describeCommand(command: Command, { summary, more, examples, exitCodes }: CommandHelp): Command {
  const notes = ['', 'Examples:', ...examples.map((example) => `  ${example}`)];
  if (exitCodes !== undefined) notes.push('', `Exit codes: ${exitCodes}`);
  return command
    .summary(summary)
    .description([`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`, more].join(' ').trim())
    .option('--json', 'one JSON document on standard output; hints go to standard error')
    .option('--debug', 'show where an unexpected failure came from')
    .addHelpText('after', notes.join('\n'));
}

/** What a script may rely on of commands about one reversal. */
export const reversalExitCodes =
  '0 voided, refunded or already reversed; 1 settled otherwise; 2 usage or configuration;\n' +
  '  3 waiting for approval; 4 not settled; 70 internal.';
