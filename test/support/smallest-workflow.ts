import { sleep } from '@temporalio/workflow';

/** The least that a workflow module can be: what any bundle weighs before a line of this package is in it. */
export async function smallestWorkflow(): Promise<void> {
  await sleep(1);
}
