import type { LedgerListing } from '../../client';
import type { WorkStatus } from '../../domain/views/work-item';
import { ageText } from './age';
import { listTable } from './table';

const waitsFor: Readonly<Record<WorkStatus, string>> = {
  recovery: 'recovery of the ledger',
  mismatch: 'a person: answered otherwise',
  unknown: 'a person: outcome unknown',
  operator: 'a person',
  approvalEscalated: 'approval, escalated',
  approvalLate: 'approval, late',
  approval: 'approval',
  lookup: 'lookup: outcome unknown',
  gateway: 'the gateway',
  pending: 'the end of what was accepted',
  capture: 'the end of a capture',
  settlement: 'settlement',
};

/** The ledgers of a namespace for people. */
export function listingText({ ledgers }: LedgerListing, nowMs: number): string {
  if (ledgers.length === 0) return 'no ledgers: one is opened by the first request for a payment';
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
      { heading: 'events', align: 'right' },
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
      // The server counts the events of closed workflows only.
      historyLength === null ? '-' : String(historyLength),
    ]),
  );
}

/** Where nothing fits the filters. */
export const nothingListed = 'nothing waits like that';
