import type { Command } from 'commander';
import { describeCommand, type CommandContext, type CommonFlags } from '../command-context';
import { exitCodes, type ExitCode } from '../exit-code';
import { numberOption, textOption } from '../input/option';
import type { CliIo } from '../io';
import { withLedgers } from '../ledger-session';
import { printAnswer, printHint } from '../print';
import { listingText } from '../render/ledger';

interface ListFlags extends CommonFlags {
  readonly open?: boolean;
  readonly limit?: number;
  readonly after?: string;
}

/** `reversals list`: the ledgers of the namespace, newest first, a page at a time. Reads only. */
export function addListCommand(program: Command, { io, finish }: CommandContext): void {
  describeCommand(program.command('list'), {
    summary: 'list the payments that have a ledger, newest first',
    examples: ['reversals list', 'reversals list --open --limit 100', 'reversals list --after order-1001'],
  })
    .option('--open', 'only ledgers that still listen')
    .addOption(numberOption('--limit <N>', 'at most this many', { least: 1, most: 1000 }).default(20))
    .addOption(textOption('--after <PAYMENT-ID>', 'go on after this payment, as the list before ended'))
    .action(async (flags: ListFlags) => {
      finish(await list(io, flags));
    });
}

async function list(io: CliIo, { open, limit, after, json }: ListFlags): Promise<ExitCode> {
  const listing = await withLedgers(io, {}, ({ ledgers, inTime }) =>
    inTime(() => ledgers.list({ limit, after, openOnly: open })),
  );
  printAnswer(io, { json: json === true, value: listing, text: () => listingText(listing) });
  if (listing.next !== null) printHint(io, `more: --after ${listing.next}`);
  return exitCodes.done;
}
