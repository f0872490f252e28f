import { Argument, type Command } from 'commander';
import { paymentEventKinds } from '../../domain/model/payment-event';
import { answerExitCodes, describeCommand, type CommandContext, type CommonFlags } from '../command-context';
import { addYesOption, type YesFlags } from '../confirm';
import { confirmAboutLeg } from '../confirm-about-leg';
import { exitCodes, type ExitCode } from '../exit-code';
import { addEventOptions, readEvent, type EventFlags } from '../input/event-flags';
import { addPaymentArgument, paymentIdArgument, problemWith } from '../input/ids';
import type { CliIo } from '../io';
import { addSessionOptions, withLedgers, type SessionFlags } from '../ledger-session';
import { noReason, printAnswer } from '../print';

type RecordFlags = EventFlags & SessionFlags & YesFlags & CommonFlags;

/** `reversals record`: records an event of a payment in its ledger. Safe to repeat with the same event id. */
export function addRecordCommand(program: Command, { io, finish }: CommandContext): void {
  const command = describeCommand(program.command('record'), {
    summary: 'record an event of a payment that happened elsewhere',
    more:
      'A capture, a settlement, a dispute, a refund issued outside this program, or a refund that failed after it had ' +
      'succeeded. The last one releases its amount, so it asks for confirmation at a terminal.',
    examples: [
      'reversals record order-1001 captureSucceeded --capture-id c2 --amount 40.00 --currency USD \\',
      '    --at 2026-11-21T10:00:00Z --source shop --event-id capture-c2',
      'reversals record order-1001 --event event.json',
      'reversals record order-1001 refundFailed --leg return-2/c1/1 --at 2026-11-24T10:00:00Z \\',
      '    --evidence "report of 24 November, line 3" --source bob --event-id failed-1 --co-signed-by carol:carol.jwt',
    ],
    exitCodes: answerExitCodes('recorded'),
  });
  addPaymentArgument(command).addArgument(new Argument('[kind]', 'what happened').choices(paymentEventKinds));
  addYesOption(addSessionOptions(addEventOptions(command))).action(
    async (paymentId: string, kind: string | undefined, flags: RecordFlags) => {
      finish(await record(io, paymentId, kind, flags));
    },
  );
}

async function record(io: CliIo, paymentId: string, kind: string | undefined, flags: RecordFlags): Promise<ExitCode> {
  const { json, debug: _debug, answerWithin, yes, ...eventFlags } = flags;
  const event = await readEvent(io, kind, eventFlags, problemWith(paymentIdArgument, paymentId));
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
        ? `${paint.good('recorded')}  ${event.kind} ${event.eventId}`
        : `${paint.bad('not accepted')}  ${event.kind} ${event.eventId}: ${answer.reason ?? noReason}`,
  });
  return answer.accepted ? exitCodes.done : exitCodes.completedOtherwise;
}
