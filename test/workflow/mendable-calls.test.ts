import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import { sendsFor } from '../support/sends';
import { useWorld } from '../support/use-world';
import { cancelOf, card, refundOf, told } from '../support/world';

const world = useWorld({ simulator: { strictTokens: true } });
const gone = { ...card, cardNumber: '@deleted_from_the_vault' };
const moved = (payment: PaymentSnapshot): readonly string[] => world.returned(payment).map(told);

describe.each([
  ['refund', () => world.captured(10_000), (payment: PaymentSnapshot, id: string) => refundOf(payment, 2_500, id)],
  ['void', () => world.authorized(10_000), cancelOf],
] as const)('A %s that the gateway answers with HTTP 400', (operation, pay, ask) => {
  it('is not declined: it names the field, keeps its amount, and the same request with a good card moves the money once', async () => {
    const payment = await pay();
    const requestId = `mend-${payment.paymentId}`;
    const refused = await world.client.request(ask({ ...payment, card: gone }, requestId));
    expect(refused).toMatchObject({
      phase: 'stuck',
      waitingFor: 'operator',
      outcome: null,
      reason: { code: 'invalidAtGateway', message: expect.stringContaining('card.cardNumber') as string },
      legs: [{ status: 'planned' }],
    });
    expect(refused.balance.reservedMinor).toBeGreaterThan(0);
    expect(moved(payment)).toEqual([]);

    // The same request as it was asks the gateway again, and is refused again.
    expect(await world.client.request(ask({ ...payment, card: gone }, requestId))).toMatchObject({ phase: 'stuck' });
    const mended = await world.client.request(ask({ ...payment, card }, requestId));
    expect(mended).toMatchObject({ phase: 'completed', legs: [{ status: 'succeeded' }] });
    expect(moved(payment)).toEqual([operation === 'refund' ? 'refund 2500 USD' : 'void 10000 USD']);
    expect(sendsFor(world, payment)).toHaveLength(1);
  });
});
