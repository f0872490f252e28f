import type { Info } from '@temporalio/activity';
import { MockActivityEnvironment } from '@temporalio/testing';
import { whyNotFromLedger } from '../../../activities/from-ledger';
import { createLookUpLeg } from '../../../activities/lookup';
import { makeSendLeg } from '../../../activities/send-leg';
import type { LookupInput, SendLegInput } from '../../../src/contract/activity-shapes';
import { OrchestraGateway } from '../../../src/gateway';
import { parseRules, rulesFor } from '../../../src/rules/rules-file';
import { startSimulator, type Simulator } from '../../../src/simulator';
import { calledByLedger } from '../../support/called-by-ledger';

const card = { cardNumber: '@tok', cardHolderName: 'Jane Smith', expirationMonth: 12, expirationYear: 2030 };
const paymentId = 'order-1001';
const rules = rulesFor(parseRules({ default: { profile: 'generic' } }), 'stripe-production');
const ledger = calledByLedger(paymentId);

let simulator: Simulator;
let gateway: OrchestraGateway;
let reference: string;

beforeEach(async () => {
  simulator = await startSimulator();
  gateway = new OrchestraGateway({ baseUrl: simulator.url, apiKey: simulator.apiKey, requestTimeoutMs: 2_000 });
  const charge = await gateway.charge({ amountMinor: 10_000, currency: 'USD', card, myRef: 'charge-1' });
  reference = charge.kind === 'Succeeded' ? (charge.answer.gatewayReference ?? '') : '';
});

afterEach(async () => {
  await gateway.close();
  await simulator.stop();
});

const refunds = () => simulator.movements().filter(({ operation }) => operation !== 'charge');

const sendInput = (): SendLegInput => ({
  paymentId,
  gatewayAccount: 'stripe-production',
  authorizationReference: reference,
  legId: 'return-1/charge/1',
  operation: 'refund',
  amountMinor: 2_500,
  currency: 'USD',
  reference,
  card,
  payerDetails: null,
  certificateName: null,
  networkTokenBrand: null,
  lineage: { scheduledByRun: 'run-1', originalRunId: 'run-1', recoveredRunId: null, ancestorsTrusted: true },
  sendByAt: new Date(Date.now() + 30_000).toISOString(),
});

const lookupInput = (): LookupInput => ({
  paymentId,
  legId: 'return-1/charge/1',
  operation: 'refund',
  amountsMinor: [2_500],
  currency: 'USD',
  reference,
  gatewayReference: null,
  gatewayAccount: 'stripe-production',
  certificateName: null,
  networkTokenBrand: null,
});

function send(info: Partial<Info>, input: unknown): Promise<unknown> {
  const sendLeg = makeSendLeg({ gateway, rulesOf: () => rules, resolveCard: () => Promise.resolve(card) });
  return new MockActivityEnvironment(info).run(sendLeg, input as SendLegInput);
}

function lookUp(info: Partial<Info>, input: unknown): Promise<unknown> {
  return new MockActivityEnvironment(info).run(
    createLookUpLeg(gateway, () => rules),
    input as LookupInput,
  );
}

const foreign: readonly (readonly [string, Partial<Info>])[] = [
  ['by a workflow of another type', { ...ledger, workflowType: 'refundPayment' }],
  ['by a workflow of another type that took the ledger’s id', { ...ledger, workflowType: 'mine' }],
  ['by the ledger of another payment', calledByLedger('order-2')],
  ['by a ledger’s type under an id of its own', { ...ledger, workflowExecution: { workflowId: 'x', runId: 'run-1' } }],
  ['without a run', calledByLedger(paymentId, '')],
];

describe('Only the payment’s own ledger sends', () => {
  it('and then the refund is made', async () => {
    expect(await send(ledger, sendInput())).toMatchObject({ status: 'succeeded' });
    expect(refunds()).toMatchObject([{ operation: 'refund', amountMinor: 2_500 }]);
  });

  it.each(foreign)('a call %s moves nothing', async (_how, info) => {
    expect(await send(info, sendInput())).toMatchObject({ status: 'notSent', cause: 'notFromLedger' });
    expect(refunds()).toEqual([]);
    expect(simulator.requests().filter(({ operation }) => operation === 'refund')).toEqual([]);
  });

  it('a call by no workflow at all is refused', () => {
    expect(whyNotFromLedger({}, sendInput(), [])).toBe('it was not called by a workflow');
  });

  it.each<[string, RegExp, Record<string, unknown>]>([
    ['a leg id without a number', /legId is no leg id/, { legId: 'return-1/charge' }],
    ['no leg id', /legId is missing/, { legId: undefined }],
    ['a negative amount', /amountMinor is not an amount/, { amountMinor: -1 }],
    ['an amount in words', /amountMinor is a text/, { amountMinor: '2500' }],
    ['a card number', /card.cardNumber is not an @token/, { card: { ...card, cardNumber: '4111111111111111' } }],
    ['another operation', /operation is not one of refund, void/, { operation: 'charge' }],
    ['no lineage', /lineage is missing/, { lineage: undefined }],
    ['a field of its own', /url is not a known field/, { url: 'http://elsewhere.example' }],
  ])('with %s it moves nothing, and the result says so', async (_what, why, differing) => {
    const result = await send(ledger, { ...sendInput(), ...differing });
    expect(result).toMatchObject({ status: 'notSent', cause: 'notFromLedger', why: expect.stringMatching(why) });
    expect(JSON.stringify(result)).not.toContain('4111');
    expect(refunds()).toEqual([]);
  });

  it.each([[undefined], [null], ['refund'], [[]]])('with %j as its input it moves nothing', async (input) => {
    expect(await send(ledger, input)).toMatchObject({ status: 'notSent', cause: 'notFromLedger' });
    expect(refunds()).toEqual([]);
  });

  it('everything that is wrong is said at once', async () => {
    const info = { ...ledger, workflowType: 'mine' };
    const result = await send(info, { ...sendInput(), amountMinor: 0, legId: 'x', currency: 'XXX' });
    expect(result).toMatchObject({
      why: expect.stringMatching(/another type.*legId.*currency.*amountMinor/),
    });
  });
});

describe('Only the payment’s own ledger is told what the gateway has', () => {
  it.each(foreign)('a lookup %s says nothing', async (_how, info) => {
    await send(ledger, sendInput());
    expect(await lookUp(ledger, lookupInput())).toMatchObject({ status: 'found', as: 'succeeded' });
    const asked = simulator.requests().length;
    expect(await lookUp(info, lookupInput())).toMatchObject({
      status: 'cannotSay',
      why: expect.stringContaining('notFromLedger'),
    });
    expect(simulator.requests()).toHaveLength(asked);
  });
});
