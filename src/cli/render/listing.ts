import type { LedgerListing } from '../../client';
import type { WorkStatus } from '../../domain/views/work-item';
import { ageText } from './age';
import { listTable } from './table';

const waitsFor: Readonly<Record<WorkStatus, string>> = {
  recovery: 'recovery of the ledger',
  mismatch: 'a person: the answer differs',
  unknown: 'a person: outcome unknown',
  operator: 'a person',
  approvalEscalated: 'approval, escalated',
  approvalLate: 'approval, overdue',
  approval: 'approval',
  lookup: 'lookup: outcome unknown',
  gateway: 'the gateway',
  pending: 'a final outcome',
  capture: 'a capture',
  settlement: 'settlement',
};

/** The ledgers of a namespace for people. */
export function listingText({ ledgers }: LedgerListing, nowMs: number): string {
  if (ledgers.length === 0) return 'no ledgers: the first request for a payment opens one';
  return listTable(
    [
      { heading: 'payment' },
      { heading: 'ledger' },
      { heading: 'waits for' },
      { heading: 'age', align: 'right' },
      { heading: 'about' },
      { heading: 'account' },
      { heading: 'opened' },
      { heading: 'closed' },
      { heading: 'history events', align: 'right' },
    ],
    ledgers.map(({ paymentId, status, parked, openedAt, closedAt, historyLength }) => [
      paymentId,
      status,
      parked === null ? '-' : waitsFor[parked.status],
      parked === null ? '-' : ageText(parked.waitingSince, nowMs),
      parked === null ? '-' : `${parked.amountBucket} ${parked.currency}`,
      parked?.account ?? '-',
      openedAt,
      closedAt ?? '-',
      // The server reports the history length of closed workflows only.
      historyLength === null ? '-' : String(historyLength),
    ]),
  );
}

/** Shown when no payment matches the filters. */
export const nothingListed = 'no payments match';
