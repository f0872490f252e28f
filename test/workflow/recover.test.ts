import { ledgerIdOf } from '../../src/contract/names';
import { parseRules } from '../../src/rules/rules-file';
import { eventually } from '../support/eventually';
import { cli } from '../support/temporal';
import { useWorld } from '../support/use-world';
import { refundOf, told } from '../support/world';

const seeing = parseRules({
  default: {
    profile: 'stripe',
    overrides: { lookupsSeeReversals: true, lookupDelayMs: 100 },
    sendByMs: 1_000,
    clockSkewMs: 0,
  },
});
const operator = { actor: { id: 'bob' }, reason: 'the ledger was reset by mistake' };

const world = useWorld({ rules: seeing, requestTimeoutMs: 500 });

describe('Recovery', () => {
  it('of a ledger reset to its beginning knows what its former run has refunded', async () => {
    const payment = await world.captured(10_000);
    const first = refundOf(payment, 4_000);
    await world.client.request(first);
    await cli(['workflow', 'reset', '-w', ledgerIdOf(payment.paymentId), '--event-id', '4', '--reason', 'mistake']);
    await eventually(
      // Before its first task a reset ledger knows of nothing yet.
      () => world.client.show(payment.paymentId).catch(() => null),
      (view) => view !== null && view.frozen !== null,
    );
    expect(await world.client.recover(payment.paymentId, operator)).toEqual({ accepted: true, reason: null });
    expect(await world.client.find(payment.paymentId, first.requestId)).toMatchObject({
      phase: 'completed',
      outcome: 'refunded',
    });
    expect(await world.client.request(refundOf(payment, 7_000))).toMatchObject({ outcome: 'refused' });
    expect(await world.client.request(refundOf(payment, 6_000))).toMatchObject({ outcome: 'refunded' });
    expect(world.returned(payment).map(told)).toEqual(['refund 4000 USD', 'refund 6000 USD']);
  });

  it('of a terminated ledger brings its state back', async () => {
    const payment = await world.captured(10_000);
    await world.client.request(refundOf(payment, 4_000));
    await world.connections.client.workflow.getHandle(ledgerIdOf(payment.paymentId)).terminate('mistake');
    expect(await world.client.request(refundOf(payment, 1_000))).toMatchObject({
      phase: 'stuck',
      waitingFor: 'recovery',
    });
    expect(await world.client.recover(payment.paymentId, operator)).toEqual({ accepted: true, reason: null });
    expect(await world.client.request(refundOf(payment, 6_000))).toMatchObject({ outcome: 'refunded' });
    expect(world.returned(payment).map(told)).toEqual(['refund 4000 USD', 'refund 6000 USD']);
  });
});
