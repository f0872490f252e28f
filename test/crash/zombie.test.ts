import type { ReversalRequest } from '../../src/contract/reversal-request';
import { parseRules } from '../../src/rules/rules-file';
import { eventually } from '../support/eventually';
import { ledgerWorkflow } from '../support/ledger-workflow';
import { sendsFor } from '../support/sends';
import { proxyTo } from '../support/tcp-proxy';
import { useStarted } from '../support/use-started';
import { useWorld } from '../support/use-world';
import { startWorkerProcess } from '../support/worker-process';
import { cancelOf, refundOf, told } from '../support/world';

const requestTimeoutMs = 1_000;
const written = {
  default: {
    profile: 'stripe',
    overrides: { lookupsSeeReversals: true, lookupDelayMs: 100 },
    sendByMs: 1_000,
    clockSkewMs: 0,
  },
};
const amounts = { early: { refund: 1_111, cancel: 2_222 }, late: { refund: 3_333, cancel: 4_444 } } as const;

// Workflows live on: what is stalled is the process that holds the calls.
const world = useWorld({
  rules: parseRules(written),
  requestTimeoutMs,
  worker: { enableNonLocalActivities: false },
});
const network = useStarted(() => proxyTo(world.connections.address));
const stalled = useStarted(() =>
  startWorkerProcess(world, {
    address: network.address,
    part: 'activities',
    activitiesAtATime: 4,
    standBefore: Object.values(amounts.early),
    standAfter: Object.values(amounts.early),
  }),
);

describe('A worker that is stalled (SIGSTOP) past every deadline and wakes up (SIGCONT)', () => {
  it('sends nothing that it was about to send, and changes no outcome that was looked up meanwhile', async () => {
    const [unsent, unvoided] = [await world.captured(10_000), await world.authorized(amounts.early.cancel)];
    const [refunded, voided] = [await world.captured(10_000), await world.authorized(amounts.late.cancel)];
    const requests: readonly ReversalRequest[] = [
      refundOf(unsent, amounts.early.refund),
      cancelOf(unvoided),
      refundOf(refunded, amounts.late.refund),
      cancelOf(voided),
    ];
    const payments = requests.map(({ payment }) => payment);
    for (const [operation, amountMinor] of [
      ['refund', amounts.late.refund],
      ['void', amounts.late.cancel],
    ] as const) {
      world.simulator.fault({ kind: 'hold', effect: 'before', operation, amountMinor });
    }
    await Promise.all(requests.map((request) => world.client.request(request, { wait: false })));
    await Promise.all([
      ...Object.values(amounts.early).map((amountMinor) => stalled.told({ kind: 'standsBefore', amountMinor })),
      world.simulator.waitFor(() => [refunded, voided].every((payment) => world.returned(payment).length > 0)),
    ]);
    stalled.signal('SIGSTOP');

    const successor = await startWorkerProcess(world, { rules: written, requestTimeoutMs, part: 'activities' });
    for (const request of requests) {
      await eventually(
        () => world.client.find(request.payment.paymentId, request.requestId),
        (view) => view?.phase === 'completed',
        30_000,
      );
    }
    // What never arrived was sent again by the other worker: the void as it is, the refund as another leg.
    const moved = [['refund 1111 USD'], ['void 2222 USD'], ['refund 3333 USD'], ['void 4444 USD']];
    expect(payments.map((payment) => world.returned(payment).map(told))).toEqual(moved);

    // Nobody can tell it that it was given up: its own clock has to.
    network.cut('silent');
    stalled.go(Object.values(amounts.early));
    world.simulator.release();
    stalled.signal('SIGCONT');
    await Promise.all(
      Object.values(amounts.early).map((amountMinor) => stalled.told({ kind: 'standsAfter', amountMinor })),
    );
    network.mend();
    // Told to end, it first hands in what it has: two calls not made, and two good answers that come too late.
    stalled.signal('SIGTERM');
    expect(await stalled.ended).toBe(0);
    await Promise.all(payments.map((payment) => ledgerWorkflow(world, payment).quiet()));

    expect(payments.map((payment) => world.returned(payment).map(told))).toEqual(moved);
    expect(payments.map((payment) => sendsFor(world, payment).length)).toEqual([1, 1, 1, 1]);
    const views = await Promise.all(
      requests.map(({ payment, requestId }) => world.client.find(payment.paymentId, requestId)),
    );
    expect(views.map((view) => view?.outcome)).toEqual(['refunded', 'voided', 'refunded', 'voided']);
    successor.signal('SIGTERM');
    expect(await successor.ended).toBe(0);
  }, 120_000);
});
