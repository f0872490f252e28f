import { condition, upsertSearchAttributes } from '@temporalio/workflow';
import { searchAttributes } from '../../src/contract/search-attributes';
import { isSameWork, workItem } from '../../src/domain/views/work-item';
import { ledgerTime, type Ledger } from './ledger';

/** The rules say that the server is told, and nobody does it yet. */
export function needsPublishing({ rules, publishing }: Ledger): boolean {
  return rules?.workListEnabled === true && !publishing;
}

/**
 * Keeps the work list of the server up to date for as long as this run lives: a reversal that works through leaves no
 * event, one that parks sets the attributes, and they are cleared once nothing is parked. Beside the main loop, which
 * may be in the middle of a call to the gateway.
 */
export async function publishWorkItems(ledger: Ledger): Promise<void> {
  ledger.publishing = true;
  for (;;) {
    await condition(() => isOutdated(ledger));
    publishWorkItem(ledger);
  }
}

/** Tells the server what is parked, where it knows something else. Nothing, unless the rules say that it may be told. */
export function publishWorkItem(ledger: Ledger): void {
  if (!isOutdated(ledger)) return;
  const item = workItem(ledger.state, ledgerTime(ledger));
  const { status, account, currency, waitingSince, amountBucket } = searchAttributes;
  // null takes an attribute away.
  upsertSearchAttributes([
    { key: status, value: item?.status ?? null },
    { key: account, value: item?.account ?? null },
    { key: currency, value: item?.currency ?? null },
    { key: waitingSince, value: item === null ? null : new Date(item.waitingSince) },
    { key: amountBucket, value: item?.amountBucket ?? null },
  ]);
  ledger.publishedWorkItem = item;
}

/** An attribute that the server lacks would stop the ledger: only what the worker found there, and told, counts. */
function isOutdated(ledger: Ledger): boolean {
  const { rules, state, publishedWorkItem } = ledger;
  return rules?.workListEnabled === true && !isSameWork(workItem(state, ledgerTime(ledger)), publishedWorkItem);
}
