import type { ReversalView } from '../../../src/domain/views/view';
import { money, type Scene } from '../scene';
import { capturedPayment, refundOf, standingOf, whyOf } from '../shop';

const totalMinor = 10_000;
const refundMinor = 2_500;

/** A request's id comes from business keys, so that a caller who asks twice gets one refund. */
export const sameRequestAgain: Scene = {
  letter: 'g',
  title: 'The same request comes again',
  moves: [
    ['authorize', totalMinor],
    ['capture', totalMinor],
    ['refund', refundMinor],
  ],
  play: async (stage, { asked, happened, why, promised }) => {
    const payment = await capturedPayment(stage, 'g', totalMinor);
    const request = refundOf(payment, `goodwill-${payment.paymentId}`, refundMinor);
    asked(`refund ${money(refundMinor)} as ${request.requestId}`);
    const first = await stage.client.request(request);
    happened(standingOf(first));
    why(whyOf(first));
    asked('the same request again, twice');
    const again = [await stage.client.request(request), await stage.client.request(request)];
    const same = again.every((view) => JSON.stringify(view) === JSON.stringify(first));
    happened(`${again.map(standingOf).join(', ')}: ${same ? 'the same answer' : 'another answer'}, nothing moved`);
    promised('the answer is the same', same, same ? 'the same' : differing(first, again));
    return {
      paymentId: payment.paymentId,
      reference: payment.authorizationReference,
      asked: `refund ${money(refundMinor)}, three times with one id`,
      happened: `${standingOf(first)}, then the same answer twice`,
    };
  },
};

function differing(first: ReversalView, again: readonly ReversalView[]): string {
  return [first, ...again].map((view) => JSON.stringify(view)).join(' ≠ ');
}
