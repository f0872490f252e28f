import type { Command } from 'commander';
import { answerExitCodes, describeCommand, type CommandContext } from '../command-context';
import { addDecisionOptions, decide, type DecisionFlags } from '../decide-command';
import { exitCodes } from '../exit-code';
import { reversalText } from '../render/reversal';

/** `reversals reject`: rejects the plan of a reversal, which then ends; what was sent before stays as it is. */
export function addRejectCommand(program: Command, { io, finish }: CommandContext): void {
  const command = describeCommand(program.command('reject'), {
    summary: 'reject a reversal that waits for approval',
    more: 'Releases its amount. A comment is required and kept. No money moves, so there is no confirmation.',
    examples: ['reversals reject order-1001 return-2 --approver bob --comment "goods not returned"'],
    exitCodes: answerExitCodes('rejected'),
  });
  addDecisionOptions(command).action(async (paymentId: string, requestId: string, flags: DecisionFlags) => {
    finish(
      await decide(io, {
        ...{ decision: 'reject', paymentId, requestId, flags: { ...flags, yes: true } },
        confirmed: () => Promise.resolve(),
        accepted: (_session, view) => Promise.resolve({ view, exitCode: exitCodes.done }),
        text: (view) => (paint) => reversalText(view, paint),
      }),
    );
  });
}
