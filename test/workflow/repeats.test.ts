import type { ReversalView } from '../../src/client';
import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import { sendsFor } from '../support/sends';
import { event } from '../support/payment-events';
import { useWorld } from '../support/use-world';
import { cancelOf, refundOf, told } from '../support/world';

const world = useWorld();

const moved = (payment: PaymentSnapshot): readonly string[] => world.returned(payment).map(told);

/** An answer without the balance, which later reversals change. */
function unchanging({ balance: _later, ...view }: ReversalView): Omit<ReversalView, 'balance'> {
  return view;
}

describe('The same request again', () => {
  it.each([
    ['refund', () => world.captured(10_000), (payment: PaymentSnapshot) => refundOf(payment, 2_500), 'refund 2500 USD'],
    ['cancel', () => world.authorized(10_000), cancelOf, 'void 10000 USD'],
  ])('ten times at once makes one movement of a %s and gives the same answer', async (_what, pay, ask, movement) => {
    const payment = await pay();
    const request = ask(payment);
    const views = await Promise.all(Array.from({ length: 10 }, () => world.client.request(request)));
    const [first] = views;
    expect(first).toMatchObject({ phase: 'completed', reversalId: request.requestId });
    for (const view of views) expect(view).toEqual(first);
    expect(moved(payment)).toEqual([movement]);
    expect(sendsFor(world, payment)).toHaveLength(1);
  });

  it('after it has completed is answered the same, and moves nothing', async () => {
    const payment = await world.captured(10_000);
    const request = refundOf(payment, 2_500);
    const first = await world.client.request(request);
    await world.client.request(refundOf(payment, 1_000));
    const again = await world.client.request(request);
    expect(unchanging(again)).toEqual(unchanging(first));
    expect(await world.client.find(payment.paymentId, request.requestId)).toEqual(again);
    expect(moved(payment)).toEqual(['refund 2500 USD', 'refund 1000 USD']);
  });

  it('with another reason, requester or newer snapshot is still the same request', async () => {
    const payment = await world.captured(10_000);
    const request = refundOf(payment, 2_500);
    await world.client.request(request);
    const again = await world.client.request({ ...request, reason: 'asked twice', requester: { id: 'bob' } });
    expect(again).toMatchObject({ outcome: 'refunded', requestReason: request.reason, requester: { id: 'alice' } });
    expect(moved(payment)).toEqual(['refund 2500 USD']);
  });

  it.each([
    ['another amount', (payment: PaymentSnapshot, id: string) => refundOf(payment, 2_600, id)],
    ['all that is left in place of an amount', (payment: PaymentSnapshot, id: string) => refundOf(payment, null, id)],
    ['another operation', cancelOf],
  ])('with %s under its id is refused, while the first stays as it is', async (_what, other) => {
    const payment = await world.captured(10_000);
    const request = refundOf(payment, 2_500);
    const first = await world.client.request(request);
    expect(await world.client.request(other(payment, request.requestId))).toMatchObject({
      phase: 'completed',
      outcome: 'refused',
      reason: { code: 'requestIdReused' },
    });
    expect(unchanging(await world.client.request(request))).toEqual(unchanging(first));
    expect(moved(payment)).toEqual(['refund 2500 USD']);
  });

  it('under the id of a refused request is judged anew', async () => {
    const payment = await world.captured(10_000);
    await world.client.request(refundOf(payment, 8_000));
    const request = refundOf(payment, 4_000);
    expect(await world.client.request(request)).toMatchObject({ outcome: 'refused' });
    expect(await world.client.request({ ...request, amountMinor: 2_000 })).toMatchObject({ outcome: 'refunded' });
    expect(moved(payment)).toEqual(['refund 8000 USD', 'refund 2000 USD']);
  });

  it('is kept when it was refused: its reason can be asked for, and the ledger lists it', async () => {
    const payment = await world.captured(10_000);
    await world.client.request(refundOf(payment, 100));
    const request = refundOf(payment, 10_001);
    const refused = await world.client.request(request);
    expect(await world.client.find(payment.paymentId, request.requestId)).toEqual(refused);
    expect((await world.client.show(payment.paymentId)).refusals).toMatchObject([
      { requestId: request.requestId, requestedMinor: 10_001, reason: { code: 'exceedsRefundable' } },
    ]);
  });
});

