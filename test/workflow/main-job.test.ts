import { useWorld } from '../support/use-world';
import { cancelOf, refundOf, told } from '../support/world';

const world = useWorld();

describe('The main job', () => {
  it('voids a payment that is cancelled before its capture', async () => {
    const payment = await world.authorized(10_000);
    const view = await world.client.request(cancelOf(payment));
    expect(view).toMatchObject({ phase: 'completed', outcome: 'voided', plan: { row: 9 } });
    expect(world.returned(payment).map(told)).toEqual(['void 10000 USD']);
  });

  it('refunds a payment that is cancelled after its capture', async () => {
    const payment = await world.captured(10_000);
    const view = await world.client.request(cancelOf(payment));
    expect(view).toMatchObject({ phase: 'completed', outcome: 'refunded', plan: { row: 7 } });
    expect(world.returned(payment).map(told)).toEqual(['refund 10000 USD']);
  });

  it('refuses the partial refund that would pass the capture, with what is left', async () => {
    const payment = await world.captured(10_000);
    await world.client.request(refundOf(payment, 4_000));
    await world.client.request(refundOf(payment, 5_000));
    const view = await world.client.request(refundOf(payment, 2_000));
    expect(view).toMatchObject({ outcome: 'refused', reason: { code: 'exceedsRefundable' } });
    expect(view.reason?.message).toContain('10.00 USD is refundable');
    expect(world.returned(payment).map(told)).toEqual(['refund 4000 USD', 'refund 5000 USD']);
  });
});
