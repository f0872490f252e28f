import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import { sendsFor } from '../support/sends';
import { event } from '../support/payment-events';
import { useWorld } from '../support/use-world';
import { cancelOf, refundOf, told } from '../support/world';

const daysAgo = (days: number): string => new Date(Date.now() - days * 24 * 60 * 60 * 1000).toISOString();
const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' as const });
const started = { captureId: 'c1', status: 'started', amountMinor: 10_000 } as const;

const world = useWorld();

const moved = (payment: PaymentSnapshot): readonly string[] => world.returned(payment).map(told);

describe('Row 1: what cannot be refunded', () => {
  it('is refused with what is refundable when it is over the cap', async () => {
    const payment = await world.captured(10_000);
    const view = await world.client.request(refundOf(payment, 10_001));
    expect(view).toMatchObject({
      phase: 'completed',
      outcome: 'refused',
      reason: { code: 'exceedsRefundable', message: expect.stringContaining('100.00 USD is refundable') },
      plan: null,
      balance: { refundableMinor: 10_000, reservedMinor: 0 },
    });
    expect(moved(payment)).toEqual([]);
  });

  it('is tried although by the rules its refund window is closed, and refused only by the gateway', async () => {
    const recent = await world.captured(10_000, [10_000], { authorizedAt: daysAgo(190) });
    const [capture] = recent.captures ?? [];
    const payment = { ...recent, captures: [{ ...started, ...capture, capturedAt: daysAgo(185) }] };
    expect(await world.client.request(refundOf(payment, 2_500))).toMatchObject({
      outcome: 'refunded',
      plan: { why: expect.stringContaining('refundWindowDays: 180') as string },
    });
    world.simulator.fault({ kind: 'rejected', gatewayResultCode: 'refund_window_closed', operation: 'refund' });
    expect(await world.client.request(cancelOf(payment))).toMatchObject({
      outcome: 'declined',
      reason: { code: 'refundWindowClosed' },
      balance: { refundableMinor: 7_500 },
    });
    expect(moved(payment)).toEqual(['refund 2500 USD']);
  });

  it('is refused while its money is in an open dispute, and refunded once that is won', async () => {
    const payment = await world.captured(10_000);
    await world.client.request(refundOf(payment, 1_000));
    await world.client.record(
      payment.paymentId,
      event('disputeOpened', { disputeId: 'd1', captureId: 'c1', ...usd(9_000) }),
    );
    expect(await world.client.request(refundOf(payment, 2_500))).toMatchObject({
      outcome: 'refused',
      reason: { code: 'disputeOpen', message: expect.stringContaining('90.00 USD is in an open dispute') },
      balance: { disputedMinor: 9_000, refundableMinor: 0 },
    });
    await world.client.record(
      payment.paymentId,
      event('disputeClosed', { disputeId: 'd1', outcome: 'won', evidence: 'letter of the issuer' }),
    );
    expect(await world.client.request(refundOf(payment, 2_500))).toMatchObject({ outcome: 'refunded' });
    expect(moved(payment)).toEqual(['refund 1000 USD', 'refund 2500 USD']);
  });

  it('is refused in another currency than the payment’s', async () => {
    const payment = await world.captured(10_000);
    await world.client.request(refundOf(payment, 1_000));
    const view = await world.client.request(refundOf({ ...payment, currency: 'EUR' }, 1_000));
    expect(view).toMatchObject({ outcome: 'refused', reason: { code: 'currencyMismatch' } });
    expect(moved(payment)).toEqual(['refund 1000 USD']);
  });

  it('is refused while the payment is over-refunded', async () => {
    const payment = await world.captured(10_000);
    await world.client.request(refundOf(payment, 6_000));
    await world.client.record(payment.paymentId, event('externalRefund', { captureId: 'c1', ...usd(5_000) }));
    expect(await world.client.request(cancelOf(payment))).toMatchObject({
      outcome: 'refused',
      reason: { code: 'overRefunded' },
      balance: { refundedMinor: 6_000, externallyRefundedMinor: 5_000, refundableMinor: 0 },
    });
    expect(moved(payment)).toEqual(['refund 6000 USD']);
  });
});

