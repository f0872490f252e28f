import { randomUUID } from 'node:crypto';
import type { LookupInput, SendLegInput } from '../../src/contract/activity-shapes';
import { activityNames, ledgerIdOf } from '../../src/contract/names';
import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import { guardedBundleOf } from '../support/order-bundle';
import { sendsFor } from '../support/sends';
import { useWorld } from '../support/use-world';
import { card, refundOf, told } from '../support/world';

const world = useWorld(async () => ({ worker: { workflowBundle: await guardedBundleOf('foreign-workflows') } }));

/** What a ledger would hand to `sendLeg`, written by somebody who knows all of it. */
function forgedSend(payment: PaymentSnapshot, runId: string): SendLegInput {
  return {
    paymentId: payment.paymentId,
    gatewayAccount: payment.gatewayAccount,
    authorizationReference: payment.authorizationReference,
    legId: 'return-1/c1/1',
    operation: 'refund',
    amountMinor: 2_500,
    currency: 'USD',
    reference: payment.captures?.[0]?.gatewayReference ?? '',
    card,
    payerDetails: null,
    certificateName: null,
    networkTokenBrand: null,
    lineage: { scheduledByRun: runId, originalRunId: runId, recoveredRunId: null, ancestorsTrusted: true },
    sendByAt: new Date(Date.now() + 60_000).toISOString(),
  };
}

function forgedLookup(payment: PaymentSnapshot, legId: string): LookupInput {
  const { paymentId, gatewayAccount, reference } = { ...forgedSend(payment, 'x') };
  return {
    ...{ paymentId, legId, operation: 'refund', amountsMinor: [2_500], currency: 'USD', reference, gatewayAccount },
    ...{ gatewayReference: null, certificateName: null, networkTokenBrand: null },
  };
}

const callFrom = (workflowId: string, name: string, input: unknown): Promise<unknown> =>
  world.connections.client.workflow.execute('callActivity', {
    workflowId,
    taskQueue: world.taskQueue,
    args: [name, input],
  });

const callAlone = (name: string, input: unknown): Promise<unknown> =>
  world.connections.client.activity.execute(name, {
    id: `alone-${randomUUID()}`,
    taskQueue: world.taskQueue,
    args: [input],
    startToCloseTimeout: '30s',
    retry: { maximumAttempts: 1 },
  });

const refused = { status: 'notSent', cause: 'notFromLedger' };
const callers: readonly (readonly [
  string,
  (payment: PaymentSnapshot, name: string, input: unknown) => Promise<unknown>,
])[] = [
  ['from a workflow of another type', (_payment, name, input) => callFrom(`foreign-${randomUUID()}`, name, input)],
  [
    'from a workflow of another type under the ledger’s id',
    ({ paymentId }, name, input) => callFrom(ledgerIdOf(paymentId), name, input),
  ],
  ['by itself, without a workflow', (_payment, name, input) => callAlone(name, input)],
];

describe('The activity that sends, called by hand', () => {
  it.each(callers)('%s moves no money, and nothing reaches the gateway', async (_how, call) => {
    const payment = await world.captured(10_000);
    expect(await call(payment, activityNames.sendLeg, forgedSend(payment, randomUUID()))).toMatchObject(refused);
    expect(world.returned(payment)).toEqual([]);
    expect(sendsFor(world, payment)).toEqual([]);
  });
});

describe('The activity that looks up, called by hand', () => {
  it.each([callers[0], callers[2]])('%s says nothing of a refund that was made', async (_how, call) => {
    const payment = await world.captured(10_000);
    const view = await world.client.request(refundOf(payment, 2_500));
    expect(view).toMatchObject({ outcome: 'refunded' });
    const asked = world.simulator.requests().length;
    const answer = await call(payment, activityNames.lookUpLeg, forgedLookup(payment, view.legs[0]?.legId ?? ''));
    expect(answer).toMatchObject({ status: 'cannotSay', why: expect.stringContaining('notFromLedger') });
    expect(world.simulator.requests()).toHaveLength(asked);
    expect(world.returned(payment).map(told)).toEqual(['refund 2500 USD']);
  });
});
