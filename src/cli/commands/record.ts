import { Argument, type Command } from 'commander';
import { idRule } from '../../contract/value-rules';
import { factKinds } from '../../domain/facts';
import { describeCommand, type CommandContext, type CommonFlags } from '../command-context';
import { addYesOption, type YesFlags } from '../confirm';
import { confirmAboutLeg } from '../confirm-about-leg';
import { exitCodes, type ExitCode } from '../exit-code';
import { addFactOptions, readFact, type FactFlags } from '../input/fact-flags';
import { textOption } from '../input/option';
import type { CliIo } from '../io';
import { addSessionOptions, withLedgers, type SessionFlags } from '../ledger-session';
import { printAnswer } from '../print';

type RecordFlags = FactFlags & SessionFlags & YesFlags & CommonFlags & { readonly paymentId?: string };

/** `reversals record`: tells a ledger what happened to its payment. Safe to repeat with the same fact id. */
export function addRecordCommand(program: Command, { io, finish }: CommandContext): void {
  const command = describeCommand(
    program.command('record').addArgument(new Argument('[kind]', 'what happened').choices(factKinds)),
    {
      summary: 'tell a payment what happened to it elsewhere',
      more: 'A capture, a settlement, a dispute, a refund made past this program, a refund that failed late (which frees its amount, so that it is asked about at a terminal).',
      examples: [
        'reversals record captureSucceeded --payment-id order-1001 --capture-id c2 --amount 40.00 --currency USD \\',
        '    --at 2026-11-21T10:00:00Z --source shop --fact-id capture-c2',
        'reversals record --payment-id order-1001 --fact fact.json',
        'reversals record refundFailed --payment-id order-1001 --leg-id return-1001-2/c1/1 --at 2026-11-24T10:00:00Z \\',
        '    --evidence "report of 24 November, line 3" --source bob --fact-id failed-1 --agreed-by carol:carol.jwt',
      ],
      exitCodes: '0 taken; 1 not believed, with the reason; 2 usage or configuration; 4 nobody answered; 70 internal.',
    },
  ).addOption(textOption('--payment-id <ID>', 'your own id of the payment'));
  addYesOption(addSessionOptions(addFactOptions(command))).action(
    async (kind: string | undefined, flags: RecordFlags) => {
      finish(await record(io, kind, flags));
    },
  );
}

async function record(io: CliIo, kind: string | undefined, flags: RecordFlags): Promise<ExitCode> {
  const { paymentId = '', json, debug: _debug, answerWithin, yes, ...factFlags } = flags;
  const idProblem = idRule()(paymentId);
  const fact = await readFact(
    io,
    kind,
    factFlags,
    idProblem === null ? [] : [{ field: '--payment-id', message: idProblem }],
  );
  const session = answerWithin === undefined ? {} : { answerWithin };
  const answer = await withLedgers(io, session, async ({ ledgers }) => {
    const asked = { flags: yes === undefined ? {} : { yes }, paymentId };
    if (fact.kind === 'refundFailed') {
      const why = await confirmAboutLeg(io, ledgers, { ...asked, legId: fact.legId, outcome: fact.kind });
      if (why !== null) return { taken: false, reason: why };
    }
    return ledgers.record(paymentId, fact);
  });
  printAnswer(io, {
    json: json === true,
    value: answer,
    text: (paint) =>
      answer.taken
        ? `${paint.good('taken')}  ${fact.kind} ${fact.factId}`
        : `${paint.bad('not taken')}  ${fact.kind} ${fact.factId}: ${answer.reason ?? 'no reason was given'}`,
  });
  return answer.taken ? exitCodes.done : exitCodes.otherwiseSettled;
}
