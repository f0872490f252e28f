import type { Command } from 'commander';
import { idRule } from '../../contract/value-rules';
import { describeCommand, reversalExitCodes, type CommandContext, type CommonFlags } from '../command-context';
import { exitCodeOf, exitCodes, type ExitCode } from '../exit-code';
import { foundReversal } from '../found-reversal';
import { checkedId } from '../input/checked-id';
import { textOption } from '../input/option';
import type { CliIo } from '../io';
import { addSessionOptions, withLedgers, type LedgerSession, type SessionFlags } from '../ledger-session';
import { printAnswer, printHint } from '../print';
import { ledgerText } from '../render/ledger';
import { nextSteps } from '../render/next-steps';
import { reversalText } from '../render/reversal';

type ShowFlags = SessionFlags & CommonFlags & { readonly requestId?: string };

/** `reversals show`: one payment whole, or one reversal of it. Reads only. */
export function addShowCommand(program: Command, { io, finish }: CommandContext): void {
  const command = describeCommand(program.command('show').argument('<payment-id>', 'your own id of the payment'), {
    summary: 'show a payment with all its reversals, or one reversal',
    more: 'Where the money is, and how each reversal stands. With --request-id: plan, legs, what happened when, who approved.',
    examples: ['reversals show order-1001', 'reversals show order-1001 --request-id return-1001-2 --json'],
    exitCodes: `${reversalExitCodes}\n  Without --request-id it is 0 for any payment that was found.`,
  }).addOption(textOption('--request-id <ID>', 'one reversal, by the id of its request'));
  addSessionOptions(command).action(async (paymentId: string, flags: ShowFlags) => {
    checkedId('the payment id', paymentId, idRule());
    if (flags.requestId !== undefined) checkedId('--request-id', flags.requestId, idRule());
    finish(await withLedgers(io, flags, (session) => show(io, session, paymentId, flags)));
  });
}

async function show(io: CliIo, { ledgers }: LedgerSession, paymentId: string, flags: ShowFlags): Promise<ExitCode> {
  const json = flags.json === true;
  if (flags.requestId === undefined) {
    const ledger = await ledgers.show(paymentId);
    printAnswer(io, { json, value: ledger, text: (paint) => ledgerText(ledger, paint) });
    return exitCodes.done;
  }
  const view = await foundReversal(ledgers, paymentId, flags.requestId, '--request-id');
  const audit = json ? [] : (await ledgers.show(paymentId)).audit;
  printAnswer(io, { json, value: view, text: (paint) => reversalText(view, paint, audit) });
  if (json) for (const step of nextSteps(view)) printHint(io, step);
  return exitCodeOf(view);
}
