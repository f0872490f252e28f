import { Worker } from '@temporalio/worker';
import { ledgerIdOf } from '../../src/contract/names';
import { workflowBundle } from './temporal';
import type { World } from './world';

/**
 * Replays the histories of these payments' ledgers, as a worker does that takes them over from another.
 *
 * @throws when the code decides otherwise than it did: such a ledger would hang for ever
 */
export async function replayLedgers({ connections }: World, paymentIds: readonly string[]): Promise<void> {
  const bundle = await workflowBundle();
  for (const paymentId of paymentIds) {
    const workflowId = ledgerIdOf(paymentId);
    const history = await connections.client.workflow.getHandle(workflowId).fetchHistory();
    await Worker.runReplayHistory({ workflowBundle: bundle }, history, workflowId);
  }
}
