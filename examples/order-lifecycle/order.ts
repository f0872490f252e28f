import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Card, CurrencyCode, PaymentSnapshot, ReversalView } from 'temporal-payment-reversals/contract';

/** What a shop knows of an order when it is placed. */
export interface OrderInput {
  readonly orderId: string;
  readonly customerId: string;
  readonly currency: CurrencyCode;
  /** Minor units. */
  readonly totalMinor: number;
  readonly gatewayAccount: string;
  /** The number is an `@token`: everything in here is in the workflow's history. */
  readonly card: Card;
  /** How long after delivery a line may be returned, in days. */
  readonly returnWindowDays: number;
}

/** One line of the order that came back. */
export interface LineReturn {
  readonly line: string;
  /** Minor units. */
  readonly amountMinor: number;
}

/**
 * What a person found in the gateway's records about a capture whose answer was lost. `captured: false`: it was not
 * made.
 */
export interface CaptureFinding {
  readonly captured: boolean;
  readonly gatewayReference: string | null;
}

export type OrderStatus =
  | 'authorizing'
  | 'authorized'
  | 'declined'
  /** A hold may exist whose reference is not known; it expires automatically. */
  | 'authorizationUnknown'
  | 'capturing'
  /** Money may have been taken: nothing is shipped, and nothing is called failed, until a person has looked it up. */
  | 'captureUnknown'
  | 'captureDeclined'
  | 'shipped'
  | 'delivered'
  | 'cancelled'
  | 'completed';

/** The order as others see it. */
export interface OrderView {
  readonly orderId: string;
  readonly status: OrderStatus;
  /** What the order knows of its payment; null until it is authorized. */
  readonly payment: PaymentSnapshot | null;
  /** The outcome of each reversal; null while it is in progress. */
  readonly reversals: Readonly<Record<string, ReversalView | null>>;
}

/** The id of the workflow that carries an order. */
export function workflowIdOf(orderId: string): string {
  return `order/${orderId}`;
}

export const ship = defineSignal('ship');
export const delivered = defineSignal('delivered');
export const cancelOrder = defineSignal('cancelOrder');
export const captureFound = defineSignal<[CaptureFinding]>('captureFound');
/** Answers with the id of the request it makes; one that cannot be made is refused and leaves no trace. */
export const returnLine = defineUpdate<string, [LineReturn]>('returnLine');
export const orderQuery = defineQuery<OrderView>('order');
