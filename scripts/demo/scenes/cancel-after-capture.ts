import { cancelOrder, ship } from '../../../examples/order-lifecycle/order';
import { money, type Scene } from '../scene';
import { authorizedOrder, orderIs, reversalOf, standingOf, whyOf } from '../shop';

const totalMinor = 10_000;

/** The same child, asked the same: what is right to do follows from the capture. */
export const cancelAfterCapture: Scene = {
  letter: 'b',
  title: 'An order is cancelled after its capture',
  moves: [
    ['authorize', totalMinor],
    ['capture', totalMinor],
    ['refund', totalMinor],
  ],
  play: async (stage, { asked, happened, why, promised }) => {
    const order = await authorizedOrder(stage, 'b', totalMinor);
    await order.signal(ship);
    await orderIs(order, 'shipped');
    asked(`the order has shipped, so ${money(totalMinor)} are captured; then it receives cancelOrder`);
    await order.signal(cancelOrder);
    const { payment, orderId } = await orderIs(order, 'cancelled');
    const view = await reversalOf(order, `cancel-${orderId}`);
    happened(`${standingOf(view)}: ${money(totalMinor)} are refunded`);
    why(whyOf(view));
    promised('the capture is refunded', view.outcome === 'refunded' && view.plan?.row === 7, standingOf(view));
    return {
      paymentId: view.paymentId,
      reference: payment?.authorizationReference ?? '',
      asked: 'cancel, after the capture',
      happened: standingOf(view),
    };
  },
};
