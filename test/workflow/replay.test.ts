import { parseRules, type Rules } from '../../src/rules/rules-file';
import { replayLedgers } from '../support/replay';
import { useWorld } from '../support/use-world';
import { refundOf, told } from '../support/world';

const parsed = parseRules({ default: { profile: 'generic' }, accounts: { 'adyen-production': { profile: 'adyen' } } });

/** Rules that take a moment each time, as on a worker that has much to do. */
class SlowAccounts extends Map<string, NonNullable<Rules['default']>> {
  override get(gatewayAccount: string): NonNullable<Rules['default']> | undefined {
    const until = performance.now() + 25;
    while (performance.now() < until);
    return super.get(gatewayAccount);
  }
}

const world = useWorld({ rules: { ...parsed, accounts: new SlowAccounts(parsed.accounts) } });

describe('A ledger that another worker takes over', () => {
  it('decides again as it did when its first requests came all at once', async () => {
    const payment = await world.captured(10_000);
    const requests = Array.from({ length: 9 }, (_, index) => refundOf(payment, index < 8 ? 300 : 20_000));
    await Promise.all([
      ...requests.map((request) => world.client.request(request)),
      ...requests.map((request) => world.client.request(request, { wait: false })),
    ]);
    await replayLedgers(world, [payment.paymentId]);
    expect(world.returned(payment).map(told)).toEqual(Array.from({ length: 8 }, () => 'refund 300 USD'));
  });

  it('decides again as it did when its first requests named different accounts', async () => {
    const payment = await world.captured(10_000);
    const accounts = ['stripe-production', 'adyen-production', 'stripe-production', 'generic', 'adyen-production'];
    const views = await Promise.all(
      accounts.map((gatewayAccount) => world.client.request(refundOf({ ...payment, gatewayAccount }, 300))),
    );
    await replayLedgers(world, [payment.paymentId]);
    const refunded = views.filter(({ outcome }) => outcome === 'refunded');
    expect(refunded.length).toBeGreaterThan(0);
    expect(world.returned(payment)).toHaveLength(refunded.length);
  });
});
