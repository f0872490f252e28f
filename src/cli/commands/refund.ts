import type { Command } from 'commander';
import { describeCommand, reversalExitCodes, type CommandContext } from '../command-context';
import { addYesOption } from '../confirm';
import { addTokenOptions } from '../input/person-flags';
import { addRequestOptions } from '../input/request-flags';
import { addSessionOptions } from '../ledger-session';
import { requestReversal, type ReversalFlags } from '../request-command';
import { addRulesOption } from '../rules-at-hand';

/** `reversals refund`: gives back an amount of what was captured, or all that is left. */
export function addRefundCommand(program: Command, { io, finish }: CommandContext): void {
  const command = describeCommand(program.command('refund'), {
    summary: 'give back an amount of what was captured, or all that is left',
    examples: [
      'reversals refund --payment payment.json --amount 25.00 --request-id return-1001-2 --requester alice --reason damaged',
      'reversals refund --reference auth_1 --currency USD --authorized 100.00 --authorized-at 2026-11-20T10:00:00Z \\',
      '    --captured 100.00 --captured-at 2026-11-21T10:00:00Z --capture-reference cap_1 \\',
      '    --account stripe-production --card @tok --card-holder "Jane Smith" --card-expires 12/2027 \\',
      '    --amount 25.00 --request-id return-1001-2 --requester alice --reason "damaged in transit"',
    ],
    exitCodes: reversalExitCodes,
  });
  addYesOption(addTokenOptions(addRulesOption(addSessionOptions(addRequestOptions(command)))))
    .option('--no-wait', 'answer as soon as it is admitted or refused')
    .action(async (flags: ReversalFlags) => {
      finish(await requestReversal(io, 'refund', flags));
    });
}
