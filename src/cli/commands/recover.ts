import type { Command } from 'commander';
import { nothingToRecover } from '../../contract/messages';
import { idRule, textRule } from '../../contract/value-rules';
import { describeCommand, type CommandContext, type CommonFlags } from '../command-context';
import { addYesOption, confirm, type YesFlags } from '../confirm';
import { exitCodes, type ExitCode } from '../exit-code';
import { textOption } from '../input/option';
import type { CliIo } from '../io';
import { addSessionOptions, withLedgers, type SessionFlags } from '../ledger-session';
import { printAnswer } from '../print';
import { plain } from '../render/table';
import { UsageError } from '../usage-error';

interface RecoverFlags extends SessionFlags, YesFlags, CommonFlags {
  readonly paymentId?: string;
  readonly actor?: string;
  readonly reason?: string;
}

/** `reversals recover`: brings a ledger back that was reset, terminated or wedged. Safe to repeat. */
export function addRecoverCommand(program: Command, { io, finish }: CommandContext): void {
  const command = describeCommand(program.command('recover'), {
    summary: 'bring back a ledger that was reset, terminated, has failed, is wedged or cannot be replayed',
    more: 'Reads the histories of all its runs, so that nothing that was sent is forgotten or sent again.',
    examples: ['reversals recover --payment-id order-1001 --actor bob --reason "terminated by mistake"'],
    exitCodes:
      '0 recovered, or nothing to recover; 1 not taken, with the reason; 2 usage or configuration; 4 nobody answered; 70 internal.',
  })
    .addOption(textOption('--payment-id <ID>', 'your own id of the payment'))
    .addOption(textOption('--actor <WHO>', 'who recovers it'))
    .addOption(textOption('--reason <TEXT>', 'why; kept in the ledger'));
  addYesOption(addSessionOptions(command)).action(async (flags: RecoverFlags) => {
    finish(await recover(io, flags));
  });
}

async function recover(io: CliIo, flags: RecoverFlags): Promise<ExitCode> {
  const { paymentId = '', actor = '', reason = '', json, answerWithin } = flags;
  const problems = [
    { field: '--payment-id', message: idRule()(flags.paymentId) },
    { field: '--actor', message: idRule()(flags.actor) },
    { field: '--reason', message: textRule(500)(flags.reason) },
  ].flatMap(({ field, message }) => (message === null ? [] : [{ field, message }]));
  if (problems.length > 0) throw new UsageError(problems);
  const shown = `the ledger of payment ${plain(paymentId)} goes on, and sends what it had planned and not sent`;
  await confirm(io, flags, shown, `recover payment ${plain(paymentId)}?`);
  const session = answerWithin === undefined ? {} : { answerWithin };
  const answer = await withLedgers(io, session, ({ ledgers }) =>
    ledgers.recover(paymentId, { actor: { id: actor }, reason }),
  );
  const isHealthy = answer.reason === nothingToRecover;
  printAnswer(io, {
    json: json === true,
    value: answer,
    text: (paint) => {
      if (isHealthy) return `${paint.good(nothingToRecover)}  the ledger of payment ${paymentId} runs and may send`;
      return answer.accepted
        ? `${paint.good('recovered')}  ${paymentId}; look at it with: reversals show ${paymentId}`
        : `${paint.bad('not taken')}  ${answer.reason ?? 'no reason was given'}`;
    },
  });
  return answer.accepted || isHealthy ? exitCodes.done : exitCodes.otherwiseSettled;
}
