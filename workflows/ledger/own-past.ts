import type { WorkflowInfo } from '@temporalio/workflow';
import type { Reason } from '../../src/domain/model/reasons';

/** How a run began, as the server says. */
export type RunStart = Pick<WorkflowInfo, 'continuedFromExecutionRunId' | 'cronSchedule' | 'attempt'>;

/**
 * Why a run may not believe what it was handed, or that nothing was sent before; null: it may. Anybody may start a ledger
 * with any argument, but only a run that continues itself is continued from another one. A cron schedule and a retry of
 * the workflow continue a run too: they hand on its first argument, not what it knew at its end.
 */
export function untrustedStart(
  { continuedFromExecutionRunId, cronSchedule, attempt }: RunStart,
  isHandedState: boolean,
): Reason | null {
  const isContinued = (continuedFromExecutionRunId ?? '') !== '';
  if (!isContinued) return isHandedState ? untrusted('a first run was started with a state') : null;
  if ((cronSchedule ?? '') !== '') return untrusted('a cron schedule started it after another run');
  if (attempt > 1) return untrusted('a retry of the workflow started it after another run');
  return isHandedState ? null : untrusted('it continues another run and was handed nothing of it');
}

function untrusted(how: string): Reason {
  const message = `this run of the ledger does not know what was sent before: ${how}. Nothing is sent and no request is admitted until the ledger is recovered from the histories of its runs`;
  return { code: 'untrustedStart', message };
}
