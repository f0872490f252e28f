/** What moves or holds money at the gateway. */
export type MoneyOperation = 'authorize' | 'charge' | 'capture' | 'void' | 'refund';

/** All of them, in the order of a payment's life. */
export const moneyOperations = ['authorize', 'charge', 'capture', 'void', 'refund'] as const;

/**
 * One movement of money, as `GET /_simulator/movements` lists it. A void's amount is what it released or reversed.
 * `refundFailed` gives a refund's money back to what was captured, some time after the refund had succeeded.
 */
export interface Movement {
  readonly at: string;
  readonly operation: MoneyOperation | 'refundFailed';
  readonly amountMinor: number;
  readonly currency: string;
  /** The gateway's reference of this movement. */
  readonly reference: string;
  readonly myRef: string | null;
  /** The gateway's reference of the authorization or charge it belongs to. */
  readonly payment: string;
  /** Whether a whole HTTP answer was written to a client that was still there. */
  readonly answered: boolean;
}

/** The gateway's raw word for a transaction's state, as a status answer shows it. */
export type RawState =
  'authorized' | 'partially_captured' | 'captured' | 'voided' | 'expired' | 'succeeded' | 'pending' | 'failed';

/** A transaction of the simulated gateway: one accepted request. */
export interface Transaction {
  readonly reference: string;
  readonly operation: MoneyOperation;
  readonly payment: string;
  /** The transaction it refers to (`refTransId`); null for an authorization or a charge. */
  readonly against: string | null;
  readonly amountMinor: number;
  readonly currency: string;
  readonly myRef: string | null;
  readonly at: string;
  /** Whether the batch that moves the money has run; only charges and captures settle. */
  readonly settled: boolean;
  readonly condition: 'open' | 'voided' | 'expired' | 'pending' | 'failed';
}

/** A transaction and its raw state at one moment. */
export interface TransactionView extends Transaction {
  readonly state: RawState;
}

/** What a request asks the gateway's books to do. Amounts are minor units. */
export interface MoneyOrder {
  readonly operation: MoneyOperation;
  readonly amountMinor: number;
  readonly currency: string;
  readonly against: string | null;
  readonly myRef: string | null;
}
