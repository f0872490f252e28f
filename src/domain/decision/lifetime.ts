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
  const cached = endings.get(payment);
  if (cached?.rules === rules) return cached.endsAt;
  const ends = [
    after(holdEndsAt(payment, rules), rules.refundWindowDays + rules.lateEventDays),
    ...succeededCaptures(payment).map((capture) =>
      after(capturedAt(payment, capture), rules.refundWindowDays + rules.lateEventDays),
    ),
  ];
  const endsAt = ends.reduce((last, end) => (Date.parse(end) > Date.parse(last) ? end : last));
  endings.set(payment, { rules, endsAt });
  return endsAt;
}

/** A ledger asks after every message whether it has ended. */
const endings = new WeakMap<Payment, { readonly rules: AccountRules; readonly endsAt: string }>();

function after(instant: string, count: number): string {
  return new Date(Date.parse(instant) + days(count)).toISOString();
}
