import { money, type Scene } from '../scene';
import { capturedPayment, refundOf, reversalIn, standingOf, whyOf } from '../shop';

const totalMinor = 10_000;
const refundMinor = 6_000;
const furtherMinor = 5_000;
const leftMinor = totalMinor - refundMinor;

/** The refund has left and moved money, and the worker that sent it is killed before the answer arrives. */
export const workerKilled: Scene = {
  letter: 'f',
  title: 'The worker is killed just after a refund left',
  moves: [
    ['authorize', totalMinor],
    ['capture', totalMinor],
    ['refund', refundMinor],
  ],
  play: async (stage, { asked, happened, why, promised }) => {
    const payment = await capturedPayment(stage, 'f', totalMinor);
    const { paymentId, authorizationReference } = payment;
    const request = refundOf(payment, `goodwill-${paymentId}`, refundMinor);
    asked(`refund ${money(refundMinor)} of ${money(totalMinor)}; the worker dies before the gateway's answer arrives`);
    stage.simulator.fault({ kind: 'hold', effect: 'before', operation: 'refund', amountMinor: refundMinor });
    await stage.client.request(request, { wait: false });
    await stage.simulator.waitFor((simulator) => simulator.requests().some(({ held }) => held));
    const dead = await stage.killWorker();
    stage.simulator.release();
    const successor = await stage.startWorker();
    happened(
      `SIGKILL for process ${dead}; process ${successor} takes over and waits for a sign of life of the old one`,
    );

    const stuck = await reversalIn(stage, request, 'stuck');
    const { unknownMinor, refundableMinor } = stuck.balance;
    happened(
      `${standingOf(stuck)}: ${money(unknownMinor)} stay reserved, ${money(refundableMinor)} can still be refunded`,
    );
    why(whyOf(stuck));
    why(stuck.reason?.message ?? 'no reason');
    const myRef = stuck.legs[0]?.myRef ?? 'none';
    happened(`it is looked up at the gateway by ${myRef}; it is never sent again`);
    promised('its outcome is being looked up', stuck.waitingFor === 'lookup', standingOf(stuck));
    promised('the amount stays reserved', unknownMinor === refundMinor, money(unknownMinor));

    asked(`another ${money(furtherMinor)}, which would be too much if the first refund was made`);
    const further = await stage.client.request(refundOf(payment, `goodwill-${paymentId}-2`, furtherMinor));
    happened(standingOf(further));
    why(whyOf(further));
    promised(
      `it is refused: ${money(leftMinor)} is left`,
      further.outcome === 'refused' && further.reason?.message.includes(`${money(leftMinor)} is refundable`) === true,
      further.reason?.message ?? standingOf(further),
    );

    const found = await reversalIn(stage, request, 'completed');
    happened(`found by lookup: ${standingOf(found)}, ${money(found.balance.refundedMinor)} once`);
    promised('the lookup finds the one refund', found.outcome === 'refunded', standingOf(found));
    return {
      paymentId,
      reference: authorizationReference,
      asked: `refund ${money(refundMinor)}, worker killed; then ${money(furtherMinor)}`,
      happened: `${standingOf(stuck)}, ${money(unknownMinor)} reserved; ${standingOf(further)}; found: ${standingOf(found)}`,
    };
  },
};
