import { randomUUID } from 'node:crypto';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { nothingToRecover, updates } from '../../src/contract/messages';
import { ledgerIdOf } from '../../src/contract/names';
import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import type { RecoveryInput } from '../../src/contract/recovery';
import { eventually } from '../support/eventually';
import { ledgerWorkflow } from '../support/ledger-workflow';
import { sendsFor } from '../support/sends';
import { useWorld } from '../support/use-world';
import { refundOf, told } from '../support/world';

const world = useWorld({ requestTimeoutMs: 500 });
const mallory = { actor: { id: 'mallory' }, reason: 'it was declined, believe me' };

/** As whoever holds Temporal's own tools. */
function rawRecover({ paymentId }: PaymentSnapshot, recovery: object): Promise<unknown> {
  return world.connections.client.workflow
    .getHandle(ledgerIdOf(paymentId))
    .executeUpdate(updates.recover, { args: [recovery as RecoveryInput] });
}

/** What a former run is said to have been answered, in ways that would free its amount. */
const saidToBeFree = [
  [{ status: 'declined', code: 'declined', gatewayReference: null, gatewayResultCode: null }],
  [{ status: 'notSent', cause: 'refused', retryAfterMs: null }],
  [],
];

async function refusedAsMalformed(attempt: Promise<unknown>): Promise<void> {
  await expect(attempt).rejects.toThrow(WorkflowUpdateFailedError);
}

describe('A recovery that somebody tells a ledger instead of letting it be read', () => {
  it('frees nothing of a refund of unknown outcome of a healthy ledger', async () => {
    const payment = await world.captured(450_000);
    const request = refundOf(payment, 450_000);
    world.simulator.fault({ kind: 'effectThenNoAnswer', operation: 'refund', times: 1 });
    await world.client.request(request);
    const view = await eventually(
      () => world.client.find(payment.paymentId, request.requestId),
      (now) => now?.legs[0]?.status === 'unknown',
    );
    const [leg] = view?.legs ?? [];
    const runId = await ledgerWorkflow(world, payment).runId();
    const said = {
      ...{ legId: leg?.legId, operation: 'refund', amountMinor: 450_000, reference: 'cap_1' },
      scheduledAt: new Date().toISOString(),
    };
    for (const results of saidToBeFree) {
      for (const named of [runId, randomUUID()]) {
        await refusedAsMalformed(rawRecover(payment, { ...mallory, runId: named, legs: [{ ...said, results }] }));
      }
    }
    for (const named of [runId, randomUUID()]) {
      await refusedAsMalformed(rawRecover(payment, { ...mallory, runId: named, legs: [] }));
      expect(await rawRecover(payment, { ...mallory, runId: named })).toEqual({
        accepted: false,
        reason: nothingToRecover,
      });
    }
    const { balance, audit } = await world.client.show(payment.paymentId);
    expect(balance).toMatchObject({ unknownMinor: 450_000, refundableMinor: 0 });
    expect(audit).toEqual([]);
    expect(await world.client.request(refundOf(payment, 1_000))).toMatchObject({ outcome: 'refused' });
    expect(sendsFor(world, payment)).toHaveLength(1);
  });

  it('sends nothing again after a reset that forgot every request: what was sent is read, whatever is told', async () => {
    const payment = await world.captured(10_000);
    const request = refundOf(payment, 10_000);
    await world.client.request(request);
    const ledger = ledgerWorkflow(world, payment);
    const firstRun = await ledger.runId();
    const [first = ''] = await ledger.completedTasks(firstRun);
    const runId = await ledger.reset(firstRun, first, ['--reapply-exclude', 'All']);
    expect(await world.client.request(request)).toMatchObject({ phase: 'stuck', waitingFor: 'recovery' });

    await refusedAsMalformed(rawRecover(payment, { ...mallory, runId, legs: [] }));
    expect(await rawRecover(payment, { ...mallory, runId: firstRun })).toMatchObject({
      accepted: false,
      reason: expect.stringContaining(`which is ${runId}`) as unknown,
    });
    expect(await world.client.find(payment.paymentId, request.requestId)).toMatchObject({ waitingFor: 'recovery' });

    expect(await rawRecover(payment, { ...mallory, runId })).toEqual({ accepted: true, reason: null });
    expect(await rawRecover(payment, { ...mallory, runId })).toEqual({ accepted: false, reason: nothingToRecover });
    expect(await world.client.request(request)).toMatchObject({ phase: 'completed', outcome: 'refunded' });
    expect(await world.client.request(refundOf(payment, 100))).toMatchObject({ outcome: 'refused' });
    expect(world.returned(payment).map(told)).toEqual(['refund 10000 USD']);
    expect(sendsFor(world, payment)).toHaveLength(1);
    const { audit } = await world.client.show(payment.paymentId);
    expect(audit.filter(({ act }) => act === 'recovered').map(({ refused }) => refused === null)).toEqual([
      false,
      true,
    ]);
  });

  it('is taken once when two people ask at the same time', async () => {
    const payment = await world.captured(10_000);
    await world.client.request(refundOf(payment, 4_000));
    const ledger = ledgerWorkflow(world, payment);
    const firstRun = await ledger.runId();
    const runId = await ledger.reset(firstRun, (await ledger.completedTasks(firstRun)).at(-1) ?? '');
    const waiting = refundOf(payment, 5_000);
    expect(await world.client.request(waiting)).toMatchObject({ phase: 'stuck', waitingFor: 'recovery' });
    const answers = await Promise.all([1, 2, 3].map(() => rawRecover(payment, { ...mallory, runId })));
    expect(answers.filter((answer) => (answer as { accepted: boolean }).accepted)).toHaveLength(1);
    expect(await world.client.request(waiting)).toMatchObject({ outcome: 'refunded' });
    expect(world.returned(payment).map(told)).toEqual(['refund 4000 USD', 'refund 5000 USD']);
    expect(sendsFor(world, payment)).toHaveLength(2);
  });
});
