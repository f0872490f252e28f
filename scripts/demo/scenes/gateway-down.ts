import { setTimeout as delay } from 'node:timers/promises';
import { ledgerIdOf } from '../../../src/contract/names';
import { money, until, type Scene } from '../scene';
import { capturedPayment, refundOf, reversalIn, standingOf, whyOf } from '../shop';
import type { Stage } from '../stage';

const totalMinor = 10_000;
const downForMs = 4_000;

/** What could not leave is sent once the gateway answers again; waiting for that adds nothing to the history. */
export const gatewayDown: Scene = {
  letter: 'e',
  title: 'The gateway is down for some seconds',
  moves: [
    ['authorize', totalMinor],
    ['capture', totalMinor],
    ['refund', totalMinor],
  ],
  play: async (stage, { asked, happened, why, promised }) => {
    const payment = await capturedPayment(stage, 'e', totalMinor);
    const { paymentId } = payment;
    const request = refundOf(payment, `goodwill-${paymentId}`, totalMinor);
    await stage.simulator.goDown();
    asked(`refund ${money(totalMinor)} while the gateway is down`);
    const waiting = await stage.client.request(request);
    happened(`${standingOf(waiting)}: nothing was sent`);
    promised('the refund waits for the gateway', waiting.waitingFor === 'gateway', standingOf(waiting));

    const isAsking = (attempts: number): boolean => attempts >= 1;
    await until('the ledger to ask whether the gateway answers', () => askedSoFar(stage, paymentId), isAsking);
    const before = await stage.historyLength(paymentId);
    await delay(downForMs);
    const attempts = await askedSoFar(stage, paymentId);
    const after = await stage.historyLength(paymentId);
    await stage.simulator.comeBack();
    happened(
      `down for ${downForMs / 1000} s, attempt ${attempts} to reach it; the history has ${before} events at the start and ${after} at the end`,
    );
    promised('the history does not grow while it is down', before === after, `${before} → ${after} events`);

    const view = await reversalIn(stage, request, 'completed');
    happened(`the gateway is back: ${standingOf(view)}, once`);
    why(whyOf(view));
    promised('the refund is made', view.outcome === 'refunded', standingOf(view));
    return {
      paymentId,
      reference: payment.authorizationReference,
      asked: `refund ${money(totalMinor)}, gateway down for ${downForMs / 1000} s`,
      happened: `waited at ${before} → ${after} events, ${standingOf(view)}`,
    };
  },
};

/** The attempt of the activity that asks whether the gateway answers; 0: none is in progress. */
async function askedSoFar({ temporal }: Stage, paymentId: string): Promise<number> {
  const { raw } = await temporal.workflow.getHandle(ledgerIdOf(paymentId)).describe();
  return raw.pendingActivities?.[0]?.attempt ?? 0;
}
