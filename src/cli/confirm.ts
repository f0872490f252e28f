import type { Command } from 'commander';
import { InterruptedError, type CliIo } from './io';
import { printHint } from './print';
import { UsageError } from './usage-error';

export interface YesFlags {
  readonly yes?: boolean;
}

/** Adds the option that answers the question beforehand. */
export function addYesOption(
  command: Command,
  help = 'do not ask before money can move; scripts are never asked',
): Command {
  return command.option('--yes', help);
}

/** Whether a person is asked: at a terminal, unless the answer was given. */
export function isAsked({ ask }: CliIo, { yes }: YesFlags): boolean {
  return ask !== null && yes !== true;
}

/**
 * Shows what is about to happen, and asks for a yes, where there is somebody to ask.
 *
 * @throws InterruptedError when the answer is anything else
 */
export async function confirm(io: CliIo, flags: YesFlags, shown: string, question: string): Promise<void> {
  if (io.ask === null || !isAsked(io, flags)) return;
  printHint(io, `${shown}\n`);
  const answer = await io.ask(`${question} [y/N] `);
  if (!/^\s*y(es)?\s*$/i.test(answer)) throw new InterruptedError();
}

/** What a person decides is never done by a script that does not say so. @throws UsageError */
export function checkSaid({ ask }: CliIo, { yes }: YesFlags): void {
  if (ask !== null || yes === true) return;
  throw new UsageError([{ field: '--yes', message: 'is missing: nobody can be asked here, so say it beforehand' }]);
}
