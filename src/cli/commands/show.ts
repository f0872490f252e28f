import type { Command } from 'commander';
import { describeCommand, reversalExitCodes, type CommandContext, type CommonFlags } from '../command-context';
import { exitCodeOf, exitCodes, type ExitCode } from '../exit-code';
import { foundReversal } from '../found-reversal';
import { addReversalArguments, checkIds } from '../input/ids';
import type { CliIo } from '../io';
import { addSessionOptions, withLedgers, type LedgerSession, type SessionFlags } from '../ledger-session';
import { printAnswer, printHint } from '../print';
import { ledgerText } from '../render/ledger';
import { nextSteps } from '../render/next-steps';
import { reversalText } from '../render/reversal';

type ShowFlags = SessionFlags & CommonFlags;

/** `reversals show`: one payment with all its reversals, or one of them. Reads only. */
export function addShowCommand(program: Command, { io, finish }: CommandContext): void {
  const command = describeCommand(program.command('show'), {
    summary: 'show a payment with all its reversals, or one reversal',
    more: 'Shows where the money is and the status of each reversal. With a request id: plan, legs, timeline and approvals.',
    examples: ['reversals show order-1001', 'reversals show order-1001 return-2 --json'],
    exitCodes: `${reversalExitCodes}\n  Without a request id: 0 for any payment that is found.`,
  });
  addSessionOptions(addReversalArguments(command, { isOptional: true })).action(
    async (paymentId: string, requestId: string | undefined, flags: ShowFlags) => {
      checkIds(paymentId, requestId);
      finish(await withLedgers(io, flags, (session) => show(io, session, { paymentId, requestId }, flags)));
    },
  );
}

async function show(
  io: CliIo,
  { ledgers }: LedgerSession,
  { paymentId, requestId }: { readonly paymentId: string; readonly requestId: string | undefined },
  flags: ShowFlags,
): Promise<ExitCode> {
  const json = flags.json === true;
  if (requestId === undefined) {
    const ledger = await ledgers.show(paymentId);
    printAnswer(io, { json, value: ledger, text: (paint) => ledgerText(ledger, paint) });
    return exitCodes.done;
  }
  const view = await foundReversal(ledgers, paymentId, requestId);
  const history = json ? undefined : await ledgers.show(paymentId);
  printAnswer(io, { json, value: view, text: (paint) => reversalText(view, paint, history) });
  if (json) for (const step of nextSteps(view)) printHint(io, step);
  return exitCodeOf(view);
}
