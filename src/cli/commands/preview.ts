import { Argument, type Command } from 'commander';
import { operations, type ReversalOperation } from '../../contract/reversal-request';
import { describeCommand, type CommandContext, type CommonFlags } from '../command-context';
import { exitCodeOfPreview, type ExitCode } from '../exit-code';
import { addRequestOptions, readRequest, type RequestFlags } from '../input/request-flags';
import type { CliIo } from '../io';
import { addSessionOptions, withLedgers, type SessionFlags } from '../ledger-session';
import { printAnswer } from '../print';
import { previewText } from '../render/reversal';
import { addRulesOption, rulesAtHand, type RulesFlags } from '../rules-at-hand';

type PreviewFlags = RequestFlags & SessionFlags & RulesFlags & CommonFlags;

/** `reversals preview`: what would become of a request now. Nothing is written or sent. */
export function addPreviewCommand(program: Command, { io, finish }: CommandContext): void {
  const command = describeCommand(
    program.command('preview').addArgument(new Argument('<operation>', 'what would be asked for').choices(operations)),
    {
      summary: 'say what would become of a cancel or a refund now',
      more: 'Nothing is written or sent.',
      examples: [
        'reversals preview cancel --payment payment.json --request-id cancel-1001 --requester alice --reason "order cancelled"',
        'reversals preview refund --payment payment.json --amount 25.00 --request-id r-1 --requester alice --reason damaged',
      ],
      exitCodes:
        '0 it would be sent, or nothing is left to do; 1 it would be refused; 2 usage or configuration;\n' +
        '  3 it would wait for approval; 4 it would wait for something else, or nobody answered; 70 internal.',
    },
  );
  addRulesOption(addSessionOptions(addRequestOptions(command))).action(
    async (operation: ReversalOperation, flags: PreviewFlags) => {
      finish(await preview(io, operation, flags));
    },
  );
}

async function preview(io: CliIo, operation: ReversalOperation, flags: PreviewFlags): Promise<ExitCode> {
  const rules = rulesAtHand(io, flags);
  const request = await readRequest(io, operation, flags, rules);
  const view = await withLedgers(io, flags, ({ ledgers, inTime }) => inTime(() => ledgers.preview(request)), rules);
  printAnswer(io, { json: flags.json === true, value: view, text: (paint) => previewText(view, paint) });
  return exitCodeOfPreview(view);
}
