import {
  coSignatureTerms,
  decisionTerms,
  eventCoSignatureTerms,
  eventTerms,
  requestTerms,
  resolutionTerms,
  type TokenTerms,
} from '../../src/contract/token-terms';
import { parseRules } from '../../src/rules/rules-file';
import type { PaymentEvent } from '../../src/domain/model/payment-event';
import { askedTerms } from '../support/approving';
import { eventually } from '../support/eventually';
import { event } from '../support/payment-events';
import { claimsFor, keyPair, signed } from '../support/tokens';
import { identityIn, useFolder } from '../support/use-folder';
import { useWorld } from '../support/use-world';
import { refundOf } from '../support/world';

const key = keyPair();
const rules = parseRules({
  approvals: { thresholds: [{ currency: 'USD', above: '100.00', approvers: 1 }] },
  identity: identityIn(useFolder(), key),
  default: { profile: 'generic' },
});
const world = useWorld({ rules });

function tokenOf(id: string, terms: TokenTerms): string {
  return signed(claimsFor({ id, onBehalfOf: null }, terms), key);
}

describe('Where people prove who they are, a refund of 500.00 of unknown outcome', () => {
  it('is declared not sent only by a finding with a token, co-signed with another person’s token', async () => {
    const payment = await world.captured(50_000);
    const { paymentId } = payment;
    const request = { ...refundOf(payment, 50_000), amountMinor: 50_000 };
    const view = await world.client.request({ ...request, token: tokenOf('alice', requestTerms(request)) });
    world.simulator.fault({ kind: 'resetBeforeEffect', operation: 'refund', times: 1 });
    const terms = askedTerms(view, 'bob');
    const approval = decisionTerms(paymentId, { ...terms, decision: 'approve' });
    await world.client.approve(paymentId, { ...terms, token: tokenOf('bob', approval) });
    const legId = view.plan?.legs[0]?.legId ?? '';
    await eventually(
      () => world.client.find(paymentId, view.reversalId),
      (now) => now?.legs[0]?.status === 'unknown',
    );
    const finding = { legId, outcome: 'notSent' as const, evidence: 'report 7', actor: { id: 'dave' } };
    // A token proves one act once, so each try has new ones.
    const own = () => tokenOf('dave', resolutionTerms(paymentId, finding));
    const agreedBy = (id: string) => ({ id, token: tokenOf(id, coSignatureTerms(paymentId, { legId })) });
    const erin = agreedBy('erin');

    const refused = [
      finding,
      { ...finding, token: tokenOf('dave', resolutionTerms(paymentId, { legId, outcome: 'succeeded' })) },
      { ...finding, token: own() },
      { ...finding, token: own(), coSignedBy: [{ id: 'erin' }] },
      { ...finding, token: own(), coSignedBy: [{ id: 'frank', token: agreedBy('erin').token }] },
      { ...finding, token: own(), coSignedBy: [agreedBy('dave')] },
      { ...finding, token: own(), coSignedBy: [agreedBy('alice')] },
    ];
    for (const one of refused) expect(await world.client.resolve(paymentId, one)).toMatchObject({ accepted: false });
    expect((await world.client.show(paymentId)).balance).toMatchObject({ unknownMinor: 50_000, refundableMinor: 0 });

    const taken = { ...finding, token: own(), coSignedBy: [erin] };
    expect(await world.client.resolve(paymentId, taken)).toEqual({ accepted: true, reason: null });
    const { audit, balance } = await world.client.show(paymentId);
    expect(balance).toMatchObject({ unknownMinor: 0, refundableMinor: 50_000 });
    const findings = audit.filter(({ act }) => act === 'resolved');
    expect(findings.map((one) => one.refused === null)).toEqual([...refused.map(() => false), true]);
    expect(world.returned(payment)).toEqual([]);
  });
});

describe('Where people prove who they are, a capture of 500.00 that a person reports', () => {
  it('counts only once somebody has co-signed what the event says, not its id', async () => {
    const payment = await world.captured(100_000, [10_000]);
    const { paymentId } = payment;
    const request = refundOf(payment, 1_000);
    await world.client.request({ ...request, token: tokenOf('alice', requestTerms(request)) });
    const capture = event('captureSucceeded', {
      source: 'dave',
      captureId: 'c2',
      amountMinor: 50_000,
      currency: 'USD',
      gatewayReference: 'cap_2',
      evidence: 'report 7',
    });
    const larger = { ...capture, amountMinor: 90_000 } as PaymentEvent;
    const told = (coSign: TokenTerms): PaymentEvent => ({
      ...capture,
      token: tokenOf('dave', eventTerms(paymentId, capture)),
      coSignedBy: [{ id: 'erin', token: tokenOf('erin', coSign) }],
    });
    const refused = [
      coSignatureTerms(paymentId, { legId: capture.eventId }),
      eventCoSignatureTerms(paymentId, larger),
      eventCoSignatureTerms('order-of-another', capture),
      { ...eventTerms(paymentId, capture), purpose: 'record' as const },
    ];
    for (const terms of refused) {
      expect(await world.client.record(paymentId, told(terms))).toMatchObject({
        accepted: false,
        reason: expect.stringContaining('co-sign') as unknown,
      });
    }
    expect((await world.client.show(paymentId)).balance).toMatchObject({ capturedMinor: 10_000 });
    const right = told(eventCoSignatureTerms(paymentId, capture));
    expect(await world.client.record(paymentId, right)).toEqual({ accepted: true, reason: null });
    expect((await world.client.show(paymentId)).balance).toMatchObject({ capturedMinor: 60_000 });
  });
});
