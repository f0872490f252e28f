import { capturedAt, succeededCaptures, type Payment } from '../model/payment';
import type { AccountRules } from '../model/profile';
import { days, holdEndsAt } from './terms';

/** How long a ledger without a snapshot stays open. */
const withoutSnapshotDays = 400;

/**
 * Until when a ledger listens: authorization + its lifetime + refund window + watch; from a capture on, that capture's
 * own window + watch if that is later. ISO 8601.
 */
export function ledgerEndsAt(payment: Payment | null, rules: AccountRules | null, openedAt: string): string {
  if (payment === null || rules === null) return after(openedAt, withoutSnapshotDays);
  const ends = [
    after(holdEndsAt(payment, rules), rules.refundWindowDays + rules.lateEventDays),
    ...succeededCaptures(payment).map((capture) =>
      after(capturedAt(payment, capture), rules.refundWindowDays + rules.lateEventDays),
    ),
  ];
  return ends.reduce((last, end) => (Date.parse(end) > Date.parse(last) ? end : last));
}

function after(instant: string, count: number): string {
  return new Date(Date.parse(instant) + days(count)).toISOString();
}
