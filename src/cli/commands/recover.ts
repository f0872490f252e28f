import type { Command } from 'commander';
import { nothingToRecover } from '../../contract/messages';
import { linesRule } from '../../contract/value-rules';
import { answerExitCodes, describeCommand, type CommandContext, type CommonFlags } from '../command-context';
import { addYesOption, confirm, type YesFlags } from '../confirm';
import { exitCodes, type ExitCode } from '../exit-code';
import { addPaymentArgument, paymentIdArgument, problemWith } from '../input/ids';
import { textOption } from '../input/option';
import { addTokenOptions, onBehalfOfOption, readToken, type TokenFlags } from '../input/person-flags';
import type { CliIo } from '../io';
import { addSessionOptions, withLedgers, type SessionFlags } from '../ledger-session';
import { noReason, printAnswer } from '../print';
import { plain } from '../render/table';
import { UsageError } from '../usage-error';

interface RecoverFlags extends SessionFlags, TokenFlags, YesFlags, CommonFlags {
  readonly actor?: string;
  readonly onBehalfOf?: string;
  readonly reason?: string;
}

/** `reversals recover`: recovers a ledger that was reset or terminated, has failed or cannot proceed. Safe to repeat. */
export function addRecoverCommand(program: Command, { io, finish }: CommandContext): void {
  const command = describeCommand(program.command('recover'), {
    summary: 'recover a ledger that was reset or terminated, has failed or cannot proceed',
    more:
      'The worker reads the histories of all its runs, so nothing that was sent is lost or sent again. Where the rules ' +
      'require tokens, the first answer names the run that a token for it has to name.',
    examples: ['reversals recover order-1001 --actor bob --reason "terminated by mistake"'],
    exitCodes: answerExitCodes('recovered'),
  })
    .addOption(textOption('--actor <ID>', 'who recovers it'))
    .addOption(onBehalfOfOption())
    .addOption(textOption('--reason <TEXT>', 'why; kept in the ledger'));
  addYesOption(addTokenOptions(addSessionOptions(addPaymentArgument(command)))).action(
    async (paymentId: string, flags: RecoverFlags) => {
      finish(await recover(io, paymentId, flags));
    },
  );
}

async function recover(io: CliIo, paymentId: string, flags: RecoverFlags): Promise<ExitCode> {
  const { actor = '', onBehalfOf = null, reason = '', json, answerWithin } = flags;
  const problems = [
    ...problemWith(paymentIdArgument, paymentId),
    ...problemWith('--actor', flags.actor),
    ...(onBehalfOf === null ? [] : problemWith('--on-behalf-of', onBehalfOf)),
    ...problemWith('--reason', flags.reason, linesRule(500)),
  ];
  if (problems.length > 0) throw new UsageError(problems);
  const token = await readToken(flags);
  const shown = `The ledger of payment ${plain(paymentId)} resumes, and sends what it has planned but not sent.`;
  await confirm(io, flags, shown, `Recover payment ${plain(paymentId)}?`);
  const session = answerWithin === undefined ? {} : { answerWithin };
  const answer = await withLedgers(io, session, ({ ledgers }) =>
    ledgers.recover(paymentId, { actor: { id: actor, onBehalfOf }, reason, token }),
  );
  const isHealthy = answer.reason === nothingToRecover;
  printAnswer(io, {
    json: json === true,
    value: answer,
    text: (paint) =>
      isHealthy
        ? `${paint.good(nothingToRecover)}  the ledger of payment ${plain(paymentId)} runs and may send`
        : answer.accepted
          ? `${paint.good('recovered')}  ${paymentId}; see it with: reversals show ${paymentId}`
          : `${paint.bad('not accepted')}  ${answer.reason ?? noReason}`,
  });
  return answer.accepted || isHealthy ? exitCodes.done : exitCodes.completedOtherwise;
}