describe('The first request of a payment', () => {
  it('leaves nothing but its refusal where it is refused: its snapshot is not believed', async () => {
    const payment = await world.captured(10_000);
    const request = refundOf(payment, 10_001);
    const { reason } = await world.client.request(request);
    const zero = { authorizedMinor: 0, capturedMinor: 0, refundableMinor: 0 };
    expect(await world.client.find(payment.paymentId, request.requestId)).toMatchObject({ reason, balance: zero });
    const told = await world.client.record(payment.paymentId, event('settled', { captureId: 'c1' }));
    expect(told).toMatchObject({ accepted: false, reason: expect.stringContaining('nothing is known') });
    expect(moved(payment)).toEqual([]);
  });
});

describe('All that is left', () => {
  it('becomes an amount when it is admitted, and stays that amount', async () => {
    const payment = await world.captured(10_000, [6_000]);
    const request = refundOf(payment, null);
    expect(await world.client.request(request)).toMatchObject({ outcome: 'refunded', requestedMinor: 6_000 });

    const gatewayReference = await world.capture(payment, 4_000);
    const later = { captureId: 'c2', gatewayReference, amountMinor: 4_000, currency: 'USD' as const };
    await world.client.record(payment.paymentId, event('captureSucceeded', later));
    expect(await world.client.request(request)).toMatchObject({ outcome: 'refunded', requestedMinor: 6_000 });
    expect(moved(payment)).toEqual(['refund 6000 USD']);
  });

  it('is nothing after everything was refunded, and refused', async () => {
    const payment = await world.captured(10_000);
    await world.client.request(refundOf(payment, null));
    const view = await world.client.request(refundOf(payment, null));
    expect(view).toMatchObject({ outcome: 'refused', reason: { code: 'exceedsRefundable' } });
    expect(moved(payment)).toEqual(['refund 10000 USD']);
  });
});

describe('An expectation of what is refundable', () => {
  it('that is no longer true refuses the request, with what is refundable now', async () => {
    const payment = await world.captured(10_000);
    await world.client.request(refundOf(payment, 4_000));
    const view = await world.client.request({ ...refundOf(payment, 1_000), expectedRefundableMinor: 10_000 });
    expect(view).toMatchObject({
      outcome: 'refused',
      reason: { code: 'refundableChanged', message: expect.stringContaining('60.00 is') },
    });
    expect(moved(payment)).toEqual(['refund 4000 USD']);
  });

  it('that is true lets the request through', async () => {
    const payment = await world.captured(10_000);
    const view = await world.client.request({ ...refundOf(payment, 1_000), expectedRefundableMinor: 10_000 });
    expect(view).toMatchObject({ outcome: 'refunded' });
    expect(moved(payment)).toEqual(['refund 1000 USD']);
  });
});

describe('An event recorded twice', () => {
  it('counts once', async () => {
    const payment = await world.captured(10_000);
    await world.client.request(refundOf(payment, 1_000));
    const outside = event('externalRefund', { captureId: 'c1', amountMinor: 3_000, currency: 'USD' });
    const answers = await Promise.all([1, 2, 3].map(() => world.client.record(payment.paymentId, outside)));
    expect(answers).toEqual(Array.from({ length: 3 }, () => ({ accepted: true, reason: null })));
    expect(await world.client.show(payment.paymentId)).toMatchObject({
      balance: { externallyRefundedMinor: 3_000, refundableMinor: 6_000 },
    });
  });

  it.each([
    ['of an unknown capture', event('settled', { captureId: 'c9' }), 'no capture "c9" is known'],
    ['in another currency', event('externalRefund', { captureId: 'c1', amountMinor: 1, currency: 'EUR' }), 'not EUR'],
    [
      'that contradicts a known capture',
      event('captureSucceeded', { captureId: 'c1', amountMinor: 9_999, currency: 'USD' }),
      'amount of capture c1',
    ],
  ])('is not believed when it is recorded %s, and leaves a line', async (_what, wrong, why) => {
    const payment = await world.captured(10_000);
    await world.client.request(refundOf(payment, 1_000));
    expect(await world.client.record(payment.paymentId, wrong)).toEqual({
      accepted: false,
      reason: expect.stringContaining(why),
    });
    const { audit, balance } = await world.client.show(payment.paymentId);
    expect(audit).toMatchObject([
      { act: 'recorded', by: { id: 'a test' }, refused: expect.stringContaining(why) as unknown },
    ]);
    expect(balance.refundableMinor).toBe(9_000);
  });
});