describe('Row 2: while a capture is in progress', () => {
  it('waits, and refunds what was captured once that is recorded', async () => {
    const payment = { ...(await world.authorized(10_000)), captures: [started] };
    const request = cancelOf(payment);
    expect(await world.client.request(request)).toMatchObject({
      phase: 'waiting',
      waitingFor: 'capture',
      reason: { code: 'captureInProgress' },
      plan: { version: 1, row: 2 },
    });
    expect(moved(payment)).toEqual([]);

    const gatewayReference = await world.capture(payment);
    await world.client.record(
      payment.paymentId,
      event('captureSucceeded', { captureId: 'c1', gatewayReference, ...usd(10_000) }),
    );
    expect(await world.client.request(request)).toMatchObject({ outcome: 'refunded', plan: { version: 2, row: 7 } });
    expect(moved(payment)).toEqual(['refund 10000 USD']);
  });

  it('waits, and voids the hold once the capture is recorded as failed', async () => {
    const payment = { ...(await world.authorized(10_000)), captures: [started] };
    const request = cancelOf(payment);
    expect(await world.client.request(request)).toMatchObject({ phase: 'waiting', waitingFor: 'capture' });
    await world.client.record(payment.paymentId, event('captureFailed', { captureId: 'c1' }));
    expect(await world.client.request(request)).toMatchObject({ outcome: 'voided', plan: { version: 2, row: 9 } });
    expect(moved(payment)).toEqual(['void 10000 USD']);
  });

  it('refuses a refund once the capture that it waited for has failed', async () => {
    const payment = { ...(await world.authorized(10_000)), captures: [started] };
    const request = refundOf(payment, 2_500);
    expect(await world.client.request(request)).toMatchObject({ phase: 'waiting', waitingFor: 'capture' });
    await world.client.record(payment.paymentId, event('captureFailed', { captureId: 'c1' }));
    expect(await world.client.request(request)).toMatchObject({
      phase: 'completed',
      outcome: 'refused',
      reason: { code: 'notCaptured' },
    });
    expect(moved(payment)).toEqual([]);
  });

  it('understands a void that is declined because the capture landed first, and refunds once the capture is recorded', async () => {
    const payment = await world.authorized(10_000);
    const gatewayReference = await world.capture(payment);
    const request = cancelOf(payment);
    expect(await world.client.request(request)).toMatchObject({
      phase: 'waiting',
      waitingFor: 'capture',
      plan: { version: 2, row: 2 },
      legs: [{ operation: 'void', status: 'declined', gatewayResultCode: 'charge_already_captured' }],
    });
    await world.client.record(
      payment.paymentId,
      event('captureSucceeded', { captureId: 'c1', gatewayReference, ...usd(10_000) }),
    );
    expect(await world.client.request(request)).toMatchObject({ outcome: 'refunded', plan: { row: 7 } });
    expect(moved(payment)).toEqual(['refund 10000 USD']);
    expect(sendsFor(world, payment).map(({ operation }) => operation)).toEqual(['void', 'refund']);
  });
});

it('Row 3: says that everything is reversed already when nothing is left, and sends nothing', async () => {
  const payment = await world.captured(10_000);
  await world.client.request(refundOf(payment, null));
  expect(await world.client.request(cancelOf(payment))).toMatchObject({
    phase: 'completed',
    outcome: 'alreadyReversed',
    reason: { code: 'nothingLeft' },
    plan: { row: 3, legs: [] },
    legs: [],
  });
  expect(moved(payment)).toEqual(['refund 10000 USD']);
});

describe('Row 7: what was captured', () => {
  it('is refunded from the oldest capture first, one leg for each capture it takes from', async () => {
    const payment = await world.captured(10_000, [3_000, 3_000, 4_000]);
    const view = await world.client.request(refundOf(payment, 5_000));
    expect(view).toMatchObject({
      outcome: 'refunded',
      plan: {
        row: 7,
        legs: [
          { amountMinor: 3_000, captureId: 'c1' },
          { amountMinor: 2_000, captureId: 'c2' },
        ],
      },
    });
    expect(moved(payment)).toEqual(['refund 3000 USD', 'refund 2000 USD']);
    const captures = (payment.captures ?? []).map(({ gatewayReference }) => gatewayReference);
    expect(sendsFor(world, payment).map(({ reference }) => reference)).toEqual(captures.slice(0, 2));
  });

  it('is refunded whole from every capture by a cancel', async () => {
    const payment = await world.captured(10_000, [3_000, 7_000]);
    await world.client.request(refundOf(payment, 1_000));
    expect(await world.client.request(cancelOf(payment))).toMatchObject({ outcome: 'refunded', plan: { row: 7 } });
    expect(moved(payment)).toEqual(['refund 1000 USD', 'refund 2000 USD', 'refund 7000 USD']);
  });

  it.each([
    ['JPY', 1_500, 'refund 1500 JPY'],
    ['KWD', 12_345, 'refund 12345 KWD'],
  ])('is refunded to the minor unit in %s', async (currency, amountMinor, movement) => {
    const payment = await world.authorized(amountMinor, { currency });
    const gatewayReference = await world.capture(payment);
    const captures = [{ captureId: 'c1', status: 'succeeded' as const, amountMinor, gatewayReference }];
    await world.client.request(refundOf({ ...payment, captures }, null));
    expect(moved(payment)).toEqual([movement]);
  });
});

