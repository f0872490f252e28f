import { proxyActivities } from '@temporalio/workflow';

export * from '../../workflows';

/** Calls an activity of the worker by its name, as anybody may who can run a workflow. */
export async function callActivity(name: string, input: unknown): Promise<unknown> {
  const activities = proxyActivities<Record<string, (input: unknown) => Promise<unknown>>>({
    startToCloseTimeout: '30s',
    retry: { maximumAttempts: 1 },
  });
  return activities[name]?.(input);
}
