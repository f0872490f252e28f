import type { Command } from 'commander';
import { checkWithdrawal, type WithdrawalInput } from '../../contract/withdrawal';
import { describeCommand, type CommandContext, type CommonFlags } from '../command-context';
import { notTaken } from '../decide-command';
import { exitCodes, type ExitCode } from '../exit-code';
import { textOption } from '../input/option';
import { addTokenOptions, readToken, type TokenFlags } from '../input/person-flags';
import type { CliIo } from '../io';
import { addSessionOptions, withLedgers, type SessionFlags } from '../ledger-session';
import { printAnswer } from '../print';
import { reversalText } from '../render/reversal';
import { UsageError } from '../usage-error';

interface WithdrawFlags extends SessionFlags, TokenFlags, CommonFlags {
  readonly actor?: string;
  readonly onBehalfOf?: string;
  readonly reason?: string;
}

/** `reversals withdraw`: its requester takes a reversal back of which nothing was sent. Safe to repeat. */
export function addWithdrawCommand(program: Command, { io, finish }: CommandContext): void {
  const command = describeCommand(program.command('withdraw'), {
    summary: 'take your own request back while nothing of it was sent',
    more: 'Its amount is free again. Nothing moves, so nobody is asked.',
    examples: ['reversals withdraw order-1001 return-1001-2 --actor alice --reason "asked for the wrong order"'],
    exitCodes: '0 withdrawn; 1 not taken, with the reason; 2 usage or configuration; 4 nobody answered; 70 internal.',
  })
    .argument('<payment-id>', 'your own id of the payment')
    .argument('<request-id>', 'the reversal, by the id of its request')
    .addOption(textOption('--actor <WHO>', 'who takes it back: whoever asked for it'))
    .addOption(textOption('--on-behalf-of <WHO>', 'for whom, when that is somebody else'))
    .addOption(textOption('--reason <TEXT>', 'why; kept in the audit trail'));
  addSessionOptions(addTokenOptions(command)).action(
    async (paymentId: string, requestId: string, flags: WithdrawFlags) => {
      finish(await withdraw(io, paymentId, requestId, flags));
    },
  );
}

async function withdraw(io: CliIo, paymentId: string, requestId: string, flags: WithdrawFlags): Promise<ExitCode> {
  const withdrawal = await readWithdrawal(requestId, flags);
  const answer = await withLedgers(io, flags, ({ ledgers }) => ledgers.withdraw(paymentId, withdrawal));
  if (!answer.accepted) return notTaken(io, flags, answer.reason, answer.view);
  const { view } = answer;
  printAnswer(io, {
    json: flags.json === true,
    value: answer,
    text: (paint) => (view === null ? paint.good('withdrawn') : reversalText(view, paint)),
  });
  return exitCodes.done;
}

const optionOf: Readonly<Record<string, string>> = {
  requestId: 'the request id',
  'actor.id': '--actor',
  'actor.onBehalfOf': '--on-behalf-of',
  reason: '--reason',
  token: '--token',
};

async function readWithdrawal(requestId: string, flags: WithdrawFlags): Promise<WithdrawalInput> {
  const { actor, onBehalfOf, reason } = flags;
  const token = await readToken(flags);
  const said = { requestId, actor: { id: actor, onBehalfOf: onBehalfOf ?? null }, reason, token };
  const problems = checkWithdrawal(said).map(({ field, message }) => ({ field: optionOf[field] ?? field, message }));
  if (problems.length > 0) throw new UsageError(problems);
  return said as WithdrawalInput;
}
