import { Argument, type Command } from 'commander';
import { paymentEventKinds } from '../../domain/model/payment-event';
import { answerExitCodes, describeCommand, type CommandContext, type CommonFlags } from '../command-context';
import { addYesOption, type YesFlags } from '../confirm';
import { confirmAboutLeg } from '../confirm-about-leg';
import type { ExitCode } from '../exit-code';
import { addEventOptions, readEvent, type EventFlags } from '../input/event-flags';
import { addPaymentArgument, paymentIdArgument, problemWith } from '../input/ids';
import { textOption } from '../input/option';
import { readPaymentFile } from '../input/payment-file';
import type { CliIo } from '../io';
import { addSessionOptions, withLedgers, type SessionFlags } from '../ledger-session';
import { printEventAnswer } from '../print-event-answer';
import { rulesIfAny } from '../rules-at-hand';

interface RecordFlags extends EventFlags, SessionFlags, YesFlags, CommonFlags {
  readonly payment?: string;
}

/** `reversals record`: records an event of a payment in its ledger. Safe to repeat with the same event id. */
export function addRecordCommand(program: Command, { io, finish }: CommandContext): void {
  const command = describeCommand(program.command('record'), {
    summary: 'record an event of a payment that happened elsewhere',
    more:
      'A capture, a settlement, a dispute, the late outcome of a refund or a void, a refund issued outside this ' +
      'program, or a change of the authorized amount or of the gateway account. What makes an amount refundable needs ' +
      'evidence and, above the thresholds of the rules, co-signatures. A refund that failed asks for confirmation at ' +
      'a terminal. With --payment, a payment that has no ledger yet gets one. Several changes in one message of the ' +
      'gateway are several events: name them <event>/<part>.',
    examples: [
      'reversals record order-1001 captureSucceeded --capture-id c2 --amount 40.00 --currency USD \\',
      '    --at 2026-11-21T10:00:00Z --source shop --event-id capture-c2',
      'reversals record order-1001 --event event.json',
      'reversals record order-1001 refundFailed --leg return-2/c1/1 --at 2026-11-24T10:00:00Z \\',
      '    --evidence "report of 24 November, line 3" --source bob --event-id failed-1 --co-signed-by carol:carol.jwt',
      'reversals record order-1001 externalRefund --payment payment.json --capture-id c1 --amount 40.00 --currency USD \\',
      '    --gateway-reference re_9 --at 2026-11-24T10:00:00Z --source bob --event-id portal-1',
    ],
    exitCodes: answerExitCodes('recorded'),
  });
  const kinds = paymentEventKinds.filter((kind) => kind !== 'correction');
  addPaymentArgument(command)
    .addArgument(new Argument('[kind]', 'what happened').choices(kinds))
    .addOption(textOption('--payment <FILE>', 'the payment as JSON, for a payment without a ledger'));
  addYesOption(addSessionOptions(addEventOptions(command))).action(
    async (paymentId: string, kind: string | undefined, flags: RecordFlags) => {
      finish(await record(io, paymentId, kind, flags));
    },
  );
}

async function record(io: CliIo, paymentId: string, kind: string | undefined, flags: RecordFlags): Promise<ExitCode> {
  const { json, debug: _debug, answerWithin, yes, payment: file, ...eventFlags } = flags;
  const payment = file === undefined ? undefined : await readPaymentFile(io, file, paymentId);
  const event = await readEvent(io, kind, eventFlags, problemWith(paymentIdArgument, paymentId));
  const session = answerWithin === undefined ? {} : { answerWithin };
  const answer = await withLedgers(
    io,
    session,
    async ({ ledgers }) => {
      const asked = { flags: yes === undefined ? {} : { yes }, paymentId };
      if (event.kind === 'refundFailed') {
        const why = await confirmAboutLeg(io, ledgers, { ...asked, legId: event.legId, outcome: event.kind });
        if (why !== null) return { accepted: false, reason: why };
      }
      return ledgers.record(paymentId, event, payment === undefined ? {} : { payment });
    },
    rulesIfAny(io),
  );
  return printEventAnswer(io, {
    json: json === true,
    answer,
    what: `${event.kind} ${event.eventId}`,
    done: 'recorded',
  });
}
