import { Option, type Command } from 'commander';
import { joinTrails } from '../../domain/views/join-trails';
import { verifyTrail, type AuditTrail } from '../../domain/views/verify-trail';
import { describeCommand, type CommandContext, type CommonFlags } from '../command-context';
import { exitCodes, type ExitCode } from '../exit-code';
import { fileOption, readExport, type ExportFile } from '../input/export-file';
import { checkIds, paymentIdArgument } from '../input/ids';
import type { CliIo } from '../io';
import { addSessionOptions, withLedgers, type SessionFlags } from '../ledger-session';
import { printAnswer } from '../print';
import {
  showable,
  shown,
  trailText,
  verificationText,
  type CheckedTrail,
  type Verification,
} from '../render/audit-trail';
import { UsageError } from '../usage-error';

interface AuditFlags extends SessionFlags, CommonFlags {
  readonly verify?: boolean;
  readonly file?: readonly string[];
}

/** `reversals audit`: shows the audit trail of a payment, or verifies the one of its ledger and of exports. Reads only. */
export function addAuditCommand(program: Command, { io, finish }: CommandContext): void {
  const command = describeCommand(program.command('audit'), {
    summary: 'show the audit trail of a payment, or verify that it is unchanged',
    more:
      'Every act of a person and every event is a line with the digest of the line before. --verify computes the digests ' +
      'again and names the first line that does not fit. Exports that were kept elsewhere show a history that was rewritten ' +
      'whole: they are verified, and compared with each other and with the ledger.',
    examples: [
      'reversals audit order-1001',
      'reversals audit order-1001 --verify --file order-1001.json',
      'reversals audit --verify --file order-1001-june.json --file order-1001-july.json',
    ],
    exitCodes:
      '0 shown, or every line fits; 1 a line does not fit, or lines between two exports are missing;\n' +
      '  2 usage or configuration; 4 no answer came; 70 internal.',
  })
    .argument('[payment-id]', 'your own id of the payment; without it, only the files are verified')
    .option('--verify', 'compute every digest again')
    .addOption(
      new Option(`${fileOption} <EXPORT>`, 'a JSON export of the payment; may be given several times').argParser(
        (file: string, before: readonly string[] | undefined) => [...(before ?? []), file],
      ),
    );
  addSessionOptions(command).action(async (paymentId: string | undefined, flags: AuditFlags) => {
    finish(await audit(io, paymentId, flags));
  });
}

async function audit(io: CliIo, paymentId: string | undefined, flags: AuditFlags): Promise<ExitCode> {
  const files = flags.file ?? [];
  if (paymentId !== undefined) checkIds(paymentId);
  else if (files.length === 0)
    throw missing(paymentIdArgument, `name a payment, or an export with --verify ${fileOption}`);
  if (files.length > 0 && flags.verify !== true) throw missing('--verify', `${fileOption} is read to be verified`);
  const exports: ExportFile[] = [];
  for (const file of files) exports.push(await readExport(io, file));
  const ledger =
    paymentId === undefined ? null : await withLedgers(io, flags, ({ ledgers }) => ledgers.show(paymentId));
  const json = flags.json === true;
  if (ledger !== null && flags.verify !== true) {
    const { audit: acts, statements, auditChain } = ledger;
    const value = { paymentId: ledger.paymentId, audit: acts, statements, auditChain };
    printAnswer(io, { json, value, text: () => trailText(ledger) });
    return exitCodes.done;
  }
  const verification = verified(exports, ledger);
  printAnswer(io, { json, value: verification, text: (paint) => verificationText(verification, paint) });
  return verification.verified ? exitCodes.done : exitCodes.completedOtherwise;
}

function missing(field: string, what: string): UsageError {
  return new UsageError([{ field, message: `is missing: ${what}` }]);
}

/** Each trail on its own, then each one against the next: exports in the order in which they were made, then the ledger. */
function verified(exports: readonly ExportFile[], ledger: AuditTrail | null): Verification {
  const sources: readonly { readonly name: string | null; readonly trail: AuditTrail }[] = [
    ...exports.toSorted((one, other) => Date.parse(one.exportedAt) - Date.parse(other.exportedAt)),
    ...(ledger === null ? [] : [{ name: null, trail: ledger }]),
  ];
  const trails = sources.map(({ name, trail }): CheckedTrail => {
    const { paymentId, fault, ...verdict } = verifyTrail(trail);
    return { file: name, ...verdict, paymentId: shown(paymentId), fault: showable(fault) };
  });
  const joins = sources.slice(1).flatMap((later, index) => {
    const earlier = sources[index];
    if (earlier === undefined) return [];
    const { fault, gaps } = joinTrails(earlier.trail, later.trail);
    return [{ earlier: earlier.name, later: later.name, fault: showable(fault), gaps }];
  });
  const fits = trails.every(({ fault }) => fault === null);
  const continues = joins.every(({ fault, gaps }) => fault === null && gaps.length === 0);
  return { verified: fits && continues, trails, joins };
}
