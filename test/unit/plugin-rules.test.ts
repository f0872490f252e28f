import type { ReversalActivities } from '../../src/contract/activity-shapes';
import { PaymentReversalPlugin } from '../../src/plugin';
import { parseRules } from '../../src/rules/rules-file';

describe('the plugin', () => {
  it("tells ledgers how long this worker's gateway requests live, whatever the rules file holds", async () => {
    const plugin = new PaymentReversalPlugin({
      gateway: { baseUrl: 'https://gateway.example', apiKey: 'k-1', requestTimeoutMs: 1_234 },
      rules: parseRules({ accounts: { known: { profile: 'generic', sendByMs: 2_000 } } }),
    });
    const { activities } = plugin.configureWorker({ taskQueue: 'reversals' });
    const own = activities as ReversalActivities;
    expect(await own.readRules({ gatewayAccount: 'known' })).toMatchObject({
      requestTimeoutMs: 1_234,
      sendByMs: 2_000,
    });
    expect(await own.readRules({ gatewayAccount: 'unknown' })).toBeNull();
  });
});
