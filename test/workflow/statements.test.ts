import type { PaymentEvent } from '../../src/domain/model/payment-event';
import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import { parseRules } from '../../src/rules/rules-file';
import { event } from '../support/payment-events';
import { useWorld } from '../support/use-world';
import { refundOf, told } from '../support/world';

const rules = parseRules({
  identity: 'trusted',
  approvals: { thresholds: [{ currency: 'USD', above: '200.00', approvers: 1 }] },
  accounts: {
    'stripe-production': { profile: 'generic' },
    'stripe-renamed': { profile: 'generic' },
  },
});
/** A gateway that keeps no cap: what it is asked for too much moves. */
const world = useWorld({ rules, simulator: { enforceCap: false, accounts: ['stripe-production', 'stripe-renamed'] } });

const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' as const });
const c1 = { captureId: 'c1' };

async function record(payment: PaymentSnapshot, recorded: PaymentEvent): Promise<string | null> {
  return (await world.client.record(payment.paymentId, recorded)).reason;
}

/** A captured payment of which a little was refunded, so that it has a ledger. */
async function begun(amountMinor = 10_000, refundedMinor = 100): Promise<PaymentSnapshot> {
  const payment = await world.captured(amountMinor);
  expect(await world.client.request(refundOf(payment, refundedMinor))).toMatchObject({ outcome: 'refunded' });
  return payment;
}

async function refundableMinor({ paymentId }: PaymentSnapshot): Promise<number> {
  return (await world.client.show(paymentId)).balance.refundableMinor;
}

function movedMinor(payment: PaymentSnapshot): number {
  return world.returned(payment).reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}

describe('An event id that comes again', () => {
  it('with another amount is refused, says which field differs, and leaves the rest refundable', async () => {
    const payment = await begun();
    const first = event('externalRefund', { ...c1, ...usd(3_000), eventId: 'evt-1' });
    expect(await record(payment, first)).toBeNull();
    expect(await record(payment, first)).toBeNull();
    const why = await record(payment, { ...first, ...usd(5_000) });
    expect(why).toContain('amountMinor (3000 before, 5000 now)');
    expect(await record(payment, { ...first, ...usd(5_000), eventId: 'evt-1/2' })).toBeNull();
    expect(await refundableMinor(payment)).toBe(1_900);
    expect(await world.client.request(refundOf(payment, 6_900))).toMatchObject({ outcome: 'refused' });
    expect(movedMinor(payment)).toBe(100);
  });

  it('with another kind is refused: a dispute is not taken for the settlement before it', async () => {
    const payment = await begun();
    expect(await record(payment, event('settled', { ...c1, eventId: 'evt-1' }))).toBeNull();
    const disputed = event('disputeOpened', { ...c1, disputeId: 'd1', ...usd(9_000), eventId: 'evt-1' });
    expect(await record(payment, disputed)).toContain('kind (settled before, disputeOpened now)');
    expect(await record(payment, { ...disputed, eventId: 'evt-1/dispute' })).toBeNull();
    expect(await world.client.request(refundOf(payment, 9_000))).toMatchObject({ reason: { code: 'disputeOpen' } });
    expect(movedMinor(payment)).toBe(100);
  });
});

describe('A second chargeback under the id of one that was won', () => {
  it('opens the dispute again, and its amount is not refunded', async () => {
    const payment = await begun();
    const at = (minute: number) => new Date(Date.now() - (60 - minute) * 60_000).toISOString();
    const dispute = { disputeId: 'd1' };
    await record(payment, event('disputeOpened', { ...c1, ...dispute, ...usd(9_000), at: at(1) }));
    await record(payment, event('disputeClosed', { ...dispute, outcome: 'won', evidence: 'letter', at: at(2) }));
    expect(await refundableMinor(payment)).toBe(9_900);
    await record(payment, event('disputeOpened', { ...c1, ...dispute, ...usd(9_000), at: at(3) }));
    expect(await world.client.request(refundOf(payment, 9_000))).toMatchObject({ reason: { code: 'disputeOpen' } });
    expect(movedMinor(payment)).toBe(100);
  });
});

