import type { Simulator, SimulatorOptions } from '../../../src/simulator';
import { call, moved, referenceOf, started, stopAll } from './caller';
import type { Operation } from './caller';

afterEach(stopAll);

/** Makes a payment and returns the reference that the refused request is about. */
type Setup = (simulator: Simulator) => Promise<string>;

const authorized: Setup = (simulator) => referenceOf(simulator, 'authorize', { amount: 100 });
const charged: Setup = (simulator) => referenceOf(simulator, 'charge', { amount: 100 });
const then =
  (setup: Setup, operation: Operation, amount = 100): Setup =>
  async (simulator) => {
    const refTransId = await setup(simulator);
    await referenceOf(simulator, operation, { amount, refTransId });
    return refTransId;
  };
const captured = then(authorized, 'capture');
const partlyCaptured = then(authorized, 'capture', 60);
const voided = then(authorized, 'void');
const expired: Setup = async (simulator) => {
  const reference = await authorized(simulator);
  simulator.expire(reference);
  return reference;
};
const settled: Setup = async (simulator) => {
  const reference = await charged(simulator);
  simulator.settle(reference);
  return reference;
};
const byRefund: Setup = async (simulator) =>
  referenceOf(simulator, 'refund', { amount: 10, refTransId: await charged(simulator) });

interface Row {
  readonly claim: string;
  readonly setup: Setup;
  readonly operation: Operation;
  readonly amount?: number;
  readonly currency?: string;
  readonly options?: SimulatorOptions;
  readonly code: string;
}

const refusals: readonly Row[] = [
  { claim: 'a refund of nothing known', setup: async () => 'auth_0', operation: 'refund', code: 'resource_missing' },
  { claim: 'a void of nothing known', setup: async () => 'auth_0', operation: 'void', code: 'resource_missing' },
  { claim: 'a refund before capture', setup: authorized, operation: 'refund', code: 'not_captured' },
  { claim: 'a refund of a void hold', setup: voided, operation: 'refund', code: 'not_captured' },
  { claim: 'a refund of a refund', setup: byRefund, operation: 'refund', code: 'invalid_transaction_state' },
  { claim: 'a void of a refund', setup: byRefund, operation: 'void', code: 'invalid_transaction_state' },
  {
    claim: 'a refund in another currency',
    setup: charged,
    operation: 'refund',
    currency: 'EUR',
    code: 'currency_mismatch',
  },
  {
    claim: 'a void in another currency',
    setup: authorized,
    operation: 'void',
    currency: 'EUR',
    code: 'currency_mismatch',
  },
  {
    claim: 'a capture in another currency',
    setup: authorized,
    operation: 'capture',
    currency: 'EUR',
    code: 'currency_mismatch',
  },
  { claim: 'a second void', setup: voided, operation: 'void', code: 'already_voided' },
  { claim: 'a capture after the void', setup: voided, operation: 'capture', code: 'already_voided' },
  { claim: 'a void after capture', setup: captured, operation: 'void', code: 'charge_already_captured' },
  {
    claim: 'a void after part was captured',
    setup: partlyCaptured,
    operation: 'void',
    code: 'charge_already_captured',
  },
  { claim: 'a void of a charge', setup: charged, operation: 'void', code: 'charge_already_captured' },
  { claim: 'a void of another amount', setup: authorized, operation: 'void', amount: 99, code: 'amount_must_match' },
  {
    claim: 'a capture above the hold',
    setup: authorized,
    operation: 'capture',
    amount: 100.01,
    code: 'amount_too_large',
  },
  {
    claim: 'a capture above the rest',
    setup: partlyCaptured,
    operation: 'capture',
    amount: 40.01,
    code: 'amount_too_large',
  },
  {
    claim: 'a capture with no rest',
    setup: captured,
    operation: 'capture',
    amount: 1,
    code: 'charge_already_captured',
  },
  { claim: 'a capture of a charge', setup: charged, operation: 'capture', amount: 1, code: 'charge_already_captured' },
  { claim: 'a capture of an expired hold', setup: expired, operation: 'capture', code: 'authorization_expired' },
  { claim: 'a void of an expired hold', setup: expired, operation: 'void', code: 'authorization_expired' },
  {
    claim: 'a refund of unsettled money where only settled money is refunded',
    setup: charged,
    operation: 'refund',
    options: { refundsOnlySettled: true },
    code: 'not_settled',
  },
  {
    claim: 'a void of a settled charge',
    setup: settled,
    operation: 'void',
    options: { voidsUnsettledCharges: true },
    code: 'charge_already_settled',
  },
  {
    claim: 'a void of a charge that was refunded in part',
    setup: then(charged, 'refund', 10),
    operation: 'void',
    options: { voidsUnsettledCharges: true },
    code: 'charge_already_refunded',
  },
  {
    claim: 'a refund of a charge that was voided',
    setup: then(charged, 'void'),
    operation: 'refund',
    options: { voidsUnsettledCharges: true },
    code: 'already_voided',
  },
];

