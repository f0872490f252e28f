import type { CaptureStatus } from '../model/payment';
import { isAfter, newestOf, type Statement } from '../model/statement';

type Said = Pick<Statement, 'kind' | 'captureId' | 'happenedAt' | 'struck'>;

/**
 * How far a capture that has not succeeded got, as the events that stand say: the one that happened last counts, at one
 * instant the failure. null: no event says it.
 */
export function captureBegun(said: readonly Said[], captureId: string): Exclude<CaptureStatus, 'succeeded'> | null {
  const about = said.filter((one) => one.captureId === captureId && saysState(one));
  const last = newestOf(about);
  if (last === undefined) return null;
  const hasFailed = about.some(
    ({ kind, struck, happenedAt }) => kind === 'captureFailed' && !struck && !isAfter(last.happenedAt, happenedAt),
  );
  return hasFailed ? 'failed' : 'started';
}

/** The captures of which an event that stands says that they have begun or failed. */
export function captureStatesSaid(said: readonly Said[]): ReadonlySet<string | null> {
  return new Set(said.filter((one) => !one.struck && saysState(one)).map(({ captureId }) => captureId));
}

function saysState({ kind }: Said): boolean {
  return kind === 'captureStarted' || kind === 'captureFailed';
}
