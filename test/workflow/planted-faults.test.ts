import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import { policyOf, rulesWithApproval } from '../support/approval-rules';
import { eventually } from '../support/eventually';
import { bundleWithPlanted, type PlantedModule } from '../support/planted-bundle';
import { useWorld } from '../support/use-world';
import { refundOf, type World } from '../support/world';

// One person must approve every refund, so that what was admitted before the fault strikes is planned and unsent.
const rules = rulesWithApproval({ 'stripe-production': policyOf({ thresholds: [] }) });

function useFaulty(planted: PlantedModule): World {
  return useWorld(async () => ({ rules, worker: { workflowBundle: await bundleWithPlanted(planted) } }));
}

/** The ledger has frozen itself with what was reserved before, and sends nothing. */
async function expectFrozen(world: World, payment: PaymentSnapshot, reservedMinor: number): Promise<void> {
  await eventually(
    () => world.client.show(payment.paymentId),
    ({ frozen }) => frozen?.reason.code === 'invariantBroken',
  );
  const { reversals, balance } = await world.client.show(payment.paymentId);
  expect(balance).toMatchObject({ capturedMinor: 10_000, refundedMinor: 0, reservedMinor });
  expect(reversals.map(({ waitingFor }) => waitingFor)).toEqual(reversals.map(() => 'recovery'));
  expect(reversals.flatMap(({ legs }) => legs.map(({ status }) => status))).toEqual(reversals.map(() => 'planned'));
  // What is asked for now waits for the recovery, or is refused: nothing is sent in either case.
  expect(await world.client.request(refundOf(payment, 1))).toMatchObject({ balance: { refundedMinor: 0 } });
  expect(world.returned(payment)).toEqual([]);
}

describe('A ledger whose program forgets what it has reserved', () => {
  const world = useFaulty('balance');

  it('freezes itself as invariantBroken at the refund that would exceed the capture, and no money moves', async () => {
    const payment = await world.captured(10_000);
    expect(await world.client.request(refundOf(payment, 6_000))).toMatchObject({ waitingFor: 'approval' });
    await expect(world.client.request(refundOf(payment, 6_000))).rejects.toThrow(/the ledger froze itself/);
    await expectFrozen(world, payment, 6_000);
  });
});

describe('A ledger whose program begins to send two legs at once', () => {
  const world = useFaulty('withdraw');

  it('freezes itself as invariantBroken, and no money moves', async () => {
    const payment = await world.captured(10_000);
    const asked = [refundOf(payment, 6_000), refundOf(payment, 4_000)] as const;
    for (const request of asked) {
      expect(await world.client.request(request)).toMatchObject({ waitingFor: 'approval' });
    }
    const withdrawal = { requestId: asked[0].requestId, actor: { id: 'alice' }, reason: 'not needed' };
    await expect(world.client.withdraw(payment.paymentId, withdrawal)).rejects.toThrow(/the ledger froze itself/);
    await expectFrozen(world, payment, 10_000);
  });
});
