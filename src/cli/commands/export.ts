import { Option, type Command } from 'commander';
import { auditCsv, auditJson, csvSeparators, type CsvSeparator } from '../../domain/views/audit-export';
import { describeCommand, type CommandContext, type CommonFlags } from '../command-context';
import { exitCodes, type ExitCode } from '../exit-code';
import { addPaymentArgument, checkIds } from '../input/ids';
import type { CliIo } from '../io';
import { addSessionOptions, withLedgers, type SessionFlags } from '../ledger-session';

interface ExportFlags extends SessionFlags, CommonFlags {
  readonly format: 'csv' | 'json';
  readonly separator: CsvSeparator;
}

/** `reversals export`: writes everything that is known of a payment to standard output. Reads only. */
export function addExportCommand(program: Command, { io, finish }: CommandContext): void {
  const command = describeCommand(program.command('export'), {
    summary: 'write the audit of a payment to a file',
    more:
      'Reversals, legs, events and the timeline, with who, when, evidence and amounts. The CSV opens in spreadsheets: ' +
      'UTF-8 with a byte order mark, and the separator that your language settings expect.',
    examples: [
      'reversals export order-1001 --format json > order-1001.json',
      "reversals export order-1001 --format csv --separator ';' > order-1001.csv",
    ],
    exitCodes: '0 for any payment that is found.',
  })
    .addOption(new Option('--format <FORMAT>', 'csv or json').choices(['csv', 'json']).default('csv'))
    .addOption(new Option('--separator <CHARACTER>', 'between the cells of a CSV').choices(csvSeparators).default(','));
  addSessionOptions(addPaymentArgument(command)).action(async (paymentId: string, flags: ExportFlags) => {
    checkIds(paymentId);
    finish(await exported(io, paymentId, flags));
  });
}

async function exported(io: CliIo, paymentId: string, flags: ExportFlags): Promise<ExitCode> {
  const ledger = await withLedgers(io, flags, ({ ledgers }) => ledgers.show(paymentId));
  const { format, separator } = flags;
  io.stdout.write(format === 'json' ? auditJson(ledger, new Date().toISOString()) : auditCsv(ledger, separator));
  return exitCodes.done;
}
