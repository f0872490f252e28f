import type { WorkerOptions } from '@temporalio/worker';

const told = process.env['TEST_CACHED_WORKFLOWS'];

/**
 * How many workflows a worker of the tests keeps in memory. `TEST_CACHED_WORKFLOWS=0` keeps none: every workflow task
 * replays its whole history, so that code which decides otherwise the second time is found by whatever test meets it.
 */
export function workflowCache(): Partial<WorkerOptions> {
  if (!told) return {};
  // One task at a time: where nothing is cached, a query that comes while a task of the same run is under way makes the
  // SDK drop that task, which then waits out its timeout of ten seconds. Nothing is lost, but much time.
  return {
    maxCachedWorkflows: Number(told),
    maxConcurrentWorkflowTaskExecutions: 1,
    maxConcurrentWorkflowTaskPolls: 1,
  };
}

/**
 * Whether a test makes sense in which a local activity asks another workflow. Without a cache the SDK carries one run at a
 * time, so that the answer would wait for the question.
 */
export const runsAreCached = told !== '0';
