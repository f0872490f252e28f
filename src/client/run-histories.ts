import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';
import { workflowTypes } from '../contract/names';
import { isOrStartsAs } from './list-query';

type IHistoryEvent = temporal.api.history.v1.IHistoryEvent;

/**
 * The histories of all runs of a workflow: those that the server lists, and those that their events name, for a run that
 * began a moment ago may not be listed yet.
 *
 * @throws Error when the run from which one was reset is forgotten: what it had done after that point is not known
 */
export async function historiesOf(
  client: Client,
  workflowId: string,
  currentRunId: string,
): Promise<readonly (readonly IHistoryEvent[])[]> {
  const histories = new Map<string, readonly IHistoryEvent[] | null>();
  const open = [currentRunId, ...(await listedRuns(client, workflowId))];
  for (let runId = open.shift(); runId !== undefined; runId = open.shift()) {
    if (histories.has(runId)) continue;
    const events = await eventsOf(client, workflowId, runId);
    histories.set(runId, events);
    open.push(...(events ?? []).flatMap(namedRuns));
  }
  const present = [...histories.values()].filter((events) => events !== null);
  const forgotten = present
    .flatMap((events) => events.flatMap(baseRuns))
    .find((runId) => histories.get(runId) === null);
  if (forgotten === undefined) return present;
  throw new Error(
    `Run ${forgotten}, from which the ledger was reset, is forgotten by the server: what it had sent is not known. ` +
      "Compare the payment with the gateway's own records.",
  );
}

async function listedRuns(client: Client, workflowId: string): Promise<string[]> {
  const runs: string[] = [];
  const query = `${isOrStartsAs('WorkflowId', workflowId)} AND WorkflowType = "${workflowTypes.ledger}"`;
  for await (const run of client.workflow.list({ query })) if (run.workflowId === workflowId) runs.push(run.runId);
  return runs;
}

async function eventsOf(client: Client, workflowId: string, runId: string): Promise<readonly IHistoryEvent[] | null> {
  try {
    const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    return events ?? [];
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}

/** The run from which this one was reset, if the event says so. */
function baseRuns({ workflowTaskFailedEventAttributes: failed }: IHistoryEvent): string[] {
  return failed?.baseRunId ? [failed.baseRunId] : [];
}

/** All runs of its line that an event names. */
function namedRuns(event: IHistoryEvent): string[] {
  const started = event.workflowExecutionStartedEventAttributes;
  const { newExecutionRunId } = event.workflowExecutionContinuedAsNewEventAttributes ?? {};
  const named = [started?.continuedExecutionRunId, started?.firstExecutionRunId, newExecutionRunId];
  return [...named.filter((runId) => runId != null && runId !== ''), ...baseRuns(event)] as string[];
}
