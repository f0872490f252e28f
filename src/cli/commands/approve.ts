import type { Command } from 'commander';
import { describeCommand, reversalExitCodes, type CommandContext } from '../command-context';
import { addYesOption, checkSaid, confirm } from '../confirm';
import { addDecisionOptions, decide, type DecisionFlags } from '../decide-command';
import { exitCodeOf } from '../exit-code';
import { notWorking } from '../found-reversal';
import { planText } from '../render/plan';
import { reversalText } from '../render/reversal';

/** `reversals approve`: says yes to the plan of a reversal, which is shown first. Safe to repeat: a person counts once. */
export function addApproveCommand(program: Command, { io, finish }: CommandContext): void {
  const command = describeCommand(program.command('approve'), {
    summary: 'approve the plan of a reversal as it is now',
    more:
      'The plan is shown before you are asked. If it changes meanwhile, the approval is refused and you look again. ' +
      'A script says --yes, best with --plan-version.',
    examples: [
      'reversals approve order-1001 return-1001-2 --approver bob --comment "seen the returned goods"',
      'reversals approve order-1001 return-1001-2 --approver bob --token-file bob.jwt --plan-version 1 --yes --json',
    ],
    exitCodes: `${reversalExitCodes}\n  An approval that is not taken, with the reason, is 1.`,
  });
  addYesOption(addDecisionOptions(command), 'do not ask first; a script has to say it').action(
    async (paymentId: string, requestId: string, flags: DecisionFlags) => {
      checkSaid(io, flags);
      const withinMs = (flags.answerWithin ?? 60) * 1000;
      finish(
        await decide(io, {
          ...{ decision: 'approve', paymentId, requestId, flags },
          confirmed: (view) => confirm(io, flags, planText(view), 'Approve this plan?'),
          taken: async ({ ledgers }, view) => {
            const after = await notWorking(ledgers, view, withinMs);
            return { view: after, exitCode: exitCodeOf(after) };
          },
          text: (view) => (paint) => `${paint.good('approved')}\n\n${reversalText(view, paint)}`,
        }),
      );
    },
  );
}
