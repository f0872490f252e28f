import { delivered, orderQuery, returnLine, ship } from '../../../examples/order-lifecycle/order';
import type { ReversalView } from '../../../src/domain/views/view';
import { money, type Scene } from '../scene';
import { authorizedOrder, orderIs, reversalOf, standingOf, whyOf } from '../shop';

const totalMinor = 10_000;
const returns = [
  { line: '1', amountMinor: 4_000 },
  { line: '2', amountMinor: 3_500 },
  { line: '3', amountMinor: 3_000 },
] as const;
const leftMinor = 2_500;

/** The sum of all refunds never exceeds the capture. */
export const partialRefunds: Scene = {
  letter: 'c',
  title: 'Two lines are returned, then one too many',
  moves: [
    ['authorize', totalMinor],
    ['capture', totalMinor],
    ['refund', 4_000],
    ['refund', 3_500],
  ],
  play: async (stage, { asked, happened, why, promised }) => {
    const order = await authorizedOrder(stage, 'c', totalMinor);
    await order.signal(ship);
    await order.signal(delivered);
    const { payment } = await orderIs(order, 'delivered');
    const views: ReversalView[] = [];
    for (const returned of returns) {
      asked(`line ${returned.line} is returned, worth ${money(returned.amountMinor)}`);
      const view = await reversalOf(order, await order.executeUpdate(returnLine, { args: [returned] }));
      happened(
        `${standingOf(view)}; ${money(view.balance.refundableMinor)} of ${money(totalMinor)} can still be refunded`,
      );
      why(whyOf(view));
      views.push(view);
    }
    const outcomes = views.map(({ outcome }) => outcome).join(', ');
    const last = views.at(-1)?.reason;
    promised('two are refunded, the third is refused', outcomes === 'refunded, refunded, refused', outcomes);
    promised(
      `the refusal says that ${money(leftMinor)} is left`,
      last?.code === 'exceedsRefundable' && last.message.includes(`${money(leftMinor)} is refundable`),
      last?.message ?? 'no reason',
    );
    const { orderId } = await order.query(orderQuery);
    return {
      paymentId: orderId,
      reference: payment?.authorizationReference ?? '',
      asked: returns.map(({ amountMinor }) => `refund ${money(amountMinor)}`).join(', '),
      happened: `${outcomes} (${money(leftMinor)} left)`,
    };
  },
};
