import { setTimeout as sleep } from 'node:timers/promises';
import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { aheadOfHistory } from '../contract/ahead-of-history';
import { failureTypes } from '../contract/failures';
import { HistoryUnreadableError } from './errors';

const firstPauseMs = 100;
const longestPauseMs = 1_000;

export interface RetryInput<T> {
  readonly call: () => Promise<T>;
  /** After this instant no other try begins. Milliseconds since the epoch. */
  readonly deadline: number;
  /** Which failures are worth another try. @default `isPassing` */
  readonly mayPass?: (error: unknown) => boolean;
}

/**
 * Calls again for as long as the failure is Temporal's and passes. Throws the last failure. Pauses grow and differ: the
 * server lets ten updates of a ledger wait, and each one that it refuses beyond them makes it forget the workflow task
 * that carries those ten (server 1.32).
 */
export async function retry<T>({ call, deadline, mayPass = isPassing }: RetryInput<T>): Promise<T> {
  for (let longestMs = firstPauseMs; ; longestMs = Math.min(longestMs * 2, longestPauseMs)) {
    const pauseMs = longestMs * (0.5 + Math.random() / 2);
    try {
      return await call();
    } catch (error) {
      if (Date.now() + pauseMs >= deadline || !mayPass(error)) throw error;
    }
    await sleep(pauseMs);
  }
}

/**
 * A ledger that continues as new, an update overtaken by that, a worker that was ahead of the history, a busy or
 * unreachable server: none of them means "not done", and the same request again is harmless.
 */
export function isPassing(error: unknown): boolean {
  const cause = updateFailure(error);
  if (cause !== null) return cause.type != null && passingTypes.has(cause.type);
  // Its cause is the connection's limit, which trying again does not raise.
  if (!(error instanceof Error) || error instanceof HistoryUnreadableError) return false;
  if (error.message.includes(aheadOfHistory)) return true;
  return passingNames.has(error.name) || passingCodes.has(grpcCodeOf(error) ?? -1);
}

/** There is no such ledger, or it is closed. A ledger that continued as new only lost the update, and says so. */
export function isGone(error: unknown): boolean {
  return error instanceof WorkflowNotFoundError && !/update/i.test(error.message);
}

/**
 * The last two are the server's own: the run ended before it had answered, or a worker has ended a workflow task without
 * looking at the update, which was then not admitted.
 */
const passingTypes: ReadonlySet<string> = new Set([
  failureTypes.ledgerContinuing,
  'AcceptedUpdateCompletedWorkflow',
  'UnprocessedUpdate',
]);
const passingNames: ReadonlySet<string> = new Set([
  'WorkflowNotFoundError',
  'WorkflowUpdateRPCTimeoutOrCancelledError',
]);
/**
 * gRPC: deadline exceeded (the server gives up a query after ten seconds, which a lost worker costs before another takes
 * over), resource exhausted (ten updates wait already), failed precondition (the worker at hand cannot continue the ledger,
 * as in the middle of a deployment), aborted, unavailable.
 */
const passingCodes: ReadonlySet<number> = new Set([4, 8, 9, 10, 14]);

/** What a handler of the ledger answered an update with, where it failed. */
export function updateFailure(error: unknown): ApplicationFailure | null {
  return error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure ? error.cause : null;
}

/** Why the ledger froze itself at this update; null: it did not. */
export function brokenInvariant(error: unknown): string | null {
  const failure = updateFailure(error);
  return failure?.type === failureTypes.invariantBroken ? failure.message : null;
}

/** The code of a raw or wrapped gRPC error. */
export function grpcCodeOf(error: unknown): number | null {
  if (typeof error !== 'object' || error === null) return null;
  if ('code' in error && typeof error.code === 'number') return error.code;
  return 'cause' in error ? grpcCodeOf(error.cause) : null;
}
