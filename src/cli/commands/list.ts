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

/** `reversals list`: the ledgers of the namespace, newest first, one page at a time. Reads only. */
export function addListCommand(program: Command, { io, finish }: CommandContext): void {
  describeCommand(program.command('list'), {
    summary: 'list the payments that have a ledger, newest first, or only those with work',
    more: 'Each payment shows its most urgent reversal.',
    examples: [
      'reversals list',
      'reversals list --waiting --older-than 1h',
      'reversals list --unknown --account stripe-production --json',
      'reversals list --status operator --status mismatch --limit 100',
    ],
  })
    .option('--waiting', 'only payments that wait for approval')
    .option(
      '--unknown',
      'only payments whose most urgent reversal has an unknown outcome, whether the worker looks it up or a person must',
    )
    .option('--parked', 'only payments that wait for any reason')
    .addOption(statusOption())
    .addOption(textOption('--account <NAME>', 'only what waits at this gateway account'))
    .addOption(textOption('--currency <CODE>', 'only what waits in this currency'))
    .addOption(
      textOption('--older-than <TIME>', 'only what waits for longer than 45m, 1h or 2d, or since before an instant'),
    )
    .option('--open', 'only open ledgers')
    .addOption(numberOption('--limit <N>', 'how many to list at most', { least: 1, most: 1000 }).default(20))
    .addOption(textOption('--after <PAGE>', 'the next page, as printed after the previous one'))
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
    `only this status; give it again for more: ${workStatuses.join(', ')}`,
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
  if (listing.next !== null) printHint(io, `next page: --after ${listing.next}`);
  return exitCodes.done;
}

function filtersOf({ waiting, unknown, status, account, currency, olderThan, parked }: ListFlags): ListOptions {
  const statuses: readonly WorkStatus[] = [
    ...(waiting === true ? (['approvalEscalated', 'approvalLate', 'approval'] as const) : []),
    ...(unknown === true ? (['unknown', 'lookup'] as const) : []),
    ...(status ?? []),
  ];
  if (parked === true && statuses.length > 0) {
    throw new UsageError([
      { field: '--parked', message: 'means any reason: leave out either --parked or the reasons' },
    ]);
  }
  return {
    status: statuses.length === 0 ? undefined : statuses,
    account,
    currency,
    olderThan: olderThan === undefined ? undefined : readSpan('--older-than', olderThan),
    parked,
  };
}
