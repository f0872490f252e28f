import type { WorkflowHandle } from '@temporalio/client';
import { placeOrder } from '../../examples/order-lifecycle/client';
import { orderQuery, type OrderStatus, type OrderView } from '../../examples/order-lifecycle/order';
import type { orderWorkflow } from '../../examples/order-lifecycle/order-workflow';
import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import type { ReversalRequest } from '../../src/contract/reversal-request';
import type { ReversalView } from '../../src/domain/views/view';
import type { MoneyOutcome } from '../../src/gateway';
import { storyAccount } from './rules';
import { currency, until } from './scene';
import type { Stage } from './stage';

const card = { cardNumber: '@tok', cardHolderName: 'Jane Smith', expirationMonth: 12, expirationYear: 2030 };
const gatewayAccount = storyAccount;

export type OrderHandle = WorkflowHandle<typeof orderWorkflow>;

/** An order workflow whose payment is authorized. */
export async function authorizedOrder(stage: Stage, letter: string, totalMinor: number): Promise<OrderHandle> {
  const order = await placeOrder(stage.temporal, stage.taskQueue, {
    orderId: stage.paymentIdOf(letter),
    customerId: 'alice',
    currency,
    totalMinor,
    gatewayAccount,
    card,
    returnWindowDays: 30,
  });
  await orderIs(order, 'authorized');
  return order;
}

export function orderIs(order: OrderHandle, wanted: OrderStatus): Promise<OrderView> {
  return until(
    `the order to be ${wanted}`,
    () => order.query(orderQuery),
    ({ status }) => status === wanted,
  );
}

/** What became of a request that the order has made. */
export async function reversalOf(order: OrderHandle, requestId: string): Promise<ReversalView> {
  const ask = async (): Promise<ReversalView | null> => (await order.query(orderQuery)).reversals[requestId] ?? null;
  return present(await until(`reversal ${requestId} to be settled`, ask, (view) => view !== null));
}

/** A payment that the shop has authorized without a workflow. */
export async function authorizedPayment(stage: Stage, letter: string, amountMinor: number): Promise<PaymentSnapshot> {
  const paymentId = stage.paymentIdOf(letter);
  const outcome = await stage.gateway.authorize({ amountMinor, currency, card, myRef: `${paymentId}/authorize` });
  return {
    paymentId,
    kind: 'authorization',
    currency,
    authorizedMinor: amountMinor,
    authorizationReference: referenceIn(outcome),
    authorizedAt: new Date().toISOString(),
    gatewayAccount,
    card,
  };
}

/** Captures all of an authorized payment at the gateway. Returns its reference, which is recorded nowhere else. */
export async function capture({ gateway }: Stage, payment: PaymentSnapshot): Promise<string> {
  const { authorizedMinor: amountMinor, authorizationReference: refTransId, paymentId } = payment;
  return referenceIn(await gateway.capture({ amountMinor, currency, refTransId, card, myRef: `${paymentId}/capture` }));
}

/** A payment that the shop has captured whole, as the shop describes it. */
export async function capturedPayment(stage: Stage, letter: string, amountMinor: number): Promise<PaymentSnapshot> {
  const payment = await authorizedPayment(stage, letter, amountMinor);
  const gatewayReference = await capture(stage, payment);
  const capturedAt = new Date().toISOString();
  return {
    ...payment,
    captures: [{ captureId: 'capture', status: 'succeeded', amountMinor, gatewayReference, capturedAt }],
  };
}

/** Support asks for an amount back. */
export function refundOf(payment: PaymentSnapshot, requestId: string, amountMinor: number): ReversalRequest {
  const requester = { id: 'support' };
  return { requestId, operation: 'refund', amountMinor, requester, reason: 'goodwill', payment };
}

/** Waits until a reversal is in a phase. */
export async function reversalIn(
  { client }: Stage,
  { payment, requestId }: ReversalRequest,
  phase: ReversalView['phase'],
): Promise<ReversalView> {
  const ask = (): Promise<ReversalView | null> => client.find(payment.paymentId, requestId);
  return present(await until(`reversal ${requestId} to be ${phase}`, ask, (view) => view?.phase === phase));
}

/** The status of a reversal, in a few words. */
export function standingOf({ phase, outcome, waitingFor, plan, reason }: ReversalView): string {
  const stands = outcome ?? (waitingFor === null ? phase : `${phase}: ${waitingFor}`);
  return plan === null ? `${stands} (${reason?.code ?? 'no plan'})` : stands;
}

/** Why: the row of the decision table, or the reason of a refusal. */
export function whyOf({ plan, reason }: ReversalView): string {
  if (plan !== null) return `row ${plan.row} of the decision table: ${plan.why}`;
  return reason === null ? 'nothing was planned' : `${reason.code}: ${reason.message}`;
}

function present(view: ReversalView | null): ReversalView {
  if (view === null) throw new Error('the ledger does not know the request');
  return view;
}

function referenceIn(outcome: MoneyOutcome): string {
  if (outcome.kind !== 'Succeeded' || outcome.answer.gatewayReference === null) {
    throw new Error(`the simulated gateway answered ${outcome.kind}`);
  }
  return outcome.answer.gatewayReference;
}
