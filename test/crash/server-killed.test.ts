import * as path from 'node:path';
import type { ReversalRequest } from '../../src/contract/reversal-request';
import { parseRules } from '../../src/rules/rules-file';
import { eventually } from '../support/eventually';
import { sendsFor } from '../support/sends';
import { useFolder } from '../support/use-folder';
import { useServer } from '../support/use-server';
import { useWorld } from '../support/use-world';
import { cancelOf, refundOf, told } from '../support/world';

const rules = parseRules({
  default: {
    profile: 'stripe',
    overrides: { lookupsSeeReversals: true, lookupDelayMs: 200 },
    sendByMs: 3_000,
    clockSkewMs: 0,
  },
});

const server = useServer({ databaseFile: path.join(useFolder(), 'temporal.db') });
const world = useWorld(() => ({ address: server.address, rules, requestTimeoutMs: 2_000 }));

/** Groups of reversals, by where the server's death finds them; the amount says which. */
const settledMinor = 1_000;
const movedMinor = 2_000;
const onTheirWayMinor = 3_000;
const unansweredMinor = 4_000;

describe('A Temporal server that is killed (SIGKILL) in the middle of reversals and started again', () => {
  it('loses no answer, no money and no reversal: every reversal completes with one movement', async () => {
    const refunds = async (amountMinor: number): Promise<ReversalRequest[]> =>
      Promise.all(Array.from({ length: 5 }, async () => refundOf(await world.captured(10_000), amountMinor)));
    const [settled, moved, onTheirWay, unanswered, unasked] = [
      await refunds(settledMinor),
      await refunds(movedMinor),
      await refunds(onTheirWayMinor),
      await refunds(unansweredMinor),
      await refunds(settledMinor),
    ];
    const cancels = await Promise.all(
      Array.from({ length: 5 }, async () => cancelOf(await world.authorized(movedMinor))),
    );
    for (const [amountMinor, effect, times] of [
      [movedMinor, 'before', 10],
      [onTheirWayMinor, 'after', 5],
    ] as const) {
      world.simulator.fault({ kind: 'hold', effect, amountMinor, times });
    }
    world.simulator.fault({ kind: 'effectThenNoAnswer', operation: 'refund', amountMinor: unansweredMinor, times: 5 });
    for (const request of settled) expect(await world.client.request(request)).toMatchObject({ outcome: 'refunded' });
    const underWay = [...moved, ...onTheirWay, ...unanswered, ...cancels];
    await Promise.all(underWay.map((request) => world.client.request(request, { wait: false })));
    await world.simulator.waitFor(
      (simulator) =>
        simulator.requests().filter(({ held }) => held).length === 15 &&
        unanswered.every(({ payment }) => sendsFor(world, payment).length === 1),
    );

    await server.kill('SIGKILL');
    // Answers and requests arrive while nobody is there to write them down.
    world.simulator.release();
    const asked = unasked.map((request) => world.client.request(request));
    await world.simulator.waitFor((simulator) => simulator.requests().every(({ held }) => !held));
    await server.restart();

    expect(await Promise.all(asked)).toMatchObject(unasked.map(() => ({ outcome: 'refunded' })));
    const all = [...settled, ...underWay, ...unasked];
    for (const { payment, requestId } of all) {
      const view = await eventually(
        () => world.client.find(payment.paymentId, requestId),
        (answer) => answer?.phase === 'completed',
        60_000,
      );
      expect(view?.outcome).toBe(cancels.some((cancel) => cancel.requestId === requestId) ? 'voided' : 'refunded');
    }
    expect(all.map(({ payment }) => world.returned(payment).map(told))).toEqual(
      all.map(({ operation, amountMinor }) => [
        operation === 'cancel' ? `void ${String(movedMinor)} USD` : `refund ${String(amountMinor)} USD`,
      ]),
    );
    expect(all.map(({ payment }) => sendsFor(world, payment).length)).toEqual(all.map(() => 1));
  }, 120_000);
});
