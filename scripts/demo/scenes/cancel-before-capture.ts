import { cancelOrder } from '../../../examples/order-lifecycle/order';
import { money, type Scene } from '../scene';
import { authorizedOrder, orderIs, reversalOf, standingOf, whyOf } from '../shop';

const totalMinor = 10_000;

/** An order workflow starts `cancelPayment` as its child while the money is only held. */
export const cancelBeforeCapture: Scene = {
  letter: 'a',
  title: 'An order is cancelled before its capture',
  moves: [
    ['authorize', totalMinor],
    ['void', totalMinor],
  ],
  play: async (stage, { asked, happened, why, promised }) => {
    const order = await authorizedOrder(stage, 'a', totalMinor);
    asked(`the order workflow holds ${money(totalMinor)} and receives cancelOrder; it starts the child cancelPayment`);
    await order.signal(cancelOrder);
    const { payment, orderId } = await orderIs(order, 'cancelled');
    const view = await reversalOf(order, `cancel-${orderId}`);
    happened(`${standingOf(view)}: the hold is released, nothing was ever taken`);
    why(whyOf(view));
    promised('the hold is voided', view.outcome === 'voided' && view.plan?.row === 9, standingOf(view));
    return {
      paymentId: view.paymentId,
      reference: payment?.authorizationReference ?? '',
      asked: 'cancel, before the capture',
      happened: standingOf(view),
    };
  },
};
