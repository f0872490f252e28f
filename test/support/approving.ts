import type { ReversalView } from '../../src/client';
import type { DecisionInput } from '../../src/contract/decision';
import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import { toPayment } from '../../src/contract/normalise';
import { destinationOf } from '../../src/domain/model/destination';
import { shownTerms } from '../../src/domain/views/shown-terms';
import { eventually } from './eventually';
import { refundOf, type World } from './world';

/** The digest of a refund of the first capture, for whoever decides before a view shows it. */
export function refundDigest(payment: PaymentSnapshot): string {
  const reference = payment.captures?.[0]?.gatewayReference ?? payment.authorizationReference;
  return destinationOf(toPayment(payment), [{ operation: 'refund', reference }]).digest;
}

/** What a person approves who has looked at a view: the terms of its plan. */
export function askedTerms(view: ReversalView, approver: string): Omit<DecisionInput, 'decision'> {
  const terms = shownTerms(view);
  if (terms === null) throw new Error(`Reversal ${view.reversalId} has no plan to decide about.`);
  return { ...terms, approver: { id: approver }, comment: 'looked at the order' };
}

/** A refund of 500.00 out of 2000.00 that waits for approval. */
export async function waitingRefund(world: World): Promise<{ payment: PaymentSnapshot; view: ReversalView }> {
  const payment = await world.captured(200_000);
  const view = await world.client.request(refundOf(payment, 50_000));
  expect(view).toMatchObject({ phase: 'waiting', waitingFor: 'approval' });
  return { payment, view };
}

/** Resolves once the reversal has completed. */
export async function completed(world: World, payment: PaymentSnapshot, { reversalId }: ReversalView): Promise<void> {
  await eventually(
    () => world.client.find(payment.paymentId, reversalId),
    (view) => view?.phase === 'completed',
  );
}
