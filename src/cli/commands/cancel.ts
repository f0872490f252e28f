import type { Command } from 'commander';
import { describeCommand, reversalExitCodes, type CommandContext } from '../command-context';
import { addYesOption } from '../confirm';
import { addReversalArguments } from '../input/ids';
import { addTokenOptions } from '../input/person-flags';
import { addRequestOptions } from '../input/request-flags';
import { addSessionOptions } from '../ledger-session';
import { requestReversal, type ReversalFlags } from '../request-command';
import { addRulesOption } from '../rules-at-hand';

/** `reversals cancel`: reverses a whole payment, by void or refund according to its capture state. */
export function addCancelCommand(program: Command, { io, finish }: CommandContext): void {
  const command = describeCommand(program.command('cancel'), {
    summary: 'reverse a whole payment, by void or refund',
    more: 'Voids what is not captured and refunds what is.',
    examples: [
      'reversals cancel order-1001 cancel-1 --payment payment.json --requester alice --reason "order cancelled"',
      'reversals cancel order-1001 cancel-1 --reference auth_1 --currency USD \\',
      '    --authorized 100.00 --authorized-at 2026-11-20T10:00:00Z --account stripe-production \\',
      '    --card @tok --card-holder "Jane Smith" --card-expires 12/2027 \\',
      '    --requester alice --reason "order cancelled"',
    ],
    exitCodes: reversalExitCodes,
  });
  addYesOption(
    addTokenOptions(
      addRulesOption(addSessionOptions(addRequestOptions(addReversalArguments(command), { isCancel: true }))),
    ),
  )
    .option('--no-wait', 'return as soon as the request is accepted or refused')
    .action(async (paymentId: string, requestId: string, flags: ReversalFlags) => {
      finish(await requestReversal(io, { operation: 'cancel', paymentId, requestId }, flags));
    });
}
