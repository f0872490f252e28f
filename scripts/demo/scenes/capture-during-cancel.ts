import type { ReversalRequest } from '../../../src/contract/reversal-request';
import { money, type Scene } from '../scene';
import { authorizedPayment, capture, reversalIn, standingOf, whyOf } from '../shop';

const totalMinor = 10_000;

/** The ledger knows of the authorization alone. The capture wins the race at the gateway. */
export const captureDuringCancel: Scene = {
  letter: 'd',
  title: 'The capture lands while the cancellation is under way',
  moves: [
    ['authorize', totalMinor],
    ['capture', totalMinor],
    ['refund', totalMinor],
  ],
  play: async (stage, { asked, happened, why, promised }) => {
    const payment = await authorizedPayment(stage, 'd', totalMinor);
    const { paymentId, authorizationReference } = payment;
    const request: ReversalRequest = {
      requestId: `cancel-${paymentId}`,
      operation: 'cancel',
      requester: { id: 'support' },
      reason: 'the customer called',
      payment,
    };
    asked(`cancel ${money(totalMinor)} that are only held; the capture succeeds while the void is being sent`);
    stage.simulator.fault({ kind: 'hold', effect: 'after', operation: 'void', reference: authorizationReference });
    await stage.client.request(request, { wait: false });
    await stage.simulator.waitFor((simulator) => simulator.requests().some(({ held }) => held));
    const gatewayReference = await capture(stage, payment);
    stage.simulator.release();

    const waiting = await reversalIn(stage, request, 'waiting');
    const [leg] = waiting.legs;
    const refusal = leg?.gatewayResultCode ?? 'nothing';
    happened(`the void is ${leg?.status ?? 'not sent'} (${refusal}); the cancel is ${standingOf(waiting)}`);
    why(whyOf(waiting));
    promised('the void was declined as already captured', refusal === 'charge_already_captured', refusal);
    promised('the cancel waits for the capture', waiting.waitingFor === 'capture', standingOf(waiting));

    asked('the capture is recorded in the ledger (captureSucceeded)');
    await stage.client.record(paymentId, {
      eventId: `capture-${paymentId}`,
      kind: 'captureSucceeded',
      source: 'shop',
      at: new Date().toISOString(),
      captureId: 'capture',
      amountMinor: totalMinor,
      currency: 'USD',
      gatewayReference,
    });
    const view = await reversalIn(stage, request, 'completed');
    happened(`${standingOf(view)}: the same cancel has become a refund, plan version ${view.plan?.version ?? 0}`);
    why(whyOf(view));
    promised('the cancel became a refund', view.outcome === 'refunded' && view.plan?.row === 7, standingOf(view));
    return {
      paymentId,
      reference: authorizationReference,
      asked: 'cancel, overtaken by the capture',
      happened: `void rejected, waited for the capture, ${standingOf(view)}`,
    };
  },
};
