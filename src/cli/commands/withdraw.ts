import type { Command } from 'commander';
import { checkWithdrawal, type WithdrawalInput } from '../../contract/withdrawal';
import { answerExitCodes, describeCommand, type CommandContext, type CommonFlags } from '../command-context';
import { printNotAccepted } from '../decide-command';
import { exitCodes, type ExitCode } from '../exit-code';
import { addReversalArguments, checkIds, requestIdArgument } from '../input/ids';
import { textOption } from '../input/option';
import { addTokenOptions, onBehalfOfOption, readToken, type TokenFlags } from '../input/person-flags';
import type { CliIo } from '../io';
import { addSessionOptions, withLedgers, type SessionFlags } from '../ledger-session';
import { printAnswer } from '../print';
import { reversalText } from '../render/reversal';
import { UsageError } from '../usage-error';
import { allExempt } from '../../contract/message-check';
import { rulesIfAny } from '../rules-at-hand';

interface WithdrawFlags extends SessionFlags, TokenFlags, CommonFlags {
  readonly actor?: string;
  readonly onBehalfOf?: string;
  readonly reason?: string;
}

/** `reversals withdraw`: the requester withdraws a request of which nothing was sent. Safe to repeat. */
export function addWithdrawCommand(program: Command, { io, finish }: CommandContext): void {
  const command = describeCommand(program.command('withdraw'), {
    summary: 'withdraw your own request while nothing of it was sent',
    more: 'Releases its amount. No money moves, so there is no confirmation.',
    examples: ['reversals withdraw order-1001 return-2 --actor alice --reason "wrong order"'],
    exitCodes: answerExitCodes('withdrawn'),
  })
    .addOption(textOption('--actor <ID>', 'who withdraws it: its requester'))
    .addOption(onBehalfOfOption())
    .addOption(textOption('--reason <TEXT>', 'why; kept in the audit trail'));
  addSessionOptions(addTokenOptions(addReversalArguments(command))).action(
    async (paymentId: string, requestId: string, flags: WithdrawFlags) => {
      finish(await withdraw(io, paymentId, requestId, flags));
    },
  );
}

async function withdraw(io: CliIo, paymentId: string, requestId: string, flags: WithdrawFlags): Promise<ExitCode> {
  checkIds(paymentId);
  const withdrawal = await readWithdrawal(requestId, flags);
  const answer = await withLedgers(io, flags, ({ ledgers }) => ledgers.withdraw(paymentId, withdrawal), rulesIfAny(io));
  if (!answer.accepted) return printNotAccepted(io, flags, answer.reason, answer.view);
  const { view } = answer;
  printAnswer(io, {
    json: flags.json === true,
    value: answer,
    text: (paint) => (view === null ? paint.good('withdrawn') : reversalText(view, paint)),
  });
  return exitCodes.done;
}

const optionOf: Readonly<Record<string, string>> = {
  requestId: requestIdArgument,
  'actor.id': '--actor',
  'actor.onBehalfOf': '--on-behalf-of',
  reason: '--reason',
  token: '--token',
};

async function readWithdrawal(requestId: string, flags: WithdrawFlags): Promise<WithdrawalInput> {
  const { actor, onBehalfOf, reason } = flags;
  const token = await readToken(flags);
  const withdrawal = { requestId, actor: { id: actor, onBehalfOf: onBehalfOf ?? null }, reason, token };
  const problems = checkWithdrawal(withdrawal, allExempt).map(({ field, message }) => ({
    field: optionOf[field] ?? field,
    message,
  }));
  if (problems.length > 0) throw new UsageError(problems);
  return withdrawal as WithdrawalInput;
}
