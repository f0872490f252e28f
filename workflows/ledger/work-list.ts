import { upsertSearchAttributes } from '@temporalio/workflow';
import { searchAttributes } from '../../src/contract/search-attributes';
import { isSameWork, workItem } from '../../src/domain/views/work-item';
import { type Ledger, ledgerTime } from './ledger';

/**
 * The server's work list differs from the ledger's state. An attribute that the server lacks would stop the ledger: only
 * what the worker found there, and wrote into the rules, is published.
 */
export function needsPublishing(ledger: Ledger): boolean {
  const { rules, state, publishedWorkItem } = ledger;
  return rules?.workListEnabled === true && !isSameWork(workItem(state, ledgerTime(ledger)), publishedWorkItem);
}

/** Updates the server's work list: a reversal that works through leaves no event, one that parks sets the attributes. */
export function publishWorkItem(ledger: Ledger): void {
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
