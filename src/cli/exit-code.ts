import { assertNever } from '../domain/model/assert-never';
import type { ReversalView } from '../domain/views/view';

/** What the program's exit code says; scripts rely on it. */
export const exitCodes = {
  /** Voided, refunded or already reversed; or what was asked for was done. */
  done: 0,
  /** Any other settled outcome: refused, declined, partially reversed, … */
  otherwiseSettled: 1,
  /** The command line, the input or the configuration cannot be used. */
  usage: 2,
  waitingForApproval: 3,
  /** Not settled for any other reason, or nobody answered in time. */
  notSettled: 4,
  internal: 70,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

type ReversalStatus = Pick<ReversalView, 'phase' | 'outcome' | 'waitingFor'>;

/** Tells a script how a reversal stands. */
export function exitCodeOf({ phase, outcome, waitingFor }: ReversalStatus): ExitCode {
  switch (phase) {
    case 'completed':
      return outcome === 'voided' || outcome === 'refunded' || outcome === 'alreadyReversed'
        ? exitCodes.done
        : exitCodes.otherwiseSettled;
    case 'waiting':
    case 'stuck':
    case 'working':
      return waitingFor === 'approval' ? exitCodes.waitingForApproval : exitCodes.notSettled;
    default:
      return assertNever(phase);
  }
}

/** The same for a dry run: a plan that would be carried out at once is what was asked for. */
export function exitCodeOfPreview(view: ReversalStatus): ExitCode {
  return view.phase === 'working' ? exitCodes.done : exitCodeOf(view);
}
