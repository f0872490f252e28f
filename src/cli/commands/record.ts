import { Argument, type Command } from 'commander';
import { idRule } from '../../contract/value-rules';
import { paymentEventKinds } from '../../domain/model/payment-event';
import { describeCommand, type CommandContext, type CommonFlags } from '../command-context';
import { addYesOption, type YesFlags } from '../confirm';
import { confirmAboutLeg } from '../confirm-about-leg';
import { exitCodes, type ExitCode } from '../exit-code';
import { addEventOptions, readEvent, type EventFlags } from '../input/event-flags';
import { textOption } from '../input/option';
import type { CliIo } from '../io';
import { addSessionOptions, withLedgers, type SessionFlags } from '../ledger-session';
import { printAnswer } from '../print';

type RecordFlags = EventFlags & SessionFlags & YesFlags & CommonFlags & { readonly paymentId?: string };

/** `reversals record`: tells a ledger what happened to its payment. Safe to repeat with the same event id. */
export function addRecordCommand(program: Command, { io, finish }: CommandContext): void {
  const command = describeCommand(
    program.command('record').addArgument(new Argument('[kind]', 'what happened').choices(paymentEventKinds)),
    {
      summary: 'tell a payment what happened to it elsewhere',
      more: 'A capture, a settlement, a dispute, a refund made past this program, a refund that failed late (which frees its amount, so that it is asked about at a terminal).',
      examples: [
        'reversals record captureSucceeded --payment-id order-1001 --capture-id c2 --amount 40.00 --currency USD \\',
        '    --at 2026-11-21T10:00:00Z --source shop --event-id capture-c2',
        'reversals record --payment-id order-1001 --event event.json',
        'reversals record refundFailed --payment-id order-1001 --leg-id return-1001-2/c1/1 --at 2026-11-24T10:00:00Z \\',
        '    --evidence "report of 24 November, line 3" --source bob --event-id failed-1 --co-signed-by carol:carol.jwt',
      ],
      exitCodes: '0 taken; 1 not believed, with the reason; 2 usage or configuration; 4 nobody answered; 70 internal.',
    },
  ).addOption(textOption('--payment-id <ID>', 'your own id of the payment'));
  addYesOption(addSessionOptions(addEventOptions(command))).action(
    async (kind: string | undefined, flags: RecordFlags) => {
      finish(await record(io, kind, flags));
    },
  );
}

async function record(io: CliIo, kind: string | undefined, flags: RecordFlags): Promise<ExitCode> {
  const { paymentId = '', json, debug: _debug, answerWithin, yes, ...eventFlags } = flags;
  const idProblem = idRule()(paymentId);
  const event = await readEvent(
    io,
    kind,
    eventFlags,
    idProblem === null ? [] : [{ field: '--payment-id', message: idProblem }],
  );
  const session = answerWithin === undefined ? {} : { answerWithin };
  const answer = await withLedgers(io, session, async ({ ledgers }) => {
    const asked = { flags: yes === undefined ? {} : { yes }, paymentId };
    if (event.kind === 'refundFailed') {
      const why = await confirmAboutLeg(io, ledgers, { ...asked, legId: event.legId, outcome: event.kind });
      if (why !== null) return { accepted: false, reason: why };
    }
    return ledgers.record(paymentId, event);
  });
  printAnswer(io, {
    json: json === true,
    value: answer,
    text: (paint) =>
      answer.accepted
        ? `${paint.good('taken')}  ${event.kind} ${event.eventId}`
        : `${paint.bad('not taken')}  ${event.kind} ${event.eventId}: ${answer.reason ?? 'no reason was given'}`,
  });
  return answer.accepted ? exitCodes.done : exitCodes.otherwiseSettled;
}
