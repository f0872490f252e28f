import type { NativeConnection } from '@temporalio/worker';

const daysWanted = 7;

/**
 * What to say when the namespace forgets closed workflows too soon: once a closed ledger is forgotten, a request for
 * its payment opens an empty one. Null: it keeps them long enough, or does not say.
 */
export async function retentionWarning(connection: NativeConnection, namespace: string): Promise<string | null> {
  const { config } = await connection.workflowService.describeNamespace({ namespace });
  const keptDays = Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) / (24 * 60 * 60);
  if (keptDays === 0 || keptDays >= daysWanted) return null;
  const retention = keptDays < 1 ? `${String(Math.round(keptDays * 24))} hours` : `${String(keptDays)} days`;
  return (
    `Namespace ${namespace} keeps closed workflows for ${retention}. After that a closed or terminated ledger is forgotten, and ` +
    `a request for its payment opens an empty one. Keep them for at least ${String(daysWanted)} days: ` +
    `temporal operator namespace update --retention ${String(daysWanted)}d ${namespace}`
  );
}
