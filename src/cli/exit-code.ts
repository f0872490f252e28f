import { assertNever } from '../domain/model/assert-never';
import type { ReversalView } from '../domain/views/view';

/** The exit codes of the program. Scripts rely on them. */
export const exitCodes = {
  /** Voided, refunded or already reversed; or the command did what it was asked to do. */
  done: 0,
  /** Completed with any other outcome: refused, declined, partially reversed, … */
  completedOtherwise: 1,
  /** The command line, the input or the configuration cannot be used. */
  usage: 2,
  waitingForApproval: 3,
  /** Not completed for any other reason, or no answer came in time. */
  notCompleted: 4,
  internal: 70,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

type ReversalStatus = Pick<ReversalView, 'phase' | 'outcome' | 'waitingFor'>;

/** The status of a reversal as an exit code. */
export function exitCodeOf({ phase, outcome, waitingFor }: ReversalStatus): ExitCode {
  switch (phase) {
    case 'completed':
      return outcome === 'voided' || outcome === 'refunded' || outcome === 'alreadyReversed'
        ? exitCodes.done
        : exitCodes.completedOtherwise;
    case 'waiting':
    case 'stuck':
    case 'working':
      return waitingFor === 'approval' ? exitCodes.waitingForApproval : exitCodes.notCompleted;
    default:
      return assertNever(phase);
  }
}

/** The same for a preview: a plan that would be carried out at once is success. */
export function exitCodeOfPreview(view: ReversalStatus): ExitCode {
  return view.phase === 'working' ? exitCodes.done : exitCodeOf(view);
}
