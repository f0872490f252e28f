import { WorkflowNotFoundError } from '@temporalio/client';
import { LedgerNotFoundError } from '../../src/client';
import { queries } from '../../src/contract/messages';
import { ledgerIdOf } from '../../src/contract/names';
import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import { parseRules } from '../../src/rules/rules-file';
import { event } from '../support/payment-events';
import { useWorld } from '../support/use-world';
import { cancelOf, refundOf, told } from '../support/world';

const rules = parseRules({
  accounts: {
    'stripe-production': { profile: 'stripe' },
    'adyen-production': { profile: 'adyen' },
  },
});

const world = useWorld({ rules });

const view = [
  'reversalId',
  'paymentId',
  'operation',
  'currency',
  'requestedMinor',
  'phase',
  'waitingFor',
  'outcome',
  'reason',
  'requester',
  'requestReason',
  'requestedAt',
  'since',
  'plan',
  'legs',
  'approvals',
  'balance',
];
const plan = ['version', 'row', 'why', 'rulesVersion', 'destination', 'legs'];
const plannedLeg = ['legId', 'operation', 'amountMinor', 'captureId', 'reference'];
const leg = [
  'legId',
  'operation',
  'amountMinor',
  'captureId',
  'status',
  'myRef',
  'gatewayReference',
  'gatewayResultCode',
  'since',
  'attempts',
  'evidence',
];
const balance = [
  'authorizedMinor',
  'capturedMinor',
  'refundedMinor',
  'voidedMinor',
  'pendingMinor',
  'unknownMinor',
  'reservedMinor',
  'externallyRefundedMinor',
  'disputedMinor',
  'refundableMinor',
];

const keys = (value: unknown): readonly string[] => Object.keys(value ?? {}).sort();
const sorted = (names: readonly string[]): readonly string[] => [...names].sort();

/** The ledger's own answers to whoever asks by Temporal's tools. */
const handleOf = (paymentId: string) => world.connections.client.workflow.getHandle(ledgerIdOf(paymentId));

describe('The view of a reversal', () => {
  it('has exactly the fields that tools rely on, whoever asks for it', async () => {
    const payment = await world.captured(10_000);
    const request = refundOf(payment, 2_500);
    const answered = await world.client.request(request);
    expect(keys(answered)).toEqual(sorted(view));
    expect(keys(answered.plan)).toEqual(sorted(plan));
    expect(keys(answered.plan?.legs[0])).toEqual(sorted(plannedLeg));
    expect(keys(answered.legs[0])).toEqual(sorted(leg));
    expect(keys(answered.legs[0]?.attempts[0])).toEqual(['at', 'result', 'what']);
    expect(keys(answered.approvals)).toEqual(['countedMinor', 'expiresAt', 'given', 'late', 'needed']);
    expect(keys(answered.balance)).toEqual(sorted(balance));
    expect(keys(answered.requester)).toEqual(['id', 'onBehalfOf']);

    const { requestId } = request;
    expect(await world.client.find(payment.paymentId, requestId)).toEqual(answered);
    expect(await handleOf(payment.paymentId).query(queries.reversal, { requestId })).toEqual(answered);
    expect((await world.client.show(payment.paymentId)).reversals).toEqual([answered]);
  });

  it('has the same fields when the request was refused, with a code and a sentence', async () => {
    const payment = await world.captured(10_000);
    const refused = await world.client.request(refundOf(payment, 10_001));
    expect(keys(refused)).toEqual(sorted(view));
    expect(keys(refused.reason)).toEqual(['code', 'message']);
    expect(refused).toMatchObject({ phase: 'completed', waitingFor: null, outcome: 'refused', plan: null, legs: [] });
  });

  it('says where every cent is', async () => {
    const payment = await world.captured(20_000, [10_000, 5_000]);
    await world.client.request(refundOf(payment, 2_500));
    await world.client.record(
      payment.paymentId,
      event('externalRefund', { captureId: 'c1', amountMinor: 1_000, currency: 'USD' }),
    );
    await world.client.record(
      payment.paymentId,
      event('disputeOpened', { disputeId: 'd1', captureId: 'c2', amountMinor: 2_000, currency: 'USD' }),
    );
    world.simulator.fault({ kind: 'resetBeforeEffect', operation: 'refund', amountMinor: 600 });
    await world.client.request(refundOf(payment, 600));
    world.simulator.fault({ kind: 'accepted202', then: 'nothing', operation: 'refund', amountMinor: 700 });
    expect((await world.client.request(refundOf(payment, 700))).balance).toEqual({
      authorizedMinor: 20_000,
      capturedMinor: 15_000,
      refundedMinor: 2_500,
      voidedMinor: 0,
      pendingMinor: 700,
      unknownMinor: 600,
      reservedMinor: 0,
      externallyRefundedMinor: 1_000,
      disputedMinor: 2_000,
      refundableMinor: 15_000 - 2_500 - 700 - 600 - 1_000 - 2_000,
    });
  });

  it('names the reference under which each leg is found at the gateway', async () => {
    const payment = await world.captured(10_000, [6_000, 4_000]);
    const { legs } = await world.client.request(cancelOf(payment));
    const movements = world.returned(payment);
    expect(legs.map(({ myRef, gatewayReference }) => [myRef, gatewayReference])).toEqual(
      movements.map(({ myRef, reference }) => [myRef, reference]),
    );
    expect(new Set(legs.map(({ myRef }) => myRef.slice(0, 6))).size).toBe(2);
  });
});

