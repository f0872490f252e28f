import { ActivityFailure, condition, proxyActivities } from '@temporalio/workflow';
import type {
  CaptureSnapshot,
  PaymentSnapshot,
  ReversalRequest,
  ReversalView,
} from 'temporal-payment-reversals/contract';
import type { OrderActivities, PaymentCall, PaymentResult } from './activities';
import type { CaptureFinding, OrderInput, OrderStatus, OrderView } from './order';
import { paymentOf } from './requests';

/** An order while its workflow runs. */
export interface Order {
  readonly input: OrderInput;
  status: OrderStatus;
  payment: PaymentSnapshot | null;
  shipAsked: boolean;
  deliveryTold: boolean;
  cancelAsked: boolean;
  /** Returns that were accepted and wait for their child. */
  readonly returns: ReversalRequest[];
  readonly reversals: Map<string, ReversalView | null>;
}

const { authorizeOrder, captureOrder } = proxyActivities<OrderActivities>({
  // Longer than the gateway client's own timeout, so that its answer is read.
  startToCloseTimeout: '1 minute',
  // The gateway has no idempotency key: Temporal must not send again what may have been done.
  retry: { maximumAttempts: 1 },
});

const firstPauseMs = 5_000;
const longestPauseMs = 5 * 60_000;

export function openOrder(input: OrderInput): Order {
  return {
    input,
    status: 'authorizing',
    payment: null,
    shipAsked: false,
    deliveryTold: false,
    cancelAsked: false,
    returns: [],
    reversals: new Map(),
  };
}

export function viewOf({ input, status, payment, reversals }: Order): OrderView {
  return { orderId: input.orderId, status, payment, reversals: Object.fromEntries(reversals) };
}

/** Holds the money. Afterwards the order has a payment, or its status says why not. */
export async function authorize(order: Order): Promise<void> {
  const result = await sendUntilItLeft(order, () => authorizeOrder(callOf(order.input)));
  switch (result.status) {
    case 'done':
      if (result.reference === null) break;
      order.payment = paymentOf(order.input, result.reference, new Date().toISOString());
      order.status = 'authorized';
      return;
    case 'declined':
      order.status = 'declined';
      return;
    case 'notSent':
      order.status = 'cancelled';
      return;
    case 'unknown':
      break;
  }
  order.status = 'authorizationUnknown';
}

/** Takes the money. Until the result is known, the snapshot says that the capture has started. */
export async function capture(order: Order): Promise<void> {
  const { payment } = order;
  if (payment === null) return;
  order.status = 'capturing';
  setCapture(order, { status: 'started' });
  const { authorizationReference } = payment;
  const result = await sendUntilItLeft(order, () => captureOrder({ ...callOf(order.input), authorizationReference }));
  switch (result.status) {
    case 'done':
      recordCapture(order, { captured: true, gatewayReference: result.reference });
      return;
    case 'declined':
    case 'notSent':
      recordCapture(order, { captured: false, gatewayReference: null });
      return;
    case 'unknown':
      order.status = 'captureUnknown';
  }
}

/** Nothing is shipped without money: an order whose capture was not made is cancelled, which releases its hold. */
export function recordCapture(order: Order, { captured, gatewayReference }: CaptureFinding): void {
  if (captured) {
    setCapture(order, { status: 'succeeded', gatewayReference, capturedAt: new Date().toISOString() });
    order.status = 'shipped';
    return;
  }
  setCapture(order, { status: 'failed' });
  order.status = 'captureDeclined';
  order.cancelAsked = true;
}

function setCapture(order: Order, known: Omit<CaptureSnapshot, 'captureId' | 'amountMinor'>): void {
  if (order.payment === null) return;
  const captures = [{ captureId: 'capture', amountMinor: order.input.totalMinor, ...known }];
  order.payment = { ...order.payment, captures };
}

/** What never left is sent again later, until the order is cancelled. What may have left is never sent again. */
async function sendUntilItLeft(order: Order, send: () => Promise<PaymentResult>): Promise<PaymentResult> {
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    const result = await send().catch(unknownAfterFailure);
    if (result.status !== 'notSent' || (await condition(() => order.cancelAsked, pauseMs))) return result;
  }
}

/** A lost worker or a timeout does not prove that nothing was done. */
function unknownAfterFailure(error: unknown): PaymentResult {
  if (error instanceof ActivityFailure) return { status: 'unknown' };
  throw error;
}

function callOf({ orderId, totalMinor, currency, gatewayAccount, card }: OrderInput): PaymentCall {
  return { orderId, amountMinor: totalMinor, currency, gatewayAccount, card };
}
