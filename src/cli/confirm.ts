import type { Command } from 'commander';
import { InterruptedError, type CliIo } from './io';
import { printHint } from './print';
import { UsageError } from './usage-error';

export interface YesFlags {
  readonly yes?: boolean;
}

/** Adds the option that skips the confirmation. */
export function addYesOption(
  command: Command,
  help = 'skip the confirmation before money can move; scripts are never asked',
): Command {
  return command.option('--yes', help);
}

/** Whether to ask: at a terminal, unless `--yes` is given. */
export function isAsked({ ask }: CliIo, { yes }: YesFlags): boolean {
  return ask !== null && yes !== true;
}

/**
 * Shows what is about to happen and asks for confirmation, at a terminal only.
 *
 * @throws InterruptedError for any answer but yes
 */
export async function confirm(io: CliIo, flags: YesFlags, shown: string, question: string): Promise<void> {
  if (io.ask === null || !isAsked(io, flags)) return;
  printHint(io, `${shown}\n`);
  const answer = await io.ask(`${question} [y/N] `);
  if (!/^\s*y(es)?\s*$/i.test(answer)) throw new InterruptedError();
}

/** A script must confirm a person's decision explicitly. @throws UsageError */
export function checkConfirmed({ ask }: CliIo, { yes }: YesFlags): void {
  if (ask !== null || yes === true) return;
  throw new UsageError([
    { field: '--yes', message: 'is missing: there is no terminal to ask for confirmation, so a script must pass it' },
  ]);
}
