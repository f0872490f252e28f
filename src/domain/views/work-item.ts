import { latenessOf } from '../decision/approval-of-plan';
import { assertNever } from '../model/assert-never';
import { exponentOf, type CurrencyCode } from '../model/currency';
import { isOpen } from '../model/leg';
import { openReversals } from '../model/ledger-state';
import type { Payment } from '../model/payment';
import { perState } from '../model/per-state';
import { statusOf, type ReversalStatus } from './status';
import type { Reversal } from '../model/reversal';

/**
 * For what the most urgent reversal of a payment is parked, the most urgent first.
 * `recovery`, `mismatch`: as a view says. `unknown`: it was sent, and a person must look up its outcome.
 * `operator`: a person must do something else. `approval…`: people must decide, and how late they are.
 * `lookup`: its outcome is being looked up. `gateway`, `pending`, `capture`, `settlement`: it continues automatically.
 */
export const workStatuses = [
  'recovery',
  'mismatch',
  'unknown',
  'operator',
  'approvalEscalated',
  'approvalLate',
  'approval',
  'lookup',
  'gateway',
  'pending',
  'capture',
  'settlement',
] as const;

export type WorkStatus = (typeof workStatuses)[number];

/** How much is parked, in major units of its currency: enough to sort by, without the exact amount. */
export type AmountBucket = 'under 10' | '10 to 100' | '100 to 1000' | '1000 to 10000' | 'from 10000';

/** What a work list knows of one payment. No personal data: it is kept where every operator of the server can read it. */
export interface WorkItem {
  readonly status: WorkStatus;
  /** The gateway account. */
  readonly account: string;
  readonly currency: CurrencyCode;
  /** ISO 8601. */
  readonly waitingSince: string;
  readonly amountBucket: AmountBucket;
}

/** The most urgent reversal that is not being worked on right now; null: nothing is parked. */
export const workItem = perState((state, now): WorkItem | null => {
  const { payment } = state;
  if (payment === null) return null;
  const parked = openReversals(state).flatMap((reversal) => {
    const shown = statusOf(state, reversal, now);
    const status = workStatusOf(reversal, shown, now);
    return status === null ? [] : [{ reversal, status, since: shown.since }];
  });
  const first = parked.toSorted(byUrgency)[0];
  if (first === undefined) return null;
  return {
    status: first.status,
    account: payment.gatewayAccount,
    currency: payment.currency,
    waitingSince: first.since,
    amountBucket: bucketOf(amountOf(first.reversal, payment), payment.currency),
  };
});

/** Whether two work lists would show the same. */
export function isSameWork(one: WorkItem | null, other: WorkItem | null): boolean {
  if (one === null || other === null) return one === other;
  return (
    one.status === other.status && one.waitingSince === other.waitingSince && one.amountBucket === other.amountBucket
  );
}

interface Parked {
  readonly status: WorkStatus;
  readonly since: string;
}

function byUrgency(one: Parked, other: Parked): number {
  const rank = workStatuses.indexOf(one.status) - workStatuses.indexOf(other.status);
  return rank === 0 ? Date.parse(one.since) - Date.parse(other.since) : rank;
}

function workStatusOf(reversal: Reversal, { waitingFor, reason }: ReversalStatus, now: string): WorkStatus | null {
  switch (waitingFor) {
    case null:
      return null;
    case 'approval':
      return approvalStatus(reversal, now);
    case 'operator':
      return reason?.code === 'outcomeUnknown' || reason?.code === 'acceptedNotFinal' ? 'unknown' : 'operator';
    case 'capture':
    case 'settlement':
    case 'gateway':
    case 'pending':
    case 'lookup':
    case 'mismatch':
    case 'recovery':
      return waitingFor;
    default:
      return assertNever(waitingFor);
  }
}

function approvalStatus(reversal: Reversal, now: string): WorkStatus {
  const late = latenessOf(reversal, now);
  if (late === null) return 'approval';
  return late === 'reminder' ? 'approvalLate' : 'approvalEscalated';
}

/** What its open legs hold; before it has any, what was asked for. */
function amountOf({ legs, requestedMinor }: Reversal, { authorizedMinor }: Payment): number {
  const open = legs.filter(isOpen);
  return open.length > 0 ? open.reduce((sum, leg) => sum + leg.reservedMinor, 0) : (requestedMinor ?? authorizedMinor);
}

function bucketOf(amountMinor: number, currency: CurrencyCode): AmountBucket {
  const majorUnit = 10 ** exponentOf(currency);
  if (amountMinor < 10 * majorUnit) return 'under 10';
  if (amountMinor < 100 * majorUnit) return '10 to 100';
  if (amountMinor < 1_000 * majorUnit) return '100 to 1000';
  return amountMinor < 10_000 * majorUnit ? '1000 to 10000' : 'from 10000';
}
