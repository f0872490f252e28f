import type { AmountBucket, WorkItem, WorkStatus } from '../domain/views/work-item';

/**
 * The search attributes of the work list, by what they report. A ledger has them while a reversal of its payment waits.
 * Types as Temporal's SDK writes them. Renaming one loses what is set already.
 */
export const searchAttributes = {
  status: { name: 'ReversalStatus', type: 'KEYWORD' },
  account: { name: 'ReversalAccount', type: 'KEYWORD' },
  currency: { name: 'ReversalCurrency', type: 'KEYWORD' },
  waitingSince: { name: 'ReversalWaitingSince', type: 'DATETIME' },
  amountBucket: { name: 'ReversalAmountBucket', type: 'KEYWORD' },
} as const satisfies Record<keyof WorkItem, { readonly name: string; readonly type: 'KEYWORD' | 'DATETIME' }>;

/** What a server keeps for a ledger; null: something of it is missing, so that nothing is parked. */
export function readWorkItem(valueOf: (name: string) => unknown): WorkItem | null {
  const text = (key: keyof WorkItem): string | null => {
    const value = valueOf(searchAttributes[key].name);
    return typeof value === 'string' ? value : null;
  };
  const [status, account, currency] = [text('status'), text('account'), text('currency')];
  const [waitingSince, amountBucket] = [text('waitingSince'), text('amountBucket')];
  if (status === null || account === null || currency === null || waitingSince === null || amountBucket === null) {
    return null;
  }
  return {
    // Only ledgers of this package write them.
    status: status as WorkStatus,
    account,
    currency: currency as WorkItem['currency'],
    // The server leaves zeros out.
    waitingSince: new Date(waitingSince).toISOString(),
    amountBucket: amountBucket as AmountBucket,
  };
}
