import { randomUUID } from 'node:crypto';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { type MessageAnswer, updates } from '../contract/messages';
import { ledgerIdOf } from '../contract/names';
import { historiesOf } from './run-histories';
import { scheduledLegs } from './scheduled-legs';

const { ResetReapplyExcludeType, WorkflowTaskFailedCause } = temporal.api.enums.v1;
type Long = NonNullable<IHistoryEvent['eventId']>;
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
export async function recoverLedger(
  client: Client,
  paymentId: string,
  options: RecoverOptions,
): Promise<MessageAnswer> {
  const workflowId = ledgerIdOf(paymentId);
  for (let attempt = 1; ; attempt += 1) {
    const runId = await runningRun(client, workflowId, options.reason);
    const legs = await scheduledLegs(client, await historiesOf(client, workflowId, runId));
    try {
      // To this run and no other: one that was reset meanwhile has to be recovered itself.
      return await client.workflow.getHandle(workflowId, runId).executeUpdate(updates.recover, {
        args: [{ runId, legs, ...options }],
        updateId: randomUUID(),
      });
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError) || attempt === attemptsAllowed) throw error;
    }
  }
}

/** So often another reset, or a continue-as-new, may come in between. */
const attemptsAllowed = 5;

/** The run that goes on. One that ended, or whose workflow task keeps failing, is reset to its last sound task. */
async function runningRun(client: Client, workflowId: string, reason: string): Promise<string> {
  const { runId, status, raw } = await client.workflow.getHandle(workflowId).describe();
  const attempt = raw.pendingWorkflowTask?.attempt ?? 0;
  if (status.name === 'RUNNING' && attempt <= failingFrom) return runId;
  const events = (await client.workflow.getHandle(workflowId, runId).fetchHistory()).events ?? [];
  const isWedged = status.name === 'RUNNING';
  if (isWedged && !isFailing(events) && attempt <= failingSurelyFrom) return runId;
  const response = await client.workflowService.resetWorkflowExecution({
    namespace: client.options.namespace,
    workflowExecution: { workflowId, runId },
    reason,
    workflowTaskFinishEventId: lastSoundTask(events, runId),
    requestId: randomUUID(),
    // What wedged it is a signal that nobody can read; all others are told again by whoever needs them.
    resetReapplyExcludeTypes: isWedged ? [ResetReapplyExcludeType.RESET_REAPPLY_EXCLUDE_TYPE_SIGNAL] : [],
  });
  return response.runId;
}

/** A workflow task tried more often than this may be failing, or have met workers that were lost one after the other. */
const failingFrom = 2;
/** So often no worker is lost in a row. */
const failingSurelyFrom = 20;

/** A failed task leaves an event, as far as it is not one of a row; a task whose worker was lost leaves another. */
function isFailing(events: readonly IHistoryEvent[]): boolean {
  const since = events.findLastIndex((event) => event.workflowTaskCompletedEventAttributes != null);
  const last = events
    .slice(since + 1)
    .findLast(
      (event) => event.workflowTaskFailedEventAttributes != null || event.workflowTaskTimedOutEventAttributes != null,
    );
  const failed = last?.workflowTaskFailedEventAttributes;
  return failed != null && failed.cause !== WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_RESET_WORKFLOW;
}

function lastSoundTask(events: readonly IHistoryEvent[], runId: string): Long {
  const completed = events.findLast((event) => event.workflowTaskCompletedEventAttributes != null);
  if (completed?.eventId != null) return completed.eventId;
  // Ended before its first task was done: back to where that task was scheduled.
  const scheduled = events.findLast((event) => event.workflowTaskScheduledEventAttributes != null);
  if (scheduled?.eventId == null) throw new Error(`Run ${runId} has no workflow task to go back to.`);
  return scheduled.eventId.add(1);
}
