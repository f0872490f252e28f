import { Option, InvalidArgumentError, type Command } from 'commander';
import { workStatuses, type ListOptions, type WorkStatus } from '../../client';
import { describeCommand, type CommandContext, type CommonFlags } from '../command-context';
import { exitCodes, type ExitCode } from '../exit-code';
import { numberOption, textOption } from '../input/option';
import { readSpan } from '../input/span-text';
import type { CliIo } from '../io';
import { withLedgers } from '../ledger-session';
import { printAnswer, printHint } from '../print';
import { listingText, nothingListed } from '../render/listing';
import { UsageError } from '../usage-error';

interface ListFlags extends CommonFlags {
  readonly open?: boolean;
  readonly waiting?: boolean;
  readonly unknown?: boolean;
  readonly parked?: boolean;
  readonly status?: readonly WorkStatus[];
  readonly account?: string;
  readonly currency?: string;
  readonly olderThan?: string;
  readonly limit?: number;
  readonly after?: string;
}

/** `reversals list`: the ledgers of the namespace, newest first, a page at a time. Reads only. */
export function addListCommand(program: Command, { io, finish }: CommandContext): void {
  describeCommand(program.command('list'), {
    summary: 'list the payments that have a ledger, newest first, or those in which something waits',
    more: 'A payment is listed by the most urgent reversal that is parked in it.',
    examples: [
      'reversals list',
      'reversals list --waiting --older-than 1h',
      'reversals list --unknown --account stripe-production --json',
      'reversals list --status operator --status mismatch --limit 100',
    ],
  })
    .option('--waiting', 'what waits for approval')
    .option('--unknown', 'what has an unknown outcome, looked up by the machine or left to a person')
    .option('--parked', 'whatever waits, for any reason')
    .addOption(statusOption())
    .addOption(textOption('--account <NAME>', 'what waits at this gateway account'))
    .addOption(textOption('--currency <CODE>', 'what waits in this currency'))
    .addOption(textOption('--older-than <TIME>', 'what waits for longer: 45m, 1h, 2d; or since before an instant'))
    .option('--open', 'only ledgers that still listen')
    .addOption(numberOption('--limit <N>', 'at most this many', { least: 1, most: 1000 }).default(20))
    .addOption(textOption('--after <PAGE>', 'go on where the list before ended, as it says'))
    .action(async (flags: ListFlags) => {
      finish(await list(io, flags));
    });
}

function statusOption(): Option {
  const parse = (value: string, before: readonly string[] = []): readonly string[] => {
    if ((workStatuses as readonly string[]).includes(value)) return [...before, value];
    throw new InvalidArgumentError(`Give one of ${workStatuses.join(', ')}.`);
  };
  return new Option(
    '--status <STATUS>',
    `what waits for this; several times for several: ${workStatuses.join(', ')}`,
  ).argParser(parse);
}

async function list(io: CliIo, flags: ListFlags): Promise<ExitCode> {
  const { limit, after, json } = flags;
  const filters = filtersOf(flags);
  const listing = await withLedgers(io, {}, ({ ledgers, inTime }) =>
    inTime(() => ledgers.list({ ...filters, limit, after, openOnly: flags.open })),
  );
  const isFiltered = Object.values(filters).some((filter) => filter !== undefined);
  const text = (): string =>
    isFiltered && listing.ledgers.length === 0 ? nothingListed : listingText(listing, Date.now());
  printAnswer(io, { json: json === true, value: listing, text });
  if (listing.next !== null) printHint(io, `more: --after ${listing.next}`);
  return exitCodes.done;
}

function filtersOf({ waiting, unknown, status, account, currency, olderThan, parked }: ListFlags): ListOptions {
  const statuses: readonly WorkStatus[] = [
    ...(waiting === true ? (['approvalEscalated', 'approvalLate', 'approval'] as const) : []),
    ...(unknown === true ? (['unknown', 'lookup'] as const) : []),
    ...(status ?? []),
  ];
  if (parked === true && statuses.length > 0) {
    throw new UsageError([{ field: '--parked', message: 'means any reason: leave it out, or the reasons' }]);
  }
  return {
    status: statuses.length === 0 ? undefined : statuses,
    account,
    currency,
    olderThan: olderThan === undefined ? undefined : readSpan('--older-than', olderThan),
    parked,
  };
}
