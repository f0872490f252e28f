import { randomUUID } from 'node:crypto';
import { WithStartWorkflowOperation, WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import { failureTypes } from '../contract/failures';
import { type RequestOptions, updates } from '../contract/messages';
import { ledgerIdOf, workflowTypes } from '../contract/names';
import type { Problem } from '../contract/problems';
import type { ReversalRequest } from '../contract/reversal-request';
import type { ReversalView } from '../domain/views/view';
import { InvalidRequestError, LedgerFrozenError, LedgerUnavailableError } from './errors';
import { brokenInvariant, retry, updateFailure } from './retry';

export interface UpdateTarget {
  readonly client: Client;
  readonly taskQueue: string;
  /** How long all tries together may take, in milliseconds. */
  readonly answerWithinMs: number;
}

/** `closed`: the ledger takes no requests any more, and its workflow says why. */
export type UpdateAnswer = { readonly view: ReversalView } | { readonly closed: true };

/**
 * Opens the ledger if need be and gives it the request. Tries again for as long as the failure is Temporal's, with one
 * update id for all tries of this call; only the ledger recognises repeats, by `requestId`.
 *
 * @throws InvalidRequestError, LedgerFrozenError, LedgerUnavailableError
 */
export async function updateLedger(
  target: UpdateTarget,
  request: ReversalRequest,
  options: RequestOptions,
): Promise<UpdateAnswer> {
  const updateId = randomUUID();
  const deadline = Date.now() + target.answerWithinMs;
  try {
    const view = await retry({
      deadline,
      call: () => target.client.withDeadline(deadline, () => updateOnce(target, request, options, updateId)),
    });
    return { view };
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return { closed: true };
    const problems = problemsIn(error);
    if (problems !== null) throw new InvalidRequestError(problems);
    const why = brokenInvariant(error);
    if (why !== null) throw new LedgerFrozenError(request.payment.paymentId, why);
    throw new LedgerUnavailableError(request.payment.paymentId, target.taskQueue, error);
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
