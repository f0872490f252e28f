import type { Command } from 'commander';
import { answerExitCodes, describeCommand, type CommandContext, type CommonFlags } from '../command-context';
import { addYesOption, confirm, type YesFlags } from '../confirm';
import type { ExitCode } from '../exit-code';
import { addCorrectionOptions, readEvent, type EventFlags } from '../input/event-flags';
import { addPaymentArgument, paymentIdArgument, problemWith } from '../input/ids';
import type { CliIo } from '../io';
import { addSessionOptions, withLedgers, type SessionFlags } from '../ledger-session';
import { printEventAnswer } from '../print-event-answer';
import { detailTable } from '../render/table';
import { rulesIfAny } from '../rules-at-hand';

interface CorrectFlags extends EventFlags, SessionFlags, YesFlags, CommonFlags {}

/** `reversals correct`: corrects an event that was recorded wrongly. Safe to repeat with the same event id. */
export function addCorrectCommand(program: Command, { io, finish }: CommandContext): void {
  const command = describeCommand(program.command('correct'), {
    summary: 'correct an event that was recorded wrongly',
    more:
      'Gives the right amount of an event, or says that it never happened. The event stays in the timeline, marked as ' +
      'corrected. What becomes refundable needs the co-signatures that a refund of it would need. Asks for ' +
      'confirmation at a terminal.',
    examples: [
      'reversals correct order-1001 portal-1 --amount 40.00 --currency USD --at 2026-11-24T10:00:00Z \\',
      '    --evidence "gateway screen: re_9 is 40.00, not 400.00" --source bob --event-id fix-1',
      'reversals correct order-1001 portal-1 --never-happened --at 2026-11-24T10:00:00Z \\',
      '    --evidence "ticket 7" --source bob --event-id fix-2 --co-signed-by carol:carol.jwt',
    ],
    exitCodes: answerExitCodes('corrected'),
  });
  addPaymentArgument(command).argument('<event-id>', 'the event to correct, as shown by: reversals show');
  addYesOption(addSessionOptions(addCorrectionOptions(command))).action(
    async (paymentId: string, corrects: string, flags: CorrectFlags) => {
      finish(await correct(io, paymentId, corrects, flags));
    },
  );
}

async function correct(io: CliIo, paymentId: string, corrects: string, flags: CorrectFlags): Promise<ExitCode> {
  const { json, debug: _debug, answerWithin, yes: _yes, ...eventFlags } = flags;
  const found = [...problemWith(paymentIdArgument, paymentId), ...problemWith('<event-id>', corrects)];
  const event = await readEvent(io, 'correction', { ...eventFlags, corrects }, found);
  const shown = detailTable([
    ['payment', paymentId],
    ['event to correct', corrects],
    [
      'right amount',
      flags.neverHappened === true ? 'it never happened' : `${flags.amount ?? ''} ${flags.currency ?? ''}`,
    ],
    ['evidence', event.evidence ?? null],
  ]);
  await confirm(io, flags, shown, 'Are you certain?');
  const session = answerWithin === undefined ? {} : { answerWithin };
  const answer = await withLedgers(io, session, ({ ledgers }) => ledgers.record(paymentId, event), rulesIfAny(io));
  return printEventAnswer(io, {
    json: json === true,
    answer,
    what: `${event.eventId} of ${corrects}`,
    done: 'corrected',
  });
}