it('Row 8: sends nothing for a hold that has expired, with that as its reason', async () => {
  const payment = await world.authorized(10_000, { authorizedAt: daysAgo(2), authorizationExpiresAt: daysAgo(1) });
  expect(await world.client.request(cancelOf(payment))).toMatchObject({
    phase: 'completed',
    outcome: 'alreadyReversed',
    reason: { code: 'holdExpired' },
    plan: { row: 8, legs: [] },
  });
  expect(sendsFor(world, payment)).toEqual([]);
});

describe('A hold of whose end only the rules suppose something', () => {
  const old = () => world.authorized(10_000, { authorizedAt: daysAgo(8) });

  it('is voided, and the plan names the rule (row 9)', async () => {
    const payment = await old();
    expect(await world.client.request(cancelOf(payment))).toMatchObject({
      outcome: 'voided',
      plan: { row: 9, why: expect.stringContaining('authorizationLifetimeDays: 7') as string },
    });
    expect(moved(payment)).toEqual(['void 10000 USD']);
  });

  it('has nothing to give back once the gateway refuses the void as expired (row 8)', async () => {
    const payment = await old();
    const { authorizationReference: reference } = payment;
    world.simulator.fault({ kind: 'rejected', gatewayResultCode: 'charge_expired_for_capture', reference });
    expect(await world.client.request(cancelOf(payment))).toMatchObject({
      outcome: 'alreadyReversed',
      reason: { code: 'holdExpired', message: expect.stringContaining('the gateway says') as string },
    });
    expect(moved(payment)).toEqual([]);
  });

  it('is refunded where it was captured later than that', async () => {
    const recent = await world.captured(10_000, [10_000], { authorizedAt: daysAgo(60) });
    const [capture] = recent.captures ?? [];
    const payment = { ...recent, captures: [{ ...started, ...capture, capturedAt: daysAgo(2) }] };
    expect(await world.client.request(refundOf(payment, 2_500))).toMatchObject({ outcome: 'refunded' });
    expect(moved(payment)).toEqual(['refund 2500 USD']);
  });
});

describe('Row 9: a hold of which nothing was captured', () => {
  it('is voided with the amount that was authorized', async () => {
    const payment = await world.authorized(10_000);
    expect(await world.client.request(cancelOf(payment))).toMatchObject({ outcome: 'voided', plan: { row: 9 } });
    expect(moved(payment)).toEqual(['void 10000 USD']);
  });

  it('stays on the card when the gateway declines the void, with the gateway’s own code', async () => {
    const payment = await world.authorized(10_000);
    world.simulator.fault({
      kind: 'rejected',
      gatewayResultCode: 'do_not_honor',
      reference: payment.authorizationReference,
    });
    expect(await world.client.request(cancelOf(payment))).toMatchObject({
      phase: 'completed',
      outcome: 'declined',
      reason: { code: 'declined' },
      legs: [{ status: 'declined', gatewayResultCode: 'do_not_honor' }],
    });
    expect(moved(payment)).toEqual([]);
    expect(sendsFor(world, payment)).toHaveLength(1);
  });
});

it('Row 10: refuses to refund what was not captured', async () => {
  const payment = await world.authorized(10_000);
  expect(await world.client.request(refundOf(payment, 2_500))).toMatchObject({
    outcome: 'refused',
    reason: { code: 'notCaptured' },
    plan: null,
  });
  expect(sendsFor(world, payment)).toEqual([]);
});
