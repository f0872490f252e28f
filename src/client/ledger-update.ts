import { randomUUID } from 'node:crypto';
import { WithStartWorkflowOperation, WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import type { UpdateDefinition, Workflow } from '@temporalio/common';
import { failureTypes } from '../contract/failures';
import { type MessageAnswer, type RequestOptions, updates } from '../contract/messages';
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

/** An update that may open the ledger. */
export interface OpeningUpdate<Sent extends [unknown, ...unknown[]]> {
  readonly paymentId: string;
  readonly update: UpdateDefinition<MessageAnswer, Sent>;
  readonly args: Sent;
}

/**
 * The same with a message whose answer is a {@link MessageAnswer}: a ledger that is closed answers that it is.
 *
 * @throws InvalidRequestError, LedgerUnavailableError
 */
export async function withOpening<Sent extends [unknown, ...unknown[]]>(
  target: UpdateTarget,
  { paymentId, update, args }: OpeningUpdate<Sent>,
): Promise<MessageAnswer> {
  const updateId = randomUUID();
  const deadline = Date.now() + target.answerWithinMs;
  const { client } = target;
  try {
    return await retry({
      deadline,
      call: () =>
        client.withDeadline(deadline, () =>
          client.workflow.executeUpdateWithStart(update, {
            args,
            updateId,
            startWorkflowOperation: startOperation(target, paymentId),
          }),
        ),
    });
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) {
      return { accepted: false, reason: 'the ledger of this payment has ended, so it takes no more messages' };
    }
    const problems = problemsIn(error);
    if (problems !== null) throw new InvalidRequestError(problems);
    throw new LedgerUnavailableError(paymentId, target.taskQueue, error);
  }
}

function updateOnce(target: UpdateTarget, request: ReversalRequest, options: RequestOptions, updateId: string) {
  return target.client.workflow.executeUpdateWithStart(updates.requestReversal, {
    args: [request, options],
    updateId,
    startWorkflowOperation: startOperation(target, request.payment.paymentId),
  });
}

function startOperation({ taskQueue }: UpdateTarget, paymentId: string): WithStartWorkflowOperation<Workflow> {
  return new WithStartWorkflowOperation(workflowTypes.ledger, {
    workflowId: ledgerIdOf(paymentId),
    taskQueue,
    args: [],
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
  });
}

function problemsIn(error: unknown): readonly Problem[] | null {
  const cause = updateFailure(error);
  if (cause?.type !== failureTypes.invalidRequest) return null;
  return (cause.details?.[0] as readonly Problem[] | undefined) ?? [{ field: 'request', message: cause.message }];
}
