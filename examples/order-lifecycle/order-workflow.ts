import { ApplicationFailure, CancellationScope, condition, log, setHandler } from '@temporalio/workflow';
import { checkReversalRequest, type ReversalRequest } from 'temporal-payment-reversals/contract';
import { startCancel, startRefund, type ReversalHandle } from 'temporal-payment-reversals/workflow';
import { cancelOrder, captureFound, delivered, orderQuery, returnLine, ship } from './order';
import type { LineReturn, OrderInput, OrderView } from './order';
import { authorize, capture, openOrder, recordCapture, viewOf, type Order } from './taking-money';
import { cancelRequest, paymentOf, returnRequest } from './requests';

/**
 * An order from its authorization to the end of its return window: authorize → wait → capture or cancel → returns.
 * Cancelling this workflow cancels the order.
 */
export async function orderWorkflow(input: OrderInput): Promise<OrderView> {
  // An order that could not be cancelled later is not authorized at all.
  refuseMalformed(cancelRequest(input, paymentOf(input, 'not-yet-known', new Date().toISOString())));
  const order = openOrder(input);
  listen(order);
  CancellationScope.current().cancelRequested.catch(() => {
    order.cancelAsked = true;
  });
  // A cancelled order is completed too: no call that takes money is cut off, and no hold is left behind.
  await CancellationScope.nonCancellable(() => live(order));
  return viewOf(order);
}

function listen(order: Order): void {
  setHandler(ship, () => {
    order.shipAsked = true;
  });
  setHandler(delivered, () => {
    order.deliveryTold = true;
  });
  setHandler(cancelOrder, () => {
    order.cancelAsked = true;
  });
  setHandler(captureFound, (finding) => {
    if (order.status === 'captureUnknown') recordCapture(order, finding);
  });
  setHandler(returnLine, (returned: LineReturn) => takeReturn(order, returned), {
    validator: (returned: LineReturn) => {
      refuseMalformed(requestFor(order, returned));
    },
  });
  setHandler(orderQuery, () => viewOf(order));
}

async function live(order: Order): Promise<void> {
  await authorize(order);
  if (order.payment === null) return;
  await condition(() => order.shipAsked || order.cancelAsked);
  if (!order.cancelAsked) await capture(order);
  await condition(() => order.cancelAsked || (order.status === 'shipped' && order.deliveryTold));
  if (!order.cancelAsked) await acceptReturns(order);
  if (order.cancelAsked) await cancel(order);
}

/** Lines may come back until the window closes. The ledger decides whether their amounts can be refunded. */
async function acceptReturns(order: Order): Promise<void> {
  order.status = 'delivered';
  const closesAt = Date.now() + order.input.returnWindowDays * 24 * 60 * 60_000;
  const isWorkAhead = (): boolean => order.cancelAsked || order.returns.length > 0;
  while (await condition(isWorkAhead, Math.max(1, closesAt - Date.now()))) {
    if (order.cancelAsked) return;
    for (const request of order.returns.splice(0)) {
      const child = await startRefund(request);
      // A refund may wait for days, for instance for a person; the next return does not wait for it.
      void follow(order, request, child);
    }
  }
  order.status = 'completed';
}

// #region reversal
async function cancel(order: Order): Promise<void> {
  if (order.payment === null) return;
  order.status = 'cancelled';
  const request = cancelRequest(order.input, order.payment);
  await follow(order, request, await startCancel(request));
}
// #endregion

/** Keeps the outcome of a request. Every outcome, also a refusal, is a value. */
async function follow(order: Order, { requestId }: ReversalRequest, child: ReversalHandle): Promise<void> {
  order.reversals.set(requestId, null);
  try {
    order.reversals.set(requestId, await child.result());
  } catch (error) {
    const message = 'the child was ended by hand; the reversal continues in its ledger, which can be asked';
    log.warn(message, { requestId, error });
  }
}

function takeReturn(order: Order, returned: LineReturn): string {
  const request = requestFor(order, returned);
  order.returns.push(request);
  return request.requestId;
}

function requestFor({ input, payment, status }: Order, returned: LineReturn): ReversalRequest {
  if (payment === null || status !== 'delivered') {
    throw ApplicationFailure.nonRetryable(
      `the order is ${status}: lines come back once it is delivered`,
      'NotDelivered',
    );
  }
  return returnRequest(input, payment, returned);
}

function refuseMalformed(request: ReversalRequest): void {
  const problems = checkReversalRequest(request);
  if (problems.length === 0) return;
  const message = problems.map(({ field, message: wrong }) => `${field}: ${wrong}`).join('; ');
  throw ApplicationFailure.nonRetryable(message, 'InvalidRequest');
}
