import { mkdir, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { ledgerIdOf, workflowTypes } from '../../src/contract/names';
import type { Finding } from './audit';
import type { Stage } from './stage';

/** Writes the histories of all runs of the ledgers with findings into a folder, for the search for the cause. */
export async function keepHistories({ temporal }: Stage, findings: readonly Finding[], folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const paymentId of new Set(findings.map((one) => one.paymentId))) {
    const workflowId = ledgerIdOf(paymentId);
    const query = `WorkflowId = "${workflowId}" AND WorkflowType = "${workflowTypes.ledger}"`;
    for await (const { runId, startTime } of temporal.workflow.list({ query })) {
      const history = await temporal.workflow.getHandle(workflowId, runId).fetchHistory();
      const file = `${paymentId}.${startTime.toISOString().replaceAll(':', '')}.${runId}.json`;
      await writeFile(path.join(folder, file), historyToJSON(history));
    }
  }
}