describe('One thing under two ids', () => {
  it('a capture told again without its reference is refused with the way out, and only what was captured is refunded', async () => {
    const payment = await world.authorized(10_000);
    const gatewayReference = await world.capture(payment, 4_000);
    await world.client.open(payment);
    expect(await record(payment, event('captureSucceeded', { ...c1, ...usd(4_000), gatewayReference }))).toBeNull();
    expect(await world.client.request(refundOf(payment, 100))).toMatchObject({ outcome: 'refunded' });
    const again = event('captureSucceeded', { captureId: 'pi_77', ...usd(4_000) });
    expect(await record(payment, again)).toContain('capture pi_77 has no gateway reference, beside another capture');
    const named = event('captureSucceeded', { captureId: 'pi_77', ...usd(4_000), gatewayReference });
    expect(await record(payment, named)).toBeNull();
    expect(await refundableMinor(payment)).toBe(3_900);
    expect(await world.client.request(refundOf(payment, 7_900))).toMatchObject({ outcome: 'refused' });
    expect(movedMinor(payment)).toBe(100);
  });

  it('our own refund that comes back as an external one is recognised by its reference and counted once', async () => {
    const payment = await world.captured(10_000);
    const view = await world.client.request(refundOf(payment, 4_000));
    const gatewayReference = view.legs[0]?.gatewayReference ?? '';
    expect(gatewayReference).not.toBe('');
    for (const eventId of ['webhook-1', 'webhook-2']) {
      const back = event('externalRefund', { ...c1, ...usd(4_000), gatewayReference, eventId });
      expect(await record(payment, back)).toBeNull();
    }
    expect(await refundableMinor(payment)).toBe(6_000);
    expect(await world.client.request(refundOf(payment, 6_000))).toMatchObject({ outcome: 'refunded' });
    expect(world.returned(payment).map(told)).toEqual(['refund 4000 USD', 'refund 6000 USD']);
  });
});

describe('An external refund', () => {
  it('mistyped ten times too large is corrected with evidence, and the old line stays, marked as corrected', async () => {
    const payment = await begun(50_000);
    await record(payment, event('externalRefund', { ...c1, ...usd(40_000), eventId: 'portal-1' }));
    expect(await refundableMinor(payment)).toBe(9_900);
    const right = {
      ...{ eventId: 'fix-1', corrects: 'portal-1', source: 'bob', at: new Date().toISOString() },
      ...{ ...usd(4_000), evidence: 'gateway screen of portal-1' },
    };
    const alone = await world.client.correct(payment.paymentId, right);
    expect(alone).toMatchObject({ accepted: false });
    expect(alone.reason).toContain('it would release 360.00 USD');
    expect(await world.client.correct(payment.paymentId, { ...right, coSignedBy: [{ id: 'bob' }] })).toMatchObject({
      accepted: false,
    });
    expect(await refundableMinor(payment)).toBe(9_900);
    expect(await world.client.correct(payment.paymentId, { ...right, coSignedBy: [{ id: 'carol' }] })).toEqual({
      accepted: true,
      reason: null,
    });
    expect(await refundableMinor(payment)).toBe(45_900);
    const { statements, audit } = await world.client.show(payment.paymentId);
    expect(statements).toMatchObject([
      { eventId: 'portal-1', by: { id: 'a test' }, correctedBy: 'fix-1' },
      {
        eventId: 'fix-1',
        by: { id: 'bob' },
        evidence: 'gateway screen of portal-1',
        coSignedBy: [{ id: 'carol' }],
        changes: expect.arrayContaining([{ what: 'refundable', before: '99.00 USD', after: '459.00 USD' }]) as unknown,
      },
    ]);
    expect(audit.filter(({ act, refused }) => act === 'recorded' && refused !== null)).toHaveLength(2);
    expect(await world.client.request(refundOf(payment, 10_000))).toMatchObject({ outcome: 'refunded' });
    expect(movedMinor(payment)).toBe(10_100);
  });

  it('that bounced releases its amount with evidence and a co-signature, once', async () => {
    const payment = await begun(50_000);
    await record(payment, event('externalRefund', { ...c1, ...usd(30_000), eventId: 'portal-1' }));
    const bounced = event('externalRefundFailed', {
      refundEventId: 'portal-1',
      evidence: 'bank report 7',
      source: 'bob',
    });
    expect(await record(payment, bounced)).toContain('1 more person must co-sign');
    const taken = { ...bounced, coSignedBy: [{ id: 'carol' }] };
    expect(await record(payment, taken)).toBeNull();
    expect(await record(payment, { ...taken, eventId: 'again' })).toBeNull();
    expect(await refundableMinor(payment)).toBe(49_900);
    expect(movedMinor(payment)).toBe(100);
  });
});

