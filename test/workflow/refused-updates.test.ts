import { WorkflowUpdateFailedError } from '@temporalio/client';
import { updates } from '../../src/contract/messages';
import { ledgerIdOf } from '../../src/contract/names';
import type { PaymentEvent } from '../../src/domain/model/payment-event';
import { parseRules } from '../../src/rules/rules-file';
import { eventually } from '../support/eventually';
import { replayLedgers } from '../support/replay';
import { useWorld } from '../support/use-world';
import { refundOf, told } from '../support/world';

const rules = parseRules({
  default: { profile: 'stripe', overrides: { lookupsSeeReversals: true, lookupDelayMs: 100 } },
});
const world = useWorld({ rules, requestTimeoutMs: 500 });

const nonsense = { kind: 'nothing' } as unknown as PaymentEvent;

describe('An update that is refused', () => {
  it('leaves a history that can be replayed, also while a lookup is due and its timer has not fired', async () => {
    const payment = await world.captured(10_000);
    world.simulator.fault({ kind: 'effectThenNoAnswer', operation: 'refund' });
    const request = refundOf(payment, 2_500);
    await world.client.request(request, { wait: false });
    const handle = world.connections.client.workflow.getHandle(ledgerIdOf(payment.paymentId));
    let refused = 0;
    const view = await eventually(
      async () => {
        const attempt = handle.executeUpdate(updates.recordEvent, { args: [nonsense] });
        await expect(attempt).rejects.toThrow(WorkflowUpdateFailedError);
        refused += 1;
        return world.client.find(payment.paymentId, request.requestId);
      },
      (now) => now?.phase === 'completed',
    );
    expect(view).toMatchObject({ outcome: 'refunded' });
    expect(refused).toBeGreaterThan(1);
    expect(world.returned(payment).map(told)).toEqual(['refund 2500 USD']);
    await replayLedgers(world, [payment.paymentId]);
  });
});
