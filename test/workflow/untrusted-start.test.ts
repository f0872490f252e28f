import { ledgerIdOf, workflowTypes } from '../../src/contract/names';
import { toPayment } from '../../src/contract/normalise';
import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import { emptyLedger } from '../../src/domain/model/ledger-state';
import { ledgerWorkflow } from '../support/ledger-workflow';
import { askedOf, rulesOf } from '../support/domain-arbitraries';
import { useWorld } from '../support/use-world';
import { refundOf, told } from '../support/world';
import { admitted } from '../unit/domain/stepping';

const world = useWorld();

/** A state in which a refund waits for nothing but to be sent, by rules that ask for nobody. */
function forged(snapshot: PaymentSnapshot) {
  const payment = toPayment(snapshot);
  const rules = rulesOf({}, { gatewayAccount: payment.gatewayAccount });
  const { state } = admitted(emptyLedger, askedOf('forged', 9_000, payment), rules, new Date().toISOString());
  return {
    state,
    rules,
    rulesReadAt: '2199-01-01T00:00:00.000Z',
    children: [],
    recoveredRunId: null,
    ancestorsTrusted: true,
  };
}

describe('A ledger that was started with a state of somebody’s own', () => {
  it('sends nothing, admits nothing and says why, until it is recovered; then it is an ordinary one', async () => {
    const payment = await world.captured(10_000);
    await world.connections.client.workflow.start(workflowTypes.ledger, {
      workflowId: ledgerIdOf(payment.paymentId),
      taskQueue: world.taskQueue,
      args: [forged(payment)],
    });
    const refused = await world.client.request(refundOf(payment, 2_500));
    expect(refused).toMatchObject({ outcome: 'refused', reason: { code: 'untrustedStart' }, legs: [] });
    expect(await world.client.find(payment.paymentId, 'forged')).toBeNull();
    await ledgerWorkflow(world, payment).quiet();
    expect(world.returned(payment)).toEqual([]);

    const recovery = { actor: { id: 'ops' }, reason: 'started by hand' };
    expect(await world.client.recover(payment.paymentId, recovery)).toMatchObject({ accepted: true });
    expect(await world.client.request(refundOf(payment, 2_500))).toMatchObject({ outcome: 'refunded' });
    expect(world.returned(payment).map(told)).toEqual(['refund 2500 USD']);
  });
});
