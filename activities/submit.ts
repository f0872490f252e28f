import { exemptionsOf } from '../src/contract/message-check';
import { activityInfo, Context } from '@temporalio/activity';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { SubmitInput, SubmitResult } from '../src/contract/activity-shapes';
import { queries, signals, type ReplyTo } from '../src/contract/messages';
import { ledgerIdOf, workflowTypes } from '../src/contract/names';
import { toReversalRequest } from '../src/contract/normalise';
import { checkReversalRequest, type ReversalRequest } from '../src/contract/reversal-request';
import type { AccountRules } from '../src/domain/model/profile';
import { closedView } from '../src/domain/views/unanswered';
import type { ReversalView } from '../src/domain/views/view';

/** How long a question to a ledger may take; a local activity must end soon. */
const askForMs = 4_000;

/**
 * Hands a request to the payment's ledger, which is opened if it is not, and returns at once. It never waits for the
 * ledger: it holds a slot of the worker that the ledger needs. Safe to repeat.
 */
export function makeSubmitReversal(rulesOf: (gatewayAccount: string) => AccountRules | null) {
  return async ({ request, replyTo }: SubmitInput): Promise<SubmitResult> => {
    // The child could not know which references are digits by the account's rules; nothing malformed is copied on.
    const problems = checkReversalRequest(request, exemptionsOf(rulesOf(request.payment.gatewayAccount)));
    return problems.length > 0 ? { status: 'malformed', problems } : submit(request, replyTo);
  };
}

async function submit(request: ReversalRequest, replyTo: ReplyTo): Promise<SubmitResult> {
  const { client } = Context.current();
  const workflowId = ledgerIdOf(request.payment.paymentId);
  try {
    await client.workflow.signalWithStart(workflowTypes.ledger, {
      workflowId,
      taskQueue: activityInfo().taskQueue,
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      args: [],
      signal: signals.requestReversal,
      signalArgs: [request, replyTo],
    });
    return { status: 'submitted' };
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
  const { status } = await client.workflow.getHandle(workflowId).describe();
  if (status.name !== 'COMPLETED') return { status: 'lost' };
  // Asked strictly: a query that fails is tried again, for silence would be read as a refusal of what was done long ago.
  const existing = await ask(request.payment.paymentId, request.requestId);
  return { status: 'closed', view: existing ?? closedView(toReversalRequest(request), new Date().toISOString()) };
}

/** Asks a ledger how a request went. Moves nothing; null: it does not know it, or did not answer in time. */
export async function askReversal({
  paymentId,
  requestId,
}: {
  readonly paymentId: string;
  readonly requestId: string;
}): Promise<ReversalView | null> {
  try {
    return await ask(paymentId, requestId);
  } catch {
    // The child asks again later.
    return null;
  }
}

function ask(paymentId: string, requestId: string): Promise<ReversalView | null> {
  const { client } = Context.current();
  return client.withDeadline(Date.now() + askForMs, () =>
    client.workflow.getHandle(ledgerIdOf(paymentId)).query(queries.reversal, { requestId }),
  );
}
