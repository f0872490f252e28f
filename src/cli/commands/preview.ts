import { Argument, type Command } from 'commander';
import { operations, type ReversalOperation } from '../../contract/reversal-request';
import { describeCommand, type CommandContext, type CommonFlags } from '../command-context';
import { exitCodeOfPreview, type ExitCode } from '../exit-code';
import { addRequestOptions, readRequest, type NamedRequest, type RequestFlags } from '../input/request-flags';
import { addReversalArguments } from '../input/ids';
import type { CliIo } from '../io';
import { addSessionOptions, withLedgers, type SessionFlags } from '../ledger-session';
import { printAnswer } from '../print';
import { previewText } from '../render/reversal';
import { addRulesOption, rulesAtHand, type RulesFlags } from '../rules-at-hand';

type PreviewFlags = RequestFlags & SessionFlags & RulesFlags & CommonFlags;

/** `reversals preview`: what a request would do now. Nothing is written or sent. */
export function addPreviewCommand(program: Command, { io, finish }: CommandContext): void {
  const command = describeCommand(program.command('preview'), {
    summary: 'show what a cancel or refund would do now',
    more: 'Nothing is written or sent.',
    examples: [
      'reversals preview order-1001 cancel-1 cancel --payment payment.json --requester alice --reason "order cancelled"',
      'reversals preview order-1001 return-2 refund --payment payment.json --amount 25.00 --requester alice --reason damaged',
    ],
    exitCodes:
      '0 it would be sent, or nothing is left to do; 1 it would be refused; 2 usage or configuration;\n' +
      '  3 it would wait for approval; 4 it would wait for something else, or no answer came; 70 internal.',
  });
  addReversalArguments(command).addArgument(new Argument('<operation>', 'what to preview').choices(operations));
  addRulesOption(addSessionOptions(addRequestOptions(command))).action(
    async (paymentId: string, requestId: string, operation: ReversalOperation, flags: PreviewFlags) => {
      finish(await preview(io, { operation, paymentId, requestId }, flags));
    },
  );
}

async function preview(io: CliIo, named: NamedRequest, flags: PreviewFlags): Promise<ExitCode> {
  const rules = rulesAtHand(io, flags);
  const request = await readRequest(io, named, flags, rules);
  const view = await withLedgers(io, flags, ({ ledgers, inTime }) => inTime(() => ledgers.preview(request)), rules);
  printAnswer(io, { json: flags.json === true, value: view, text: (paint) => previewText(view, paint) });
  return exitCodeOfPreview(view);
}
