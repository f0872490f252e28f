import type { Client } from '@temporalio/client';

/** A workflow's whole history as one text, with every payload readable: what an operator's tools can show. */
export async function historyText(client: Client, workflowId: string): Promise<string> {
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  return (events ?? []).map((event) => JSON.stringify(readable(event))).join('\n');
}

function readable(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, readable(held)]));
}
