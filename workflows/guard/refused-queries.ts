/**
 * At which history length queries of a run were last refused, and how many. The run itself cannot remember this: a refusal
 * drops it from the worker. So this module is preloaded, which makes it one for all runs of the worker's workflow thread.
 *
 * A few refusals for each length are enough: queries that waited for a worker together bring the same tail, and so does one
 * that is repeated while a task is lost with its worker, until that times out. After it the server answers. A closed run
 * never gets another task: refused without end, it could never be queried again.
 */
const refusals = new Map<string, { readonly historyLength: number; readonly made: number }>();

/** Repeated with our client's pauses, about as long as a lost task takes to time out (10 s by default). */
export const refusalsAtOneLength = 16;

/** Runs remembered at most. A run that is forgotten costs a few more refused queries. */
const maxRuns = 1_000;

/** Whether to refuse a query now: true the first few times for this run at this length, and false from then on. */
export function mayRefuse(runId: string, historyLength: number): boolean {
  const last = refusals.get(runId);
  const made = last?.historyLength === historyLength ? last.made : 0;
  if (made >= refusalsAtOneLength) return false;
  // Deleted first, so that the oldest entry is always the first.
  refusals.delete(runId);
  refusals.set(runId, { historyLength, made: made + 1 });
  const [oldest] = refusals.keys();
  if (refusals.size > maxRuns && oldest !== undefined) refusals.delete(oldest);
  return true;
}
