import { randomUUID } from 'node:crypto';
import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import { parseRules } from '../../src/rules/rules-file';
import { sendsFor } from '../support/sends';
import { event } from '../support/payment-events';
import { useWorld } from '../support/use-world';
import { cancelOf, card, refundOf, told } from '../support/world';

const rules = parseRules({
  default: { profile: 'generic' },
  accounts: {
    'voids-charges': { profile: 'generic', overrides: { voidsUnsettledCharges: true } },
    'refunds-settled': { profile: 'generic', overrides: { refundsOnlySettled: true } },
    'voids-remainder': { profile: 'generic', overrides: { voidsRemainder: true } },
  },
});
const [voidsCharges, refundsSettled, voidsRemainder] = [
  { gatewayAccount: 'voids-charges' },
  { gatewayAccount: 'refunds-settled' },
  { gatewayAccount: 'voids-remainder' },
];

const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' as const });

/** A gateway that voids holds and refunds captures, and nothing else. */
const world = useWorld({ rules });
/** One that also voids charges and remainders, and refunds only what has settled. */
const capable = useWorld({
  rules,
  simulator: { voidsUnsettledCharges: true, voidsRemainder: true, refundsOnlySettled: true },
});

const moved = (payment: PaymentSnapshot): readonly string[] => world.returned(payment).map(told);
const movedAtCapable = (payment: PaymentSnapshot): readonly string[] => capable.returned(payment).map(told);

describe('Row 4: where the gateway voids unsettled charges', () => {
  it.each([
    ['cancel', cancelOf],
    ['refund of all that is left', (payment: PaymentSnapshot) => refundOf(payment, null)],
    ['refund of the whole amount', (payment: PaymentSnapshot) => refundOf(payment, 10_000)],
  ])('voids the whole capture for a %s', async (_what, ask) => {
    const payment = await capable.captured(10_000, [10_000], voidsCharges);
    const view = await capable.client.request(ask(payment));
    expect(view).toMatchObject({ outcome: 'voided', plan: { row: 4 }, balance: { voidedMinor: 10_000 } });
    expect(movedAtCapable(payment)).toEqual(['void 10000 USD']);
  });

  it('voids a charge by its own reference', async () => {
    const outcome = await capable.gateway.charge({ ...usd(10_000), card, myRef: randomUUID() });
    const { gatewayReference = null } = outcome.kind === 'Succeeded' ? outcome.answer : {};
    const payment: PaymentSnapshot = {
      paymentId: `order-${randomUUID()}`,
      kind: 'charge',
      currency: 'USD',
      authorizedMinor: 10_000,
      authorizationReference: String(gatewayReference),
      authorizedAt: new Date().toISOString(),
      card,
      ...voidsCharges,
    };
    expect(await capable.client.request(cancelOf(payment))).toMatchObject({ outcome: 'voided', plan: { row: 4 } });
    expect(movedAtCapable(payment)).toEqual(['void 10000 USD']);
  });

  it('never voids everything for a part', async () => {
    const payment = await world.captured(10_000, [10_000], voidsCharges);
    expect(await world.client.request(refundOf(payment, 2_500))).toMatchObject({
      outcome: 'refunded',
      plan: { row: 7 },
    });
    expect(moved(payment)).toEqual(['refund 2500 USD']);
  });

  it('refunds instead when the gateway declines the void because the charge has settled', async () => {
    const payment = await capable.captured(10_000, [10_000], voidsCharges);
    capable.simulator.settle(payment.authorizationReference);
    const view = await capable.client.request(cancelOf(payment));
    expect(view).toMatchObject({
      outcome: 'refunded',
      plan: { version: 2, row: 7 },
      legs: [{ operation: 'void', status: 'declined' }, { status: 'succeeded' }],
    });
    expect(movedAtCapable(payment)).toEqual(['refund 10000 USD']);
  });
});

describe('Row 5: where the gateway refunds only what has settled', () => {
  it.each([
    ['refund', (payment: PaymentSnapshot) => refundOf(payment, 4_000), 4_000],
    ['cancel', cancelOf, 10_000],
  ])('keeps a %s reserved until settlement is recorded, then refunds', async (_what, ask, amountMinor) => {
    const payment = await capable.captured(10_000, [10_000], refundsSettled);
    const request = ask(payment);
    expect(await capable.client.request(request)).toMatchObject({
      phase: 'waiting',
      waitingFor: 'settlement',
      plan: { row: 5 },
      balance: { reservedMinor: amountMinor, refundableMinor: 10_000 - amountMinor },
    });
    expect(sendsFor(capable, payment)).toEqual([]);

    capable.simulator.settle(payment.authorizationReference);
    await capable.client.record(payment.paymentId, event('settled', { captureId: 'c1' }));
    expect(await capable.client.request(request)).toMatchObject({ outcome: 'refunded', plan: { version: 2, row: 7 } });
    expect(movedAtCapable(payment)).toEqual([`refund ${String(amountMinor)} USD`]);
  });
});

describe('Row 6: a cancel of a payment of which a part was captured', () => {
  it('refunds the part and says that the rest of the hold expires automatically', async () => {
    const payment = await world.captured(10_000, [6_000]);
    expect(await world.client.request(cancelOf(payment))).toMatchObject({
      outcome: 'refunded',
      plan: { row: 6, why: expect.stringContaining('40.00 USD expires automatically') },
    });
    expect(moved(payment)).toEqual(['refund 6000 USD']);
  });

  it('voids the rest first and then refunds the part, where the gateway can', async () => {
    const payment = await capable.captured(10_000, [6_000], voidsRemainder);
    capable.simulator.settle(payment.authorizationReference);
    expect(await capable.client.request(cancelOf(payment))).toMatchObject({
      outcome: 'refunded',
      plan: { version: 1, row: 6 },
      legs: [
        { operation: 'void', amountMinor: 4_000, captureId: null, status: 'succeeded' },
        { operation: 'refund', amountMinor: 6_000, captureId: 'c1', status: 'succeeded' },
      ],
      balance: { voidedMinor: 4_000, refundedMinor: 6_000, refundableMinor: 0 },
    });
    expect(movedAtCapable(payment)).toEqual(['void 4000 USD', 'refund 6000 USD']);
    expect(sendsFor(capable, payment).map(({ amountMinor }) => amountMinor)).toEqual([10_000, 6_000]);
  });

  it('plans again when the rest cannot be voided after all, and still refunds the part', async () => {
    const payment = await world.captured(10_000, [6_000], voidsRemainder);
    expect(await world.client.request(cancelOf(payment))).toMatchObject({
      outcome: 'refunded',
      plan: { version: 2, row: 6, why: expect.stringContaining('expires automatically') },
      legs: [
        { operation: 'void', status: 'declined' },
        { operation: 'refund', status: 'succeeded' },
      ],
    });
    expect(moved(payment)).toEqual(['refund 6000 USD']);
  });
});
