import { parseRules } from '../../src/rules/rules-file';
import { eventually } from '../support/eventually';
import { ledgerWorkflow } from '../support/ledger-workflow';
import { sendsFor } from '../support/sends';
import { proxyTo } from '../support/tcp-proxy';
import { useStarted } from '../support/use-started';
import { useWorld } from '../support/use-world';
import { startWorkerProcess } from '../support/worker-process';
import { cancelOf, refundOf, told } from '../support/world';

const requestTimeoutMs = 60_000;
const written = {
  default: {
    profile: 'stripe',
    overrides: { lookupsSeeReversals: true, lookupDelayMs: 100 },
    sendByMs: 1_000,
    clockSkewMs: 0,
  },
};

const forEach = { startedFor: 'each' } as const;
// The ledger believes in short requests, so that it looks up soon; the gateway holds the true ones for long.
const world = useWorld({ startWorker: false, rules: parseRules(written), requestTimeoutMs: 1_000 }, forEach);
const network = useStarted(() => proxyTo(world.connections.address), forEach);
const hands = { rules: written, requestTimeoutMs, part: 'activities' } as const;
const cutOff = useStarted(
  () => startWorkerProcess(world, { ...hands, activitiesAtATime: 2, address: network.address }),
  forEach,
);

describe('A worker whose network to Temporal is cut while the gateway holds its calls', () => {
  it.each(['silent', 'reset'] as const)(
    'is taken for lost (%s): another worker looks up what it sent, sends nothing again, and its late answers change nothing',
    async (how) => {
      // Workflows live where the network is whole.
      await world.startWorker({ enableNonLocalActivities: false });
      const [captured, authorized] = [await world.captured(10_000), await world.authorized(4_444)];
      const requests = [refundOf(captured, 2_500), cancelOf(authorized)];
      world.simulator.fault({ kind: 'hold', effect: 'before', times: 2 });
      for (const request of requests) await world.client.request(request, { wait: false });
      await world.simulator.waitFor((simulator) => simulator.requests().filter(({ held }) => held).length === 2);
      network.cut(how);

      const successor = await startWorkerProcess(world, hands);
      const views = [];
      for (const { payment, requestId } of requests) {
        views.push(
          await eventually(
            () => world.client.find(payment.paymentId, requestId),
            (view) => view?.phase === 'completed',
            30_000,
          ),
        );
      }
      expect(views).toMatchObject([
        {
          outcome: 'refunded',
          legs: [{ attempts: [{ result: expect.stringContaining('HEARTBEAT') }, { what: 'lookup' }] }],
        },
        {
          outcome: 'voided',
          legs: [{ attempts: [{ result: expect.stringContaining('HEARTBEAT') }, { what: 'lookup' }] }],
        },
      ]);

      world.simulator.release();
      network.mend();
      // Told to end, it first hands in what it has: good answers that come too late.
      cutOff.signal('SIGTERM');
      expect(await cutOff.ended).toBe(0);
      for (const [place, { payment, requestId }] of requests.entries()) {
        await ledgerWorkflow(world, payment).quiet();
        expect(await world.client.find(payment.paymentId, requestId)).toEqual(views[place]);
        expect(sendsFor(world, payment)).toHaveLength(1);
      }
      expect(requests.map(({ payment }) => world.returned(payment).map(told))).toEqual([
        ['refund 2500 USD'],
        ['void 4444 USD'],
      ]);
      successor.signal('SIGTERM');
      await successor.ended;
    },
    90_000,
  );
});
