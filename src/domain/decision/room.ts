import { jsonSize } from '../model/json-size';
import {
  capturesKept,
  disputesKept,
  eventIdsKept,
  externalRefundsKept,
  cancelsBeyond,
  reversalsKept,
  stateSizeKept,
  stateSizeReserve,
  type LedgerState,
} from '../model/ledger-state';
import { listSize } from '../model/list-index';
import type { PaymentEvent } from '../model/payment-event';
import type { Reason } from '../model/reasons';
import type { Operation } from '../model/reversal';

// A run hands all that it knows to the next one, and the server takes 2 MiB. So everything has a bound.

/** Why this ledger takes no further request of this kind; null: it has room. Says what fills it. */
export function fullFor(state: LedgerState, operation: Operation): Reason | null {
  const isCancel = operation === 'cancel';
  const most = isCancel ? reversalsKept + cancelsBeyond : reversalsKept;
  const rest = isCancel
    ? 'No further request is admitted: reverse the rest in the gateway itself, and record it'
    : 'Only a cancel is still admitted';
  if (state.reversals.length >= most) return full(`${String(most)} reversals`, rest);
  // What cannot be recorded is missing in the balance, so that nothing more is refunded against it.
  if (!isCancel && state.eventIds.length >= eventIdsKept) return full(`${String(eventIdsKept)} events`, rest);
  return fullBySize(state, isCancel ? stateSizeKept + stateSizeReserve : stateSizeKept, rest);
}

/** Why an event cannot be recorded any more; null: there is room. Says what fills it. */
export function fullForEvent(state: LedgerState, event: PaymentEvent): Reason | null {
  const { externalRefunds, disputes, eventIds } = state;
  const rest = 'This event is not recorded: refund nothing more of this payment, and reconcile it by hand';
  if (eventIds.length >= eventIdsKept) return full(`${String(eventIdsKept)} events`, rest);
  if (event.kind === 'externalRefund' && externalRefunds.length >= externalRefundsKept) {
    return full(`${String(externalRefundsKept)} external refunds`, rest);
  }
  const isDispute = event.kind === 'disputeOpened' || event.kind === 'disputeClosed';
  if (isDispute && disputes.length >= disputesKept && !disputes.some((one) => one.disputeId === event.disputeId)) {
    return full(`${String(disputesKept)} disputes`, rest);
  }
  return fullBySize(state, stateSizeKept + stateSizeReserve, rest);
}

/** Why a payment of so many captures is not taken over; null: there is room. */
export function fullOfCaptures(count: number): Reason | null {
  if (count <= capturesKept) return null;
  return full(`${String(capturesKept)} captures`, `This would make ${String(count)}: nothing of it was taken over`);
}

/** How many bytes a ledger's state takes as JSON, by its parts. */
export function sizesOf(state: LedgerState): readonly (readonly [part: string, bytes: number])[] {
  const { reversals, ...others } = state;
  const sizes = Object.entries(others).map(([part, held]) => [part, jsonSize(held)] as const);
  return [['reversals', listSize(reversals)], ...sizes];
}

/** The same in all. */
export function sizeOf(state: LedgerState): number {
  return sizesOf(state).reduce((sum, [, bytes]) => sum + bytes, 0);
}

function fullBySize(state: LedgerState, most: number, rest: string): Reason | null {
  const sizes = sizesOf(state);
  const bytes = sizes.reduce((sum, [, size]) => sum + size, 0);
  if (bytes <= most) return null;
  const [part = '', size = 0] = sizes.toSorted((one, other) => other[1] - one[1])[0] ?? [];
  return full(`${inKib(bytes)}, most of it ${partNames[part] ?? part} (${inKib(size)})`, rest);
}

function inKib(bytes: number): string {
  return `${String(Math.ceil(bytes / 1024))} KiB`;
}

const partNames: Readonly<Record<string, string>> = {
  payment: 'captures',
  eventIds: 'events',
  externalRefunds: 'external refunds',
  tokenIds: 'ids of used tokens',
  earlyDecisions: 'early decisions',
  audit: 'the audit trail',
};

function full(what: string, rest: string): Reason {
  return { code: 'ledgerFull', message: `the ledger of this payment is full: it holds ${what}. ${rest}` };
}