describe('A gateway account that is renamed in mid-life', () => {
  it('is followed by an operator, on the record, and the next refund goes through the new one', async () => {
    const payment = await begun();
    const renamed = { ...payment, gatewayAccount: 'stripe-renamed' };
    expect(await world.client.request(refundOf(renamed, 200))).toMatchObject({ reason: { code: 'paymentMismatch' } });
    const moved = event('accountChanged', {
      ...{ gatewayAccount: 'stripe-renamed', evidence: 'ticket 7', source: 'bob' },
    });
    expect(await record(payment, { ...moved, eventId: 'nowhere', gatewayAccount: 'nobody' } as PaymentEvent)).toContain(
      'know no gateway account "nobody"',
    );
    expect(await record(payment, moved)).toBeNull();
    expect(await world.client.request(refundOf(renamed, 200))).toMatchObject({ outcome: 'refunded' });
    const { statements, gatewayAccount } = await world.client.show(payment.paymentId);
    expect(gatewayAccount).toBe('stripe-renamed');
    expect(statements).toMatchObject([
      { by: { id: 'bob' }, evidence: 'ticket 7', changes: [{ before: 'stripe-production', after: 'stripe-renamed' }] },
    ]);
    expect(world.returned(payment).map(({ amountMinor }) => amountMinor)).toEqual([100, 200]);
  });
});

describe('A payment without a ledger', () => {
  it('gets one by the first event that comes with the payment, so that a later refund knows of it', async () => {
    const payment = await world.captured(10_000);
    const refunded = event('externalRefund', { ...c1, ...usd(8_000) });
    await expect(world.client.record(payment.paymentId, refunded)).rejects.toThrow('has no ledger');
    const answer = await world.client.record(payment.paymentId, refunded, { payment });
    expect(answer).toEqual({ accepted: true, reason: null });
    expect(await world.client.record(payment.paymentId, refunded, { payment })).toEqual(answer);
    expect(await world.client.request(refundOf(payment, 3_000))).toMatchObject({
      outcome: 'refused',
      reason: { code: 'exceedsRefundable' },
    });
    expect(await world.client.request(refundOf(payment, 2_000))).toMatchObject({ outcome: 'refunded' });
    expect(world.returned(payment).map(told)).toEqual(['refund 2000 USD']);
  });
});

describe('A refund whose answer was lost', () => {
  it('is completed by the gateway’s own message about it, and nothing is sent again', async () => {
    const payment = await world.captured(10_000);
    world.simulator.fault({ kind: 'effectThenReset', operation: 'refund', times: 1 });
    const view = await world.client.request(refundOf(payment, 4_000));
    expect(view.legs).toMatchObject([{ status: 'unknown' }]);
    const legId = view.legs[0]?.legId ?? '';
    expect(await record(payment, event('refundSucceeded', { legId, gatewayReference: 're_77' }))).toBeNull();
    expect(await world.client.find(payment.paymentId, view.reversalId)).toMatchObject({
      outcome: 'refunded',
      legs: [{ status: 'succeeded', gatewayReference: 're_77' }],
    });
    expect(world.returned(payment).map(told)).toEqual(['refund 4000 USD']);
  });
});
