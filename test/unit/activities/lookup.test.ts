import { MockActivityEnvironment } from '@temporalio/testing';
import { createLookUpLeg } from '../../../activities/lookup';
import type { LookupInput } from '../../../src/contract/activity-shapes';
import type { LookupResult } from '../../../src/domain/model/lookup-result';
import { myRefOf } from '../../../src/domain/model/my-ref';
import type { AccountRules } from '../../../src/domain/model/profile';
import { OrchestraGateway } from '../../../src/gateway';
import { parseRules, rulesFor } from '../../../src/rules/rules-file';
import { calledByLedger } from '../../support/called-by-ledger';
import { startSimulator, type FaultRule, type Simulator, type SimulatorOptions } from '../../../src/simulator';

const card = { cardNumber: '@tok', cardHolderName: 'Jane Smith', expirationMonth: 12, expirationYear: 2030 };
const paymentId = 'order-1001';
const legId = 'return-1/c1/1';
const myRef = myRefOf(paymentId, legId);
const ownRules = (overrides: Record<string, unknown>): AccountRules | null =>
  rulesFor(parseRules({ default: { profile: 'generic', overrides } }), 'stripe-production');
const rules = ownRules({ declineReasons: { resource_missing: 'notFoundAtGateway' } });

let simulator: Simulator;
let gateway: OrchestraGateway;
afterEach(async () => {
  await gateway.close();
  await simulator.stop();
});

async function start(options: SimulatorOptions = {}): Promise<void> {
  simulator = await startSimulator(options);
  gateway = new OrchestraGateway({ baseUrl: simulator.url, apiKey: simulator.apiKey, requestTimeoutMs: 2_000 });
}

/** Charges 100.00 and refunds 25.00 of it under the leg's reference; returns the charge's reference. */
async function refunded(fault?: FaultRule): Promise<string> {
  const charge = await gateway.charge({ amountMinor: 10_000, currency: 'USD', card, myRef: 'charge-1' });
  const reference = charge.kind === 'Succeeded' ? charge.answer.gatewayReference : null;
  if (reference === null) throw new Error('The test expected the charge to succeed.');
  if (fault !== undefined) simulator.fault(fault);
  await gateway.refund({ amountMinor: 2_500, currency: 'USD', card, refTransId: reference, myRef });
  return reference;
}

function lookUp(differing: Partial<LookupInput> = {}, known: AccountRules | null = rules): Promise<LookupResult> {
  const input: LookupInput = {
    paymentId,
    legId,
    operation: 'refund',
    amountsMinor: [2_500],
    currency: 'USD',
    reference: 'not asked about',
    gatewayReference: null,
    gatewayAccount: 'stripe-production',
    certificateName: null,
    networkTokenBrand: null,
    ...differing,
  };
  return new MockActivityEnvironment(calledByLedger(paymentId)).run(
    createLookUpLeg(gateway, () => known),
    input,
  );
}

describe('a lookup by our own reference', () => {
  it.each<[string, FaultRule, 'succeeded' | 'pending' | 'failed']>([
    ['whose answer was lost', { kind: 'effectThenReset' }, 'succeeded'],
    [
      'that was made and answered with a server error',
      { kind: 'serverError', httpStatus: 500, effect: true },
      'succeeded',
    ],
    ['that was accepted for later', { kind: 'accepted202', then: 'success', afterMs: null }, 'pending'],
    ['that was accepted and failed', { kind: 'accepted202', then: 'failure' }, 'failed'],
  ])('finds a refund %s', async (_which, fault, as) => {
    await start();
    await refunded(fault);
    if (as === 'failed') await simulator.waitFor((one) => one.transactions().some(({ state }) => state === 'failed'));
    expect(await lookUp()).toMatchObject({ status: 'found', as });
  });

  it('moves nothing, however often it is asked', async () => {
    await start();
    await refunded();
    const before = simulator.movements();
    for (let times = 0; times < 3; times += 1) await lookUp();
    expect(simulator.movements()).toEqual(before);
  });

  it('does not find a refund that never arrived', async () => {
    await start();
    await refunded({ kind: 'resetBeforeEffect' });
    expect(await lookUp()).toEqual({ status: 'notFound' });
  });

  it('proves nothing where the account’s table does not say that the code means not found', async () => {
    await start();
    await refunded({ kind: 'resetBeforeEffect' });
    const unlisted = ownRules({ declineReasons: { resource_missing: 'declined' } });
    expect(await lookUp({}, unlisted)).toMatchObject({ status: 'cannotSay', final: false });
  });

  it('finds nothing where lookups do not see reversals', async () => {
    await start({ lookupsSeeReversals: false });
    await refunded();
    expect(await lookUp()).toEqual({ status: 'notFound' });
  });

  it.each<[string, Partial<LookupInput>, string]>([
    ['another amount than was sent', { amountsMinor: [2_400] }, 'amount'],
    ['another currency', { currency: 'EUR' }, 'currency'],
    ['another operation', { operation: 'void' }, 'operation'],
    ['another reference than it was answered with', { gatewayReference: 're_other' }, 'reference'],
  ])('that finds %s is a mismatch with that reason', async (_what, differing, what) => {
    await start();
    await refunded();
    expect(await lookUp(differing)).toEqual({ status: 'mismatch', what, answeredMinor: 2_500 });
  });

  it('does not take the transaction that was to be refunded for the refund', async () => {
    await start();
    const reference = await refunded();
    const [, refund] = simulator.transactions();
    expect(await lookUp({ reference: refund?.reference ?? reference })).toMatchObject({
      status: 'mismatch',
      what: 'operation',
    });
  });

  it('takes any of the amounts that may be found for a void', async () => {
    await start();
    const outcome = await gateway.authorize({ amountMinor: 10_000, currency: 'USD', card, myRef: 'authorize-1' });
    const reference = outcome.kind === 'Succeeded' ? outcome.answer.gatewayReference : null;
    await gateway.void({ amountMinor: 10_000, currency: 'USD', card, refTransId: reference ?? '', myRef });
    const input = { operation: 'void', amountsMinor: [4_000, 10_000], reference: reference ?? '' } as const;
    expect(await lookUp(input)).toMatchObject({ status: 'found', as: 'succeeded' });
  });

  it('proves nothing by a state whose meaning is not in the rules', async () => {
    await start();
    await refunded();
    expect(await lookUp({}, null)).toMatchObject({ status: 'cannotSay', final: false });
  });

  it('of a gateway that is down, or answers with a page, cannot say and may be asked again', async () => {
    await start();
    await refunded();
    simulator.fault({ operation: 'status', kind: 'htmlBody' });
    expect(await lookUp()).toMatchObject({ status: 'cannotSay', final: false });
    await simulator.stop();
    expect(await lookUp()).toMatchObject({ status: 'cannotSay', final: false });
  });
});
