import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import { ledgerWorkflow } from '../support/ledger-workflow';
import { sendsFor } from '../support/sends';
import { useWorld } from '../support/use-world';
import { refundOf, told } from '../support/world';

const world = useWorld();

async function holdRefund(): Promise<void> {
  await world.simulator.waitFor((simulator) => simulator.requests().some(({ held }) => held));
}

/** Asks a reset ledger for more, which it must not send. */
async function asksForMore(payment: PaymentSnapshot): Promise<void> {
  const view = await world.client.request(refundOf(payment, 100));
  expect(view).toMatchObject({ phase: 'stuck', waitingFor: 'recovery', reason: { code: 'resetDetected' } });
  expect(view.legs.map(({ status }) => status)).toEqual(['planned']);
}

describe('A ledger that an operator resets (temporal workflow reset)', () => {
  it('moves no further money at any point it is reset to, when its refund had succeeded', async () => {
    const payment = await world.captured(10_000);
    const request = refundOf(payment, 2_500);
    expect(await world.client.request(request)).toMatchObject({ outcome: 'refunded' });
    const ledger = ledgerWorkflow(world, payment);
    const firstRun = await ledger.runId();
    const points = await ledger.completedTasks(firstRun);
    expect(points.length).toBeGreaterThan(1);

    for (const point of points) {
      await ledger.reset(firstRun, point);
      await ledger.quiet();
      const again = await world.client.request(request);
      expect([again.outcome, again.waitingFor]).toContainEqual(point === points.at(-1) ? 'refunded' : 'recovery');
      await asksForMore(payment);
    }
    expect(world.returned(payment).map(told)).toEqual(['refund 2500 USD']);
    expect(sendsFor(world, payment)).toHaveLength(1);
  });

  it('sends nothing even when the reset forgets every request, so that the ledger knows of no refund', async () => {
    const payment = await world.captured(10_000);
    await world.client.request(refundOf(payment, 10_000));
    const ledger = ledgerWorkflow(world, payment);
    const firstRun = await ledger.runId();
    const [first = ''] = await ledger.completedTasks(firstRun);
    await ledger.reset(firstRun, first, ['--reapply-exclude', 'All']);
    const view = await world.client.request(refundOf(payment, 10_000));
    expect(view).toMatchObject({ phase: 'stuck', waitingFor: 'recovery' });
    expect(world.returned(payment).map(told)).toEqual(['refund 10000 USD']);
  });

  it.each(['before', 'after'] as const)(
    'moves no further money at any point it is reset to, while its refund is in flight (effect %s the wait)',
    async (effect) => {
      const payment = await world.captured(10_000);
      world.simulator.fault({ kind: 'hold', effect, operation: 'refund' });
      const request = refundOf(payment, 2_500);
      await world.client.request(request, { wait: false });
      await holdRefund();
      // More workflow tasks while the refund is under way: resets to these carry the pending call into the new run.
      await world.client.request(refundOf(payment, 700), { wait: false });
      await world.client.request(refundOf(payment, 50_000), { wait: false });
      const ledger = ledgerWorkflow(world, payment);
      const firstRun = await ledger.runId();
      const points = await ledger.completedTasks(firstRun);
      expect(points.length).toBeGreaterThan(1);

      for (const point of points) {
        await ledger.reset(firstRun, point);
        await ledger.quiet();
        const again = await world.client.request(request);
        expect(again).toMatchObject({ phase: 'stuck', waitingFor: 'recovery', balance: { refundedMinor: 0 } });
        await asksForMore(payment);
      }
      const { balance, frozen } = await world.client.show(payment.paymentId);
      expect(balance.reservedMinor).toBeGreaterThanOrEqual(2_500);
      expect(frozen?.reason.code).toBe('resetDetected');

      const answered = world.simulator.waitFor((simulator) => simulator.requests().every(({ held }) => !held));
      world.simulator.release();
      await answered;
      await ledger.quiet();
      expect(world.returned(payment).map(told)).toEqual(['refund 2500 USD']);
      expect(sendsFor(world, payment)).toHaveLength(1);
    },
  );

  it('freezes after a reset of a reset as well', async () => {
    const payment = await world.captured(10_000);
    await world.client.request(refundOf(payment, 2_500));
    const ledger = ledgerWorkflow(world, payment);
    const firstRun = await ledger.runId();
    const second = await ledger.reset(firstRun, (await ledger.completedTasks(firstRun)).at(-1) ?? '');
    await ledger.quiet();
    await ledger.reset(second, (await ledger.completedTasks(second)).at(-1) ?? '');
    await asksForMore(payment);
    expect(world.returned(payment).map(told)).toEqual(['refund 2500 USD']);
  });
});
