import type { SendLegInput } from '../src/contract/activity-shapes';

/** What an activity knows about itself from Temporal, as far as sending depends on it. */
export interface Attempt {
  readonly attempt: number;
  readonly runId: string;
  readonly scheduledTimestampMs: number;
  readonly currentAttemptScheduledTimestampMs: number;
}

/** `possiblySent`: an earlier attempt may have sent. `pastDeadline`: nothing was sent, and it is too late. */
export type SendVerdict = 'send' | 'resetDetected' | 'possiblySent' | 'pastDeadline';

/**
 * Whether this attempt may send: only when it is certain that this leg was not sent. Called synchronously right before
 * the request is written; each condition is there because leaving it out sent twice on a real server.
 */
export function maySend(input: SendLegInput, attempt: Attempt, isCancelled: boolean, nowMs: number): SendVerdict {
  // A reset run, or a run after one, may not know what its former runs have sent.
  if (!isTrustedRun(input.lineage, attempt.runId)) return 'resetDetected';
  // An operator's activity reset starts again at attempt 1, but is scheduled anew.
  const isFirst = attempt.attempt === 1 && attempt.currentAttemptScheduledTimestampMs === attempt.scheduledTimestampMs;
  if (!isFirst || isCancelled) return 'possiblySent';
  // A worker that was stalled must not wake up and send.
  return nowMs < Date.parse(input.sendByAt) ? 'send' : 'pastDeadline';
}

/** Whether a run may send: it is the one that its history began with, or the recovered one. */
export function isTrustedRun(lineage: SendLegInput['lineage'], runId: string): boolean {
  const { scheduledByRun, originalRunId, recoveredRunId, ancestorsTrusted } = lineage;
  return ancestorsTrusted && runId === scheduledByRun && (runId === originalRunId || runId === recoveredRunId);
}
