import type { Client } from '@temporalio/client';
import { ledgerIdOf, paymentIdOf, workflowTypes } from '../contract/messages';

export interface ListOptions {
  /** At most this many, 1 to 1000. @default 20 */
  readonly limit?: number | undefined;
  /** Only ledgers that still listen. @default false */
  readonly openOnly?: boolean | undefined;
  /** Continue after this payment's ledger: the `next` of the listing before. */
  readonly after?: string | undefined;
}

/** One ledger as the server lists it. Instants ISO 8601. */
export interface ListedLedger {
  readonly paymentId: string;
  readonly status: string;
  readonly openedAt: string;
  readonly closedAt: string | null;
  /** null while it is open: the server counts closed workflows only. */
  readonly historyLength: number | null;
}

export interface LedgerListing {
  readonly ledgers: readonly ListedLedger[];
  /** More may follow: pass it as `after`. */
  readonly next: string | null;
}

/** The ledgers of a namespace, newest first. Moves nothing. A ledger opened a moment ago may not be listed yet. */
export async function listLedgers(client: Client, options: ListOptions): Promise<LedgerListing> {
  const limit = Math.min(Math.max(1, options.limit ?? 20), 1000);
  const open = options.openOnly === true ? ' AND ExecutionStatus = "Running"' : '';
  const ledgers: ListedLedger[] = [];
  let skipping = options.after !== undefined;
  for await (const execution of client.workflow.list({ query: `WorkflowType = "${workflowTypes.ledger}"${open}` })) {
    if (skipping) {
      skipping = execution.workflowId !== ledgerIdOf(options.after ?? '');
      continue;
    }
    if (execution.status.name === 'CONTINUED_AS_NEW') continue;
    if (ledgers.length === limit) return { ledgers, next: ledgers.at(-1)?.paymentId ?? null };
    ledgers.push({
      paymentId: paymentIdOf(execution.workflowId) ?? execution.workflowId,
      status: execution.status.name.toLowerCase(),
      openedAt: execution.startTime.toISOString(),
      closedAt: execution.closeTime?.toISOString() ?? null,
      historyLength: execution.closeTime === undefined ? null : execution.historyLength,
    });
  }
  return { ledgers, next: null };
}
