import type { Client } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';
import { historyPages } from '../src/client/history-pages';
import { isOrStartsAs } from '../src/client/list-query';
import { grpcCodeOf } from '../src/client/retry';
import { activityNames, workflowTypes } from '../src/contract/names';

type IHistoryEvent = temporal.api.history.v1.IHistoryEvent;

/** What the histories hold cannot be known, now or later. Its message says why, and what to do. */
export class UnreadableHistoriesError extends Error {
  override readonly name = 'UnreadableHistoriesError';
}

/** Far above what a ledger has in its life. */
const runsRead = 1_000;
const eventsRead = 2_000_000;
const grpcNotFound = 5;

/**
 * Of all runs of a workflow the events that say what was sent and which other runs there are: the runs that the server
 * lists, and those that their events name, for a run that began a moment ago may not be listed yet.
 *
 * @throws UnreadableHistoriesError when the run from which one was reset is forgotten, or there are too many
 */
export async function historiesOf(
  client: Client,
  workflowId: string,
  currentRunId: string,
  onPage: () => void,
): Promise<readonly (readonly IHistoryEvent[])[]> {
  const histories = new Map<string, readonly IHistoryEvent[] | null>();
  const left = { events: eventsRead };
  const open = [currentRunId, ...(await listedRuns(client, workflowId))];
  for (let runId = open.shift(); runId !== undefined; runId = open.shift()) {
    if (histories.has(runId)) continue;
    if (histories.size === runsRead) throw tooMany(`more than ${String(runsRead)} runs`);
    const events = await eventsOf(client, { workflowId, runId }, left, onPage);
    histories.set(runId, events);
    open.push(...(events ?? []).flatMap(namedRuns));
  }
  const present = [...histories.values()].filter((events) => events !== null);
  const forgotten = present
    .flatMap((events) => events.flatMap(baseRuns))
    .find((runId) => histories.get(runId) === null);
  if (forgotten === undefined) return present;
  throw new UnreadableHistoriesError(
    `run ${forgotten}, from which the ledger was reset, is forgotten by the server: what it had sent is not known. ` +
      "Compare the payment with the gateway's own records",
  );
}

function tooMany(what: string): UnreadableHistoriesError {
  return new UnreadableHistoriesError(
    `the ledger has ${what}, which cannot be read. Compare the payment with the gateway's own records`,
  );
}

async function listedRuns(client: Client, workflowId: string): Promise<string[]> {
  const runs: string[] = [];
  const query = `${isOrStartsAs('WorkflowId', workflowId)} AND WorkflowType = "${workflowTypes.ledger}"`;
  for await (const run of client.workflow.list({ query })) {
    if (runs.length > runsRead) throw tooMany(`more than ${String(runsRead)} runs`);
    if (run.workflowId === workflowId) runs.push(run.runId);
  }
  return runs;
}

/** null: the server has forgotten the run. */
async function eventsOf(
  client: Client,
  run: { readonly workflowId: string; readonly runId: string },
  left: { events: number },
  onPage: () => void,
): Promise<readonly IHistoryEvent[] | null> {
  const found: IHistoryEvent[] = [];
  const sends = new Set<string>();
  try {
    for await (const page of historyPages(client, run)) {
      onPage();
      left.events -= page.length;
      if (left.events < 0) throw tooMany(`more than ${String(eventsRead)} events`);
      found.push(...page.filter((event) => isAboutSends(event, sends) || namedRuns(event).length > 0));
    }
    return found;
  } catch (error) {
    if (grpcCodeOf(error) === grpcNotFound) return null;
    throw error;
  }
}

/** It schedules a send or holds the result of one. `sends`: those that were met, by the ids of their events. */
function isAboutSends(event: IHistoryEvent, sends: Set<string>): boolean {
  if (event.activityTaskScheduledEventAttributes?.activityType?.name === activityNames.sendLeg) {
    sends.add(String(event.eventId));
    return true;
  }
  const completed = event.activityTaskCompletedEventAttributes;
  return completed != null && sends.has(String(completed.scheduledEventId));
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
