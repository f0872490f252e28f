import { proxyActivities } from '@temporalio/workflow';

/** What a user's worker runs, and beside it a workflow of somebody who wants money to move without a ledger. */
export * from '../../workflows/index';

/** Calls an activity of the worker by its name, as anybody may who can run a workflow. */
export async function foreign(name: string, input: unknown): Promise<unknown> {
  const activities = proxyActivities<Record<string, (input: unknown) => Promise<unknown>>>({
    startToCloseTimeout: '10s',
    // Workers are killed. Whoever calls by hand tries again, too.
    retry: { maximumAttempts: 4 },
  });
  return activities[name]?.(input);
}