describe('a simulated gateway enforces what a real one does', () => {
  it.each(refusals)('refuses $claim with $code and moves nothing', async (row) => {
    const simulator = await started(row.options);
    const refTransId = await row.setup(simulator);
    const before = moved(simulator);
    const { amount = 100, currency = 'USD' } = row;
    const reply = await call(simulator, row.operation, { amount, currency, refTransId });
    expect(reply.status).toBe(409);
    expect(reply.json).toMatchObject({ operationResultCode: 'Rejected', gatewayResultCode: row.code });
    expect(moved(simulator)).toEqual(before);
  });

  it.each([
    {
      claim: 'releases the rest of a partially captured hold',
      options: { voidsRemainder: true },
      setup: partlyCaptured,
      minor: 4000,
    },
    { claim: 'reverses an unsettled charge', options: { voidsUnsettledCharges: true }, setup: charged, minor: 10000 },
    { claim: 'reverses an unsettled capture', options: { voidsUnsettledCharges: true }, setup: captured, minor: 10000 },
    { claim: 'takes another amount', options: { strictVoidAmount: false }, setup: authorized, amount: 1, minor: 10000 },
  ])('a void $claim where the gateway can ($options)', async ({ options, setup, minor, amount = 100 }) => {
    const simulator = await started(options);
    const refTransId = await setup(simulator);
    await referenceOf(simulator, 'void', { amount, refTransId });
    expect(moved(simulator).at(-1)).toBe(`void ${minor}`);
    const again = await call(simulator, 'void', { amount, refTransId });
    expect(again.json?.['gatewayResultCode']).toBe('already_voided');
  });

  it('keeps the captured part refundable after the remainder was voided, and lets no more be captured', async () => {
    const simulator = await started({ voidsRemainder: true });
    const refTransId = await then(partlyCaptured, 'void')(simulator);
    const capture = await call(simulator, 'capture', { amount: 1, refTransId });
    expect(capture.json?.['gatewayResultCode']).toBe('already_voided');
    await referenceOf(simulator, 'refund', { amount: 60, refTransId });
    expect(moved(simulator)).toEqual(['authorize 10000', 'capture 6000', 'void 4000', 'refund 6000']);
  });

  it('refunds money as soon as it is settled where only settled money is refunded', async () => {
    const simulator = await started({ refundsOnlySettled: true });
    const refTransId = await settled(simulator);
    await referenceOf(simulator, 'refund', { amount: 100, refTransId });
    expect(moved(simulator)).toEqual(['charge 10000', 'refund 10000']);
  });
});

describe('a lookup', () => {
  it.each([
    { setup: authorized, state: 'authorized' },
    { setup: partlyCaptured, state: 'partially_captured' },
    { setup: captured, state: 'captured' },
    { setup: voided, state: 'voided' },
    { setup: expired, state: 'expired' },
    { setup: charged, state: 'succeeded' },
  ])('shows the raw state $state', async ({ setup, state }) => {
    const simulator = await started();
    const refTransId = await setup(simulator);
    const reply = await call(simulator, 'status', { refTransId });
    expect(reply.status).toBe(200);
    expect(reply.json).toMatchObject({
      operationType: 'Status',
      operationResultCode: 'Success',
      gatewayReference: refTransId,
      gatewayResultCode: state,
      amount: 100,
      currency: 'USD',
    });
  });

  it('finds a refund by the reference of its caller, and says which operation it was', async () => {
    const simulator = await started();
    const refTransId = await charged(simulator);
    const refund = await referenceOf(simulator, 'refund', { amount: 10, refTransId, myRef: 'r-1' });
    const found = await call(simulator, 'status', { myRef: 'r-1' });
    expect(found.json).toMatchObject({ gatewayReference: refund, amount: 10, gatewayResultSubCode: 'refund' });
    simulator.failRefund(refund);
    const later = await call(simulator, 'status', { myRef: 'r-1' });
    expect(later.json).toMatchObject({ gatewayReference: refund, gatewayResultCode: 'failed' });
  });

  it('does not find reversals where the gateway does not look among them', async () => {
    const simulator = await started({ lookupsSeeReversals: false });
    const refTransId = await charged(simulator);
    await referenceOf(simulator, 'refund', { amount: 10, refTransId, myRef: 'r-1' });
    const reply = await call(simulator, 'status', { myRef: 'r-1' });
    expect(reply.status).toBe(409);
    expect(reply.json).toMatchObject({ operationResultCode: 'Rejected', gatewayResultCode: 'resource_missing' });
  });
});
