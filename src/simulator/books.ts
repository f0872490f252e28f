import type { RawState, Transaction } from './transaction';

/** Everything that happened to one payment, read from its transactions. Failed and pending ones moved nothing. */
export interface PaymentBooks {
  readonly root: Transaction;
  /** The captures; a charge is its own capture. */
  readonly captures: readonly Transaction[];
  readonly refunds: readonly Transaction[];
}

/** Gathers one payment's books. `all` is every transaction the gateway holds. */
export function booksOf(root: Transaction, all: Iterable<Transaction>): PaymentBooks {
  const own = [...all].filter(({ payment, condition }) => payment === root.reference && condition !== 'failed');
  const done = own.filter(({ condition }) => condition !== 'pending');
  return {
    root,
    captures: done.filter(({ operation }) => operation === 'capture' || operation === 'charge'),
    refunds: done.filter(({ operation }) => operation === 'refund'),
  };
}

/** The part of an authorization that no capture has used. */
export function uncapturedMinor({ root, captures }: PaymentBooks): number {
  return root.operation === 'charge' ? 0 : Math.max(0, root.amountMinor - sumMinor(captures));
}

/** Captured and not reversed by a void. */
export function capturedMinor({ captures }: PaymentBooks): number {
  return sumMinor(captures.filter(({ condition }) => condition !== 'voided'));
}

/** Refunded by refunds that have not failed since. */
export function refundedMinor({ refunds }: PaymentBooks): number {
  return sumMinor(refunds);
}

/** What may still be refunded by this reference: a capture's own rest, and never more than the payment's rest. */
export function refundableMinor(books: PaymentBooks, target: Transaction): number {
  const restOfPayment = capturedMinor(books) - refundedMinor(books);
  if (target.operation !== 'capture') return restOfPayment;
  const ofThisCapture = sumMinor(books.refunds.filter(({ against }) => against === target.reference));
  return Math.min(restOfPayment, target.amountMinor - ofThisCapture);
}

/** The gateway's raw word for a transaction's state. */
export function rawStateOf(transaction: Transaction, books: PaymentBooks): RawState {
  if (transaction.condition === 'pending' || transaction.condition === 'failed') return transaction.condition;
  if (transaction.operation !== 'authorize') return transaction.condition === 'voided' ? 'voided' : 'succeeded';
  if (transaction.condition !== 'open') return capturedMinor(books) > 0 ? 'captured' : transaction.condition;
  if (books.captures.length === 0) return 'authorized';
  return uncapturedMinor(books) > 0 ? 'partially_captured' : 'captured';
}

function sumMinor(transactions: readonly Transaction[]): number {
  return transactions.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}
