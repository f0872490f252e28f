import type { Command } from 'commander';
import { describeCommand, reversalExitCodes, type CommandContext } from '../command-context';
import { addYesOption, checkConfirmed, confirm } from '../confirm';
import { addDecisionOptions, decide, type DecisionFlags } from '../decide-command';
import { exitCodeOf } from '../exit-code';
import { notWorking } from '../found-reversal';
import { planText } from '../render/plan';
import { reversalText } from '../render/reversal';

/** `reversals approve`: approves the plan of a reversal, which it shows first. Safe to repeat: a person counts once. */
export function addApproveCommand(program: Command, { io, finish }: CommandContext): void {
  const command = describeCommand(program.command('approve'), {
    summary: 'approve the current plan of a reversal',
    more:
      'Shows the plan and asks for confirmation. If the plan changes in the meantime, the approval is refused: review ' +
      'the new plan and approve again. A script must pass --yes, ideally with --plan-version.',
    examples: [
      'reversals approve order-1001 return-2 --approver bob --comment "goods received"',
      'reversals approve order-1001 return-2 --approver bob --token-file bob.jwt --plan-version 1 --yes --json',
    ],
    exitCodes: `${reversalExitCodes}\n  1 also if the approval is not accepted; the reason is shown.`,
  });
  addYesOption(addDecisionOptions(command), 'skip the confirmation; required in scripts').action(
    async (paymentId: string, requestId: string, flags: DecisionFlags) => {
      checkConfirmed(io, flags);
      const withinMs = (flags.answerWithin ?? 60) * 1000;
      finish(
        await decide(io, {
          ...{ decision: 'approve', paymentId, requestId, flags },
          confirmed: (view) => confirm(io, flags, planText(view), 'Approve this plan?'),
          accepted: async ({ ledgers }, view) => {
            const after = await notWorking(ledgers, view, withinMs);
            return { view: after, exitCode: exitCodeOf(after) };
          },
          text: (view) => (paint) => `${paint.good('approved')}\n\n${reversalText(view, paint)}`,
        }),
      );
    },
  );
}
