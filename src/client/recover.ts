import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { type MessageAnswer, updates } from '../contract/messages';
import { ledgerIdOf } from '../contract/names';
import type { Requester } from '../contract/person';
import type { RecoveryInput } from '../contract/recovery';
import { LedgerNotRecoveredError } from './errors';
import { isOfWorkflowTask, resetPoint, type ResetPoint } from './reset-point';
import { historyPages } from './history-pages';
import { isPassing } from './retry';

/** Who recovers a ledger, and why: kept in the ledger. */
export interface RecoverOptions {
  readonly actor: Requester;
  readonly reason: string;
  /**
   * Proves the actor and names the run, where identities are proved. A ledger that has to be reset first gets another
   * run: a function is asked for a token of the run that is to send.
   */
  readonly token?: string | null | ((run: { readonly runId: string }) => Promise<string | null>);
}

export interface RecoverInput {
  readonly client: Client;
  readonly paymentId: string;
  readonly options: RecoverOptions;
}

type HistoryEvents = readonly temporal.api.history.v1.IHistoryEvent[];

/** How long the ledger may take to answer before its run is looked at again, in milliseconds. */
const lookAgainAfterMs = 3_000;
const pauseBetweenLooksMs = 250;

/** A run that still cannot be replayed after so many resets is not repaired by another one. */
const maxResets = 10;

/**
 * Brings a terminated, failed, wedged, unreplayable or reset ledger back, in one call: resets it where it does not run,
 * and again further back until it does; then asks the run that continues to be the one that sends. What all runs of the
 * ledger have ever sent, its worker reads from their histories. A ledger that needs none of this answers that there is nothing to recover. Safe to repeat.
 */
export async function recoverLedger({ client, paymentId, options }: RecoverInput): Promise<MessageAnswer> {
  const workflowId = ledgerIdOf(paymentId);
  const recoveryId = randomUUID();
  for (let resets = 0; ;) {
    const { runId, status, raw } = await client.workflow.getHandle(workflowId).describe();
    const attempt = raw.pendingWorkflowTask?.attempt ?? 0;
    const isRunning = status.name === 'RUNNING';
    const point =
      isRunning && attempt === 0 ? null : resetPoint(await eventsOf(client, workflowId, runId), { isRunning, attempt });
    if (point !== null) {
      if (resets === maxResets) throw new LedgerNotRecoveredError(paymentId, resets);
      resets += 1;
      await reset(client, { workflowId, runId }, point, options.reason);
      continue;
    }
    const answer = await sendRecovery(client, { workflowId, runId }, recoveryId, options);
    if (answer !== null) return answer;
    await sleep(pauseBetweenLooksMs);
  }
}

interface Run {
  readonly workflowId: string;
  readonly runId: string;
}

async function reset(client: Client, run: Run, point: ResetPoint, reason: string): Promise<void> {
  const { RESET_REAPPLY_EXCLUDE_TYPE_SIGNAL: signals } = temporal.api.enums.v1.ResetReapplyExcludeType;
  await client.workflowService.resetWorkflowExecution({
    namespace: client.options.namespace,
    workflowExecution: run,
    reason,
    workflowTaskFinishEventId: point.eventId,
    requestId: randomUUID(),
    resetReapplyExcludeTypes: point.withoutSignals ? [signals] : [],
  });
}

/** Null: not answered in time, or the run has ended meanwhile. The run is to be looked at again, and asked by the same id. */
async function sendRecovery(
  client: Client,
  { workflowId, runId }: Run,
  recoveryId: string,
  options: RecoverOptions,
): Promise<MessageAnswer | null> {
  // To this run and no other: one that was reset meanwhile has to be recovered itself.
  const handle = client.workflow.getHandle(workflowId, runId);
  const { actor, reason, token = null } = options;
  const proof = typeof token === 'function' ? await token({ runId }) : token;
  const recovery: RecoveryInput = { runId, actor, reason, token: proof };
  const update = { args: [recovery] as [RecoveryInput], updateId: `${recoveryId}/${runId}` };
  try {
    return await client.withDeadline(Date.now() + lookAgainAfterMs, () =>
      handle.executeUpdate(updates.recover, update),
    );
  } catch (error) {
    if (isPassing(error)) return null;
    throw error;
  }
}

/** What a reset point is found by: the rest may be large. */
async function eventsOf(client: Client, workflowId: string, runId: string): Promise<HistoryEvents> {
  const found: temporal.api.history.v1.IHistoryEvent[] = [];
  for await (const page of historyPages(client, { workflowId, runId })) found.push(...page.filter(isOfWorkflowTask));
  return found;
}
