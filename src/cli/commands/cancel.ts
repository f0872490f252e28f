import type { Command } from 'commander';
import { describeCommand, reversalExitCodes, type CommandContext } from '../command-context';
import { addYesOption } from '../confirm';
import { addTokenOptions } from '../input/person-flags';
import { addRequestOptions } from '../input/request-flags';
import { addSessionOptions } from '../ledger-session';
import { requestReversal, type ReversalFlags } from '../request-command';
import { addRulesOption } from '../rules-at-hand';

/** `reversals cancel`: gives a whole payment back, by void or refund as its capture state has it. */
export function addCancelCommand(program: Command, { io, finish }: CommandContext): void {
  const command = describeCommand(program.command('cancel'), {
    summary: 'give a whole payment back, by void or refund',
    more: 'What is not captured is voided, what is captured is refunded.',
    examples: [
      'reversals cancel --payment payment.json --request-id cancel-1001 --requester alice --reason "order cancelled"',
      'reversals cancel --reference auth_1 --currency USD --authorized 100.00 --authorized-at 2026-11-20T10:00:00Z \\',
      '    --account stripe-production --card @tok --card-holder "Jane Smith" --card-expires 12/2027 \\',
      '    --request-id cancel-1001 --requester alice --reason "order cancelled"',
    ],
    exitCodes: reversalExitCodes,
  });
  addYesOption(addTokenOptions(addRulesOption(addSessionOptions(addRequestOptions(command, { isCancel: true })))))
    .option('--no-wait', 'answer as soon as it is admitted or refused')
    .action(async (flags: ReversalFlags) => {
      finish(await requestReversal(io, 'cancel', flags));
    });
}