describe('A preview', () => {
  it.each([
    ['a refund', (payment: PaymentSnapshot) => refundOf(payment, 2_500), 7],
    ['a cancel', cancelOf, 7],
  ])('of %s says what would be sent and why, and writes nothing', async (_what, ask, row) => {
    const payment = await world.captured(10_000);
    await world.client.request(refundOf(payment, 1_000));
    const before = await world.historyLength(payment.paymentId);
    const shown = await world.client.show(payment.paymentId);

    const preview = await world.client.preview(ask(payment));
    expect(keys(preview)).toEqual(sorted(view));
    expect(preview).toMatchObject({
      outcome: null,
      plan: { row, why: expect.any(String), legs: [{ operation: 'refund', captureId: 'c1' }] },
    });
    expect(await world.historyLength(payment.paymentId)).toBe(before);
    expect(await world.client.show(payment.paymentId)).toEqual(shown);
    expect(world.returned(payment).map(told)).toEqual(['refund 1000 USD']);
  });

  it('of a request that would be refused shows the refusal, and does not keep it', async () => {
    const payment = await world.captured(10_000);
    await world.client.request(refundOf(payment, 1_000));
    expect(await world.client.preview(refundOf(payment, 9_001))).toMatchObject({
      outcome: 'refused',
      reason: { code: 'exceedsRefundable', message: expect.stringContaining('90.00 USD is refundable') },
    });
    expect((await world.client.show(payment.paymentId)).refusals).toEqual([]);
  });

  it('of a payment that was never reversed opens no ledger', async () => {
    const payment = await world.authorized(10_000);
    expect(await world.client.preview(cancelOf(payment))).toMatchObject({
      plan: { row: 9, legs: [{ operation: 'void', amountMinor: 10_000 }] },
    });
    await expect(handleOf(payment.paymentId).describe()).rejects.toThrow(WorkflowNotFoundError);
    await expect(world.client.show(payment.paymentId)).rejects.toThrow(LedgerNotFoundError);
    expect(world.returned(payment)).toEqual([]);
  });

  it('shows what the request then does', async () => {
    const payment = await world.captured(10_000, [6_000, 4_000]);
    const request = refundOf(payment, 7_000);
    const preview = await world.client.preview(request);
    const done = await world.client.request(request);
    expect(done.plan).toEqual(preview.plan);
    expect(world.returned(payment).map(told)).toEqual(
      preview.legs.map(({ operation, amountMinor }) => `${operation} ${String(amountMinor)} USD`),
    );
  });

  it('is right too when the ledger has refused the only request that it was ever made', async () => {
    const payment = await world.captured(10_000);
    const unknown = refundOf({ ...payment, gatewayAccount: 'nobody' }, 2_500);
    expect(await world.client.request(unknown)).toMatchObject({
      outcome: 'refused',
      reason: { code: 'unknownGatewayAccount' },
    });
    const request = refundOf(payment, 2_500);
    expect(await world.client.preview(request)).toMatchObject({ outcome: null, plan: { row: 7 } });
    expect(await world.client.request(request)).toMatchObject({ outcome: 'refunded' });
    expect(world.returned(payment).map(told)).toEqual(['refund 2500 USD']);
  });
});

describe('A first request that contradicts itself', () => {
  it('does not bind the payment: the right request for another account is judged by that account’s rules', async () => {
    const payment = await world.captured(10_000, [10_000], { gatewayAccount: 'adyen-production' });
    const captures = (payment.captures ?? []).map((capture) => ({ ...capture, amountMinor: 10_001 }));
    const wrong = refundOf({ ...payment, captures, gatewayAccount: 'stripe-production' }, 2_500);
    expect(await world.client.request(wrong)).toMatchObject({
      outcome: 'refused',
      reason: { code: 'paymentMismatch', message: expect.stringContaining('10001') },
    });
    expect(await world.client.request(refundOf(payment, 2_500))).toMatchObject({ outcome: 'refunded' });
    expect(world.returned(payment).map(told)).toEqual(['refund 2500 USD']);
  });
});
