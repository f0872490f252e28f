import type { Command } from 'commander';
import type { ExitCode } from './exit-code';
import type { CliIo } from './io';

/** What every command receives when it is added to the program. */
export interface CommandContext {
  readonly io: CliIo;
  /** Sets the exit code of the program. */
  readonly finish: (code: ExitCode) => void;
}

/** The options of every command. */
export interface CommonFlags {
  readonly json?: boolean;
  readonly debug?: boolean;
}

/** The help of a command. */
export interface CommandHelp {
  /** One line, for the list of commands. */
  readonly summary: string;
  /** Follows the summary in the command's own help. */
  readonly more?: string;
  /** Lines that run as they are. */
  readonly examples: readonly string[];
  readonly exitCodes?: string;
}

/** Adds the options of every command, and its help. */
export function describeCommand(command: Command, { summary, more, examples, exitCodes }: CommandHelp): Command {
  const notes = ['', 'Examples:', ...examples.map((example) => `  ${example}`)];
  if (exitCodes !== undefined) notes.push('', `Exit codes: ${exitCodes}`);
  return command
    .summary(summary)
    .description([`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`, more].join(' ').trim())
    .option('--json', 'one JSON document on standard output; hints go to standard error')
    .option('--debug', 'show the stack trace of an unexpected failure')
    .addHelpText('after', notes.join('\n'));
}

/** The exit codes of commands about one reversal. */
export const reversalExitCodes =
  '0 voided, refunded or already reversed; 1 completed otherwise; 2 usage or configuration;\n' +
  '  3 waiting for approval; 4 not completed; 70 internal.';

/** The exit codes of commands that send a ledger a message, which it accepts or not. */
export function answerExitCodes(done: string): string {
  return `0 ${done}; 1 not accepted, with the reason; 2 usage or configuration; 4 no answer came; 70 internal.`;
}
