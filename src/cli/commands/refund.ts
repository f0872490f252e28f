import type { Command } from 'commander';
import { describeCommand, reversalExitCodes, type CommandContext } from '../command-context';
import { addYesOption } from '../confirm';
import { addReversalArguments } from '../input/ids';
import { addTokenOptions } from '../input/person-flags';
import { addRequestOptions } from '../input/request-flags';
import { addSessionOptions } from '../ledger-session';
import { requestReversal, type ReversalFlags } from '../request-command';
import { addRulesOption } from '../rules-at-hand';

/** `reversals refund`: refunds an amount of what was captured, or all that is left. */
export function addRefundCommand(program: Command, { io, finish }: CommandContext): void {
  const command = describeCommand(program.command('refund'), {
    summary: 'refund an amount of what was captured, or all that is left',
    examples: [
      'reversals refund order-1001 return-2 --payment payment.json --amount 25.00 --requester alice --reason damaged',
      'reversals refund order-1001 return-2 --reference auth_1 --currency USD \\',
      '    --authorized 100.00 --authorized-at 2026-11-20T10:00:00Z --account stripe-production \\',
      '    --captured 100.00 --captured-at 2026-11-21T10:00:00Z --capture-reference cap_1 \\',
      '    --card @tok --card-holder "Jane Smith" --card-expires 12/2027 \\',
      '    --amount 25.00 --requester alice --reason "damaged in transit"',
    ],
    exitCodes: reversalExitCodes,
  });
  addYesOption(addTokenOptions(addRulesOption(addSessionOptions(addRequestOptions(addReversalArguments(command))))))
    .option('--no-wait', 'return as soon as the request is accepted or refused')
    .action(async (paymentId: string, requestId: string, flags: ReversalFlags) => {
      finish(await requestReversal(io, { operation: 'refund', paymentId, requestId }, flags));
    });
}
