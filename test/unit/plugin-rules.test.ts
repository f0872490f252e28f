import { Runtime, Worker } from '@temporalio/worker';
import type { ReversalActivities } from '../../src/contract/activity-shapes';
import { PaymentReversalPlugin } from '../../src/worker/plugin';
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

  it.each<[string, object, number]>([
    ['loudly where the rules say identity: trusted', { identity: 'trusted' }, 1],
    [
      'nothing where people prove who they are',
      { identity: { issuer: 'i', audience: 'a', jwks: 'https://id.example/' } },
      0,
    ],
    ['loudly where nobody wrote how people prove who they are', {}, 1],
  ])('says at the start of a worker %s', async (_what, identity, times) => {
    const warn = jest.spyOn(Runtime.instance().logger, 'warn').mockImplementation(() => undefined);
    const plugin = new PaymentReversalPlugin({
      gateway: { baseUrl: 'https://gateway.example', apiKey: 'k-1' },
      rules: parseRules({ ...identity, default: { profile: 'generic' } }),
    });
    const worker = Object.create(Worker.prototype) as Worker;
    // A connection that has the plugin too hands it the worker twice.
    for (let turn = 0; turn < 2; turn += 1) await plugin.runWorker(worker, () => Promise.resolve());
    const said = warn.mock.calls.map(([message]) => message);
    warn.mockRestore();
    await Runtime.instance().shutdown();
    expect(said).toHaveLength(times);
    for (const message of said)
      expect(message).toContain('IDENTITIES ARE NOT CHECKED (identity: trusted, for every account)');
  });
});
