import type { Command } from 'commander';
import { describeCommand, type CommandContext } from '../command-context';
import { addDecisionOptions, decide, type DecisionFlags } from '../decide-command';
import { exitCodes } from '../exit-code';
import { reversalText } from '../render/reversal';

/** `reversals reject`: says no to the plan of a reversal, which ends as far as nothing of it was sent. */
export function addRejectCommand(program: Command, { io, finish }: CommandContext): void {
  const command = describeCommand(program.command('reject'), {
    summary: 'reject a reversal that waits for approval',
    more: 'Its amount is free again. The comment is needed and kept. Nothing moves, so nobody is asked.',
    examples: ['reversals reject order-1001 return-1001-2 --approver bob --comment "the goods never came back"'],
    exitCodes: '0 rejected; 1 not taken, with the reason; 2 usage or configuration; 4 nobody answered; 70 internal.',
  });
  addDecisionOptions(command).action(async (paymentId: string, requestId: string, flags: DecisionFlags) => {
    finish(
      await decide(io, {
        ...{ decision: 'reject', paymentId, requestId, flags: { ...flags, yes: true } },
        confirmed: () => Promise.resolve(),
        taken: (_session, view) => Promise.resolve({ view, exitCode: exitCodes.done }),
        text: (view) => (paint) => reversalText(view, paint),
      }),
    );
  });
}
