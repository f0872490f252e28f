/**
 * At which history length a query of a run was last refused. The run itself cannot remember this: a refusal drops it
 * from the worker. So this module is preloaded, which makes it one for all runs of the worker's workflow thread.
 *
 * One refusal for each length is enough. An open run has a workflow task by then, and the server answers the repeated
 * query after that task. A closed run never gets another task: refused a second time, it could never be queried again.
 */
const lengthAtRefusal = new Map<string, number>();

/** Runs remembered at most. A run that is forgotten costs one more refused query. */
const maxRuns = 1_000;

/** Whether to refuse a query now: true the first time for this run at this length, and false from then on. */
export function refuseOnce(runId: string, historyLength: number): boolean {
  if (lengthAtRefusal.get(runId) === historyLength) return false;
  // Deleted first, so that the oldest entry is always the first.
  lengthAtRefusal.delete(runId);
  lengthAtRefusal.set(runId, historyLength);
  const [oldest] = lengthAtRefusal.keys();
  if (lengthAtRefusal.size > maxRuns && oldest !== undefined) lengthAtRefusal.delete(oldest);
  return true;
}
