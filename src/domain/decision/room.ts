import { jsonSize } from '../model/json-size';
import {
  cancelsBeyond,
  capturesKept,
  disputesKept,
  externalRefundsKept,
  reversalsKept,
  stateSizeKept,
  stateSizeReserve,
  type LedgerState,
} from '../model/ledger-state';
import { listSize } from '../model/list-index';
import type { PaymentEventKind } from '../model/payment-event';
import type { Reason } from '../model/reasons';
import type { Operation } from '../model/reversal';
import { statementsKept, statementsReserved, statementsSizeKept, statementsSizeReserved } from '../model/statement';

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
  const unrecorded = isCancel ? null : cannotBeRecorded(state);
  if (unrecorded !== null) return full(unrecorded, rest);
  return fullBySize(state, isCancel ? stateSizeKept + stateSizeReserve : stateSizeKept, rest);
}

/** What takes money away from refunds: a ledger that did not learn of it would refund too much. */
const protective: readonly PaymentEventKind[] = [
  'disputeOpened',
  'externalRefund',
  'refundSucceeded',
  'voidSucceeded',
  'captureStarted',
];

/**
 * Why an event of this kind cannot be recorded any more; null: there is room. No statement is ever forgotten: a repeat of
 * it would count again.
 */
export function fullForEvent(state: LedgerState, kind: PaymentEventKind): Reason | null {
  const isProtective = protective.includes(kind);
  const rest = isProtective ? notRecorded : `${notRecorded}. What takes money away from refunds is still recorded`;
  const statements = fullOfStatements(state, isProtective);
  if (statements !== null) return full(statements, rest);
  return fullBySize(state, stateSizeKept + (isProtective ? stateSizeReserve : stateSizeReserve / 2), rest);
}

/** Why what an event makes of the state is not taken over; null: there is room for it. */
export function fullWith(before: LedgerState, after: LedgerState): Reason | null {
  const captures = after.payment?.captures.length ?? 0;
  const tooMany =
    captures > (before.payment?.captures.length ?? 0) && captures > capturesKept
      ? `${String(capturesKept)} captures`
      : (grownBeyond(before.externalRefunds, after.externalRefunds, externalRefundsKept, 'external refunds') ??
        grownBeyond(before.disputes, after.disputes, disputesKept, 'disputes'));
  return tooMany === null ? null : full(tooMany, notRecorded);
}

/** Why a payment of so many captures is not taken over; null: there is room. */
export function fullOfCaptures(count: number): Reason | null {
  if (count <= capturesKept) return null;
  return full(`${String(capturesKept)} captures`, `This would make ${String(count)}: nothing of it was taken over`);
}

const notRecorded = 'This event is not recorded: refund nothing more of this payment, and reconcile it by hand';

function cannotBeRecorded(state: LedgerState): string | null {
  const { externalRefunds, disputes } = state;
  if (externalRefunds.length >= externalRefundsKept) return `${String(externalRefundsKept)} external refunds`;
  if (disputes.length >= disputesKept) return `${String(disputesKept)} disputes`;
  return fullOfStatements(state, true);
}

function fullOfStatements({ statements }: LedgerState, isProtective: boolean): string | null {
  const most = isProtective ? statementsKept + statementsReserved : statementsKept;
  if (statements.length >= most) return `${String(most)} events`;
  const mostBytes = isProtective ? statementsSizeKept + statementsSizeReserved : statementsSizeKept;
  return jsonSize(statements) < mostBytes ? null : `${inKib(mostBytes)} of events`;
}

function grownBeyond(before: readonly unknown[], after: readonly unknown[], most: number, what: string): string | null {
  return after.length > before.length && after.length > most ? `${String(most)} ${what}` : null;
}

/** How many bytes a ledger's state takes as JSON, by its parts. */
export function sizesOf(state: LedgerState): readonly (readonly [part: keyof LedgerState, bytes: number])[] {
  const parts = Object.keys(partNames) as (keyof LedgerState)[];
  return parts.map((part) => [part, part === 'reversals' ? listSize(state.reversals) : jsonSize(state[part])]);
}

/** The same in all. */
export function sizeOf(state: LedgerState): number {
  return sizesOf(state).reduce((sum, [, bytes]) => sum + bytes, 0);
}

function fullBySize(state: LedgerState, most: number, rest: string): Reason | null {
  const sizes = sizesOf(state);
  const bytes = sizes.reduce((sum, [, size]) => sum + size, 0);
  if (bytes <= most) return null;
  const [part, size] = sizes.toSorted((one, other) => other[1] - one[1])[0] ?? ['reversals', bytes];
  return full(`${inKib(bytes)}, most of it ${partNames[part]} (${inKib(size)})`, rest);
}

function inKib(bytes: number): string {
  return `${String(Math.ceil(bytes / 1024))} KiB`;
}

/** Every part of the state, as a refusal names it: what is missing here does not compile, so that nothing goes uncounted. */
const partNames: Readonly<Record<keyof LedgerState, string>> = {
  reversals: 'reversals',
  payment: 'captures',
  statements: 'events',
  externalRefunds: 'external refunds',
  disputes: 'disputes',
  spentTokens: 'ids of used tokens',
  audit: 'the audit trail',
  auditChain: 'the digests of the audit trail',
  refusals: 'refusals',
  notes: 'notes',
  earlyDecisions: 'early decisions',
  releasedMinor: 'the amount that was released',
  frozen: 'why it is frozen',
  gateway: 'the state of the gateway',
};

function full(what: string, rest: string): Reason {
  return { code: 'ledgerFull', message: `the ledger of this payment is full: it holds ${what}. ${rest}` };
}
