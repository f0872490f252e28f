import { numberWithCheckDigit } from '../support/luhn';
import { parseRules } from '../../src/rules/rules-file';
import { askedTerms } from '../support/approving';
import { eventually } from '../support/eventually';
import { event } from '../support/payment-events';
import { useWorld } from '../support/use-world';
import { told } from '../support/world';

const rules = parseRules({
  identity: 'trusted',
  default: {
    profile: 'generic',
    numericIds: true,
    approvals: { thresholds: [{ currency: 'USD', above: '10.00', approvers: 1 }] },
  },
});
const world = useWorld({ rules });

describe('A shop whose ids are digits that look like card numbers', () => {
  it('requests, approves, records, withdraws and resolves under them, where the rules of the account say so', async () => {
    const { client, simulator } = world;
    const captureId = numberWithCheckDigit();
    const captured = await world.captured(10_000, [10_000], { paymentId: numberWithCheckDigit() });
    const payment = { ...captured, captures: (captured.captures ?? []).map((one) => ({ ...one, captureId })) };
    const { paymentId } = payment;
    const asked = (amountMinor: number) => ({
      requestId: numberWithCheckDigit(),
      operation: 'refund' as const,
      amountMinor,
      requester: { id: 'alice' },
      reason: 'returned',
      payment,
    });
    const waiting = await client.request(asked(2_500));
    const approved = await client.approve(paymentId, askedTerms(waiting, 'bob'));
    expect(approved).toMatchObject({ accepted: true });
    expect(await client.record(paymentId, event('settled', { captureId, eventId: numberWithCheckDigit() }))).toEqual({
      accepted: true,
      reason: null,
    });
    const withdrawn = await client.request(asked(2_000));
    const withdrawal = { requestId: withdrawn.reversalId, actor: { id: 'alice' }, reason: 'a mistake' };
    expect(await client.withdraw(paymentId, withdrawal)).toMatchObject({ accepted: true });
    simulator.fault({ kind: 'effectThenNoAnswer', operation: 'refund', amountMinor: 900 });
    const later = await client.request(asked(900));
    expect(await client.approve(paymentId, askedTerms(later, 'bob'))).toMatchObject({ accepted: true });
    const unknown = await eventually(
      () => client.find(paymentId, later.reversalId),
      (view) => view?.legs[0]?.status === 'unknown',
    );
    const legId = unknown?.legs[0]?.legId ?? '';
    const resolution = { legId, outcome: 'succeeded' as const, evidence: 'report of May', actor: { id: 'dave' } };
    expect(await client.resolve(paymentId, resolution)).toMatchObject({ accepted: true });
    await simulator.waitFor(() => world.returned(payment).length === 2);
    expect(world.returned(payment).map(told)).toEqual(['refund 2500 USD', 'refund 900 USD']);
  });

  it('is still refused where a text holds a card number', async () => {
    const paymentId = numberWithCheckDigit();
    const resolution = {
      legId: `${paymentId}/c1/1`,
      outcome: 'succeeded' as const,
      evidence: 'card 4111 1111 1111 1111',
      actor: { id: 'dave' },
    };
    await expect(world.client.resolve(paymentId, resolution)).rejects.toMatchObject({
      problems: [{ field: 'evidence', message: expect.stringContaining('card number') as unknown }],
    });
  });
});
