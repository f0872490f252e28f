import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
  WorkflowUpdateFailedError,
  type Client,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { failureTypes } from '../contract/failures';
import { type RequestOptions, updates } from '../contract/messages';
import { ledgerIdOf, workflowTypes } from '../contract/names';
import type { Problem } from '../contract/problems';
import type { ReversalRequest } from '../contract/reversal-request';
import type { ReversalView } from '../domain/views/view';
import { InvalidRequestError, LedgerUnavailableError } from './errors';

export interface UpdateTarget {
  readonly client: Client;
  readonly taskQueue: string;
  /** How long all tries together may take, in milliseconds. */
  readonly answerWithinMs: number;
}

/** `closed`: the ledger takes no requests any more, and its workflow says why. */
export type UpdateAnswer = { readonly view: ReversalView } | { readonly closed: true };

export const pauseBetweenTriesMs = 100;

/**
 * Opens the ledger if need be and gives it the request. Tries again for as long as the failure is Temporal's, with one
 * update id for all tries of this call; the ledger alone tells repeats apart, by `requestId`.
 *
 * @throws InvalidRequestError, LedgerUnavailableError
 */
export async function updateLedger(
  target: UpdateTarget,
  request: ReversalRequest,
  options: RequestOptions,
): Promise<UpdateAnswer> {
  const updateId = randomUUID();
  const deadline = Date.now() + target.answerWithinMs;
  for (;;) {
    try {
      const view = await target.client.withDeadline(deadline, () => updateOnce(target, request, options, updateId));
      return { view };
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return { closed: true };
      const problems = problemsIn(error);
      if (problems !== null) throw new InvalidRequestError(problems);
      if (Date.now() + pauseBetweenTriesMs >= deadline || !isPassing(error)) {
        throw new LedgerUnavailableError(request.payment.paymentId, target.taskQueue, error);
      }
    }
    await sleep(pauseBetweenTriesMs);
  }
}

function updateOnce(
  { client, taskQueue }: UpdateTarget,
  request: ReversalRequest,
  options: RequestOptions,
  updateId: string,
) {
  const startWorkflowOperation = new WithStartWorkflowOperation(workflowTypes.ledger, {
    workflowId: ledgerIdOf(request.payment.paymentId),
    taskQueue,
    args: [],
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
  });
  return client.workflow.executeUpdateWithStart(updates.requestReversal, {
    args: [request, options],
    updateId,
    startWorkflowOperation,
  });
}

function problemsIn(error: unknown): readonly Problem[] | null {
  const cause = updateFailure(error);
  if (cause?.type !== failureTypes.invalidRequest) return null;
  return (cause.details?.[0] as readonly Problem[] | undefined) ?? [{ field: 'request', message: cause.message }];
}

/**
 * A ledger that continues as new, an update overtaken by that, a busy or unreachable server: none of them means "not
 * done", and the same request again is harmless.
 */
export function isPassing(error: unknown): boolean {
  const cause = updateFailure(error);
  if (cause !== null) return cause.type != null && passingTypes.has(cause.type);
  if (!(error instanceof Error)) return false;
  return passingNames.has(error.name) || passingCodes.has(grpcCodeOf(error) ?? -1);
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
 * gRPC: deadline exceeded, resource exhausted (ten updates wait already), failed precondition (the worker at hand cannot
 * carry the ledger on, as in the middle of a deployment), aborted, unavailable.
 */
const passingCodes: ReadonlySet<number> = new Set([4, 8, 9, 10, 14]);

function updateFailure(error: unknown): ApplicationFailure | null {
  return error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure ? error.cause : null;
}

/** The code of a raw or wrapped gRPC error. */
export function grpcCodeOf(error: unknown): number | null {
  if (typeof error !== 'object' || error === null) return null;
  if ('code' in error && typeof error.code === 'number') return error.code;
  return 'cause' in error ? grpcCodeOf(error.cause) : null;
}
