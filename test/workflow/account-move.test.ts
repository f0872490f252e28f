import type { PaymentEvent } from '../../src/domain/model/payment-event';
import { eventTerms } from '../../src/contract/token-terms';
import { parseRules } from '../../src/rules/rules-file';
import { event } from '../support/payment-events';
import { claimsFor, keyPair, signed } from '../support/tokens';
import { identityIn, useFolder } from '../support/use-folder';
import { useWorld } from '../support/use-world';
import { refundOf } from '../support/world';

const key = keyPair();
const rules = parseRules({
  accounts: {
    'stripe-open': { profile: 'generic', overrides: { refundsOnlySettled: true }, identity: 'trusted' },
    'stripe-strict': { profile: 'generic', identity: identityIn(useFolder(), key) },
  },
});
const world = useWorld({ rules });

describe('A payment that is moved to an account where people prove who they are', () => {
  it('stays while its speaker is unproved, or a refund is open that was requested without proof; no money moves', async () => {
    const payment = await world.captured(10_000, [10_000], { gatewayAccount: 'stripe-open' });
    expect(await world.client.request(refundOf(payment, 9_000))).toMatchObject({ waitingFor: 'settlement' });
    const more = { gatewayAccount: 'stripe-strict', evidence: 'ticket 7', source: 'bob' };
    const moved: PaymentEvent = event('accountChanged', more);
    const unproved = await world.client.record(payment.paymentId, moved);
    expect(unproved).toMatchObject({ accepted: false, reason: expect.stringContaining('gave no token') as string });

    const bob = { id: 'bob', onBehalfOf: null };
    const token = signed(claimsFor(bob, eventTerms(payment.paymentId, moved)), key);
    const early = await world.client.record(payment.paymentId, { ...moved, token });
    expect(early).toMatchObject({ accepted: false, reason: expect.stringContaining('reversals are open') as string });
    expect(await world.client.show(payment.paymentId)).toMatchObject({ gatewayAccount: 'stripe-open' });
    expect(world.returned(payment)).toEqual([]);
  });
});
