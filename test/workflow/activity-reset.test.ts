import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import { eventually } from '../support/eventually';
import { ledgerWorkflow } from '../support/ledger-workflow';
import { sendsFor } from '../support/sends';
import { cli } from '../support/temporal';
import { useStarted } from '../support/use-started';
import { useWorld } from '../support/use-world';
import { startWorkerProcess } from '../support/worker-process';
import { refundOf, told, type World } from '../support/world';

/** A world whose only worker is a process that can be killed, with a refund that the gateway holds. */
const dying = useWorld({ startWorker: false });
const killed = useStarted(() => startWorkerProcess(dying));
const world = useWorld({ requestTimeoutMs: 30_000 });

async function heldRefund(at: World, effect: 'before' | 'after') {
  const payment = await at.captured(10_000);
  const request = refundOf(payment, 2_500);
  at.simulator.fault({ kind: 'hold', effect, operation: 'refund', reference: captureOf(payment) });
  await at.client.request(request, { wait: false });
  await at.simulator.waitFor(() => sendsFor(at, payment).some(({ held }) => held));
  return { payment, request };
}

function captureOf(payment: PaymentSnapshot): string {
  return payment.captures?.[0]?.gatewayReference ?? '';
}

async function command(at: World, payment: PaymentSnapshot, name: string, ...more: string[]): Promise<void> {
  const ledger = ledgerWorkflow(at, payment);
  const activity = ['-w', ledger.workflowId, '--activity-id', await ledger.sendUnderWay()];
  await cli(['activity', name, ...activity, ...more]);
}

function expectOneRefund(at: World, payment: PaymentSnapshot): void {
  expect(at.returned(payment).map(told)).toEqual(['refund 2500 USD']);
  expect(sendsFor(at, payment)).toHaveLength(1);
}

describe('A refund in flight that an operator resets (temporal activity reset)', () => {
  it.each(['before', 'after'] as const)(
    'is not sent again, and ends as it is: succeeded or unknown (effect %s the wait)',
    async (effect) => {
      const { payment, request } = await heldRefund(world, effect);
      await command(world, payment, 'reset');
      // The worker learns of it by its next heartbeat, with the call still open.
      await ledgerWorkflow(world, payment).nextHeartbeat();
      world.simulator.release();
      const view = await world.client.request(request);
      expect(view.legs.map(({ status }) => status)).toEqual([expect.stringMatching(/^(succeeded|unknown)$/)]);
      expect(view.balance.refundedMinor + view.balance.unknownMinor).toBe(2_500);
      await ledgerWorkflow(world, payment).quiet();
      expectOneRefund(world, payment);
    },
  );

  it('is not sent again when it was paused, reset and let go on', async () => {
    const { payment, request } = await heldRefund(world, 'before');
    await command(world, payment, 'pause');
    await command(world, payment, 'reset');
    await command(world, payment, 'unpause');
    world.simulator.release();
    const view = await world.client.request(request);
    expect(view.balance.refundedMinor + view.balance.unknownMinor).toBe(2_500);
    await ledgerWorkflow(world, payment).quiet();
    expectOneRefund(world, payment);
  });

  it('is not sent again when its worker was killed, and the operator allowed more attempts and hurry', async () => {
    const reset = await heldRefund(dying, 'before');
    const retried = await heldRefund(dying, 'before');
    const hurried = await heldRefund(dying, 'before');
    await command(dying, reset.payment, 'reset');
    await command(dying, retried.payment, 'update-options', '--retry-maximum-attempts', '5');
    // The next attempt runs into a schedule-to-start timeout: nobody picked it up, but the one before has sent.
    const hurry = ['--retry-maximum-attempts', '2', '--schedule-to-start-timeout', '500ms'];
    await command(dying, hurried.payment, 'update-options', ...hurry);
    killed.signal('SIGKILL');
    await killed.ended;
    await ledgerWorkflow(dying, hurried.payment).sendsEnded();
    await dying.startWorker();

    for (const { payment, request } of [reset, retried, hurried]) {
      const view = await eventually(
        () => dying.client.find(payment.paymentId, request.requestId),
        (answer) => answer?.phase !== 'working',
        30_000,
      );
      expect(view).toMatchObject({ phase: 'stuck', reason: { code: 'outcomeUnknown' } });
      expect(view?.balance).toMatchObject({ unknownMinor: 2_500, refundableMinor: 7_500 });
      expectOneRefund(dying, payment);
    }
  }, 150_000);
});
