import { startChild } from '@temporalio/workflow';
import { workflowTypes } from '../../src/contract/names';

/** A user's module that names our workflows and forgot to export them. */
export async function orderWithoutReversals(): Promise<void> {
  await startChild(workflowTypes.cancel);
}
