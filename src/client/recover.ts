import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { ledgerIdOf, messages, workflowTypes, type FactAnswer } from '../contract/messages';
import type { Recovery } from '../domain/recover';
import { scheduledLegs } from './scheduled-legs';

const { ResetReapplyExcludeType } = temporal.api.enums.v1;
type IHistoryEvent = temporal.api.history.v1.IHistoryEvent;

/** Who recovers a ledger, and why: kept in the ledger. */
export interface RecoverOptions {
  readonly actor: { readonly id: string };
  readonly reason: string;
}

/**
 * Brings a terminated, failed, wedged or reset ledger back: resets it to the last workflow task of its line where it
 * does not run, reads what all its runs have ever scheduled, and tells that to the run which goes on. Safe to repeat.
 */
export async function recoverLedger(client: Client, paymentId: string, options: RecoverOptions): Promise<FactAnswer> {
  const workflowId = ledgerIdOf(paymentId);
  const runId = await runningRun(client, workflowId, options.reason);
  const histories: IHistoryEvent[][] = [];
  for (const run of await runsOf(client, workflowId)) {
    const { events } = await client.workflow.getHandle(workflowId, run).fetchHistory();
    histories.push(events ?? []);
  }
  const legs = await scheduledLegs(client, histories);
  return client.workflow.getHandle(workflowId).executeUpdate<FactAnswer, [Recovery]>(messages.recover, {
    args: [{ runId, legs, ...options }],
    updateId: randomUUID(),
  });
}

/** The run that goes on. One that ended, or whose workflow task keeps failing, is reset to its last sound task. */
async function runningRun(client: Client, workflowId: string, reason: string): Promise<string> {
  const { runId, status, raw } = await client.workflow.getHandle(workflowId).describe();
  const isWedged = (raw.pendingWorkflowTask?.attempt ?? 0) > 2;
  if (status.name === 'RUNNING' && !isWedged) return runId;
  const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  const lastTask = (events ?? []).findLast((event) => event.workflowTaskCompletedEventAttributes != null);
  if (lastTask?.eventId == null) throw new Error(`Run ${runId} of ${workflowId} has no workflow task to go back to.`);
  const response = await client.workflowService.resetWorkflowExecution({
    namespace: client.options.namespace,
    workflowExecution: { workflowId, runId },
    reason,
    workflowTaskFinishEventId: lastTask.eventId,
    requestId: randomUUID(),
    // What wedged it is a signal that nobody can read; all others are told again by whoever needs them.
    resetReapplyExcludeTypes: isWedged ? [ResetReapplyExcludeType.RESET_REAPPLY_EXCLUDE_TYPE_SIGNAL] : [],
  });
  return response.runId;
}

async function runsOf(client: Client, workflowId: string): Promise<string[]> {
  const runs: string[] = [];
  const query = `WorkflowId = "${workflowId}" AND WorkflowType = "${workflowTypes.ledger}"`;
  for await (const { runId } of client.workflow.list({ query })) runs.push(runId);
  return runs;
}
