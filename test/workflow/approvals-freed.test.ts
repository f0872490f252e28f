import { randomUUID } from 'node:crypto';
import { rulesWithApproval } from '../support/approval-rules';
import { askedTerms, completed, waitingRefund } from '../support/approving';
import { eventually } from '../support/eventually';
import { useWorld } from '../support/use-world';
import { refundOf, startWorld } from '../support/world';

const world = useWorld({ rules: rulesWithApproval() });

describe('An approval that is not given in time', () => {
  it('expires: the amount is released, and a late approval is refused', async () => {
    const hasty = await startWorld({
      rules: rulesWithApproval({ 'stripe-production': { expiresAfterMinutes: 0.02 } }),
    });
    try {
      const payment = await hasty.captured(50_000);
      const view = await hasty.client.request(refundOf(payment, 50_000));
      const ended = await eventually(
        () => hasty.client.find(payment.paymentId, view.reversalId),
        (now) => now?.phase === 'completed',
      );
      expect(ended).toMatchObject({
        outcome: 'rejected',
        reason: { code: 'approvalExpired' },
        balance: { reservedMinor: 0, refundableMinor: 50_000 },
      });
      expect(await hasty.client.approve(payment.paymentId, askedTerms(view, 'bob'))).toMatchObject({ accepted: false });
      expect((await hasty.client.show(payment.paymentId)).audit).toMatchObject([
        { act: 'expired' },
        { act: 'approved' },
      ]);
      expect(hasty.returned(payment)).toEqual([]);
    } finally {
      await hasty.stop();
    }
  });
});

describe('A finding that releases an amount above the threshold', () => {
  it('needs a co-signature when it says that a refund was never sent, as a refund of that amount needs an approval', async () => {
    const { payment, view } = await waitingRefund(world);
    world.simulator.fault({ kind: 'effectThenNoAnswer', operation: 'refund', times: 1 });
    await world.client.approve(payment.paymentId, askedTerms(view, 'bob'));
    const legId = view.plan?.legs[0]?.legId ?? '';
    await eventually(
      () => world.client.find(payment.paymentId, view.reversalId),
      (now) => now?.legs[0]?.status === 'unknown',
    );
    const finding = { legId, outcome: 'notSent' as const, evidence: 'not in the report', actor: { id: 'dave' } };
    const alone = await world.client.resolve(payment.paymentId, finding);
    expect(alone).toMatchObject({
      accepted: false,
      reason: expect.stringContaining('1 more person must co-sign') as unknown,
    });
    const own = await world.client.resolve(payment.paymentId, {
      ...finding,
      coSignedBy: [{ id: 'dave' }, { id: 'alice' }],
    });
    expect(own.accepted).toBe(false);
    expect(await world.client.resolve(payment.paymentId, { ...finding, coSignedBy: [{ id: 'erin' }] })).toMatchObject({
      accepted: true,
    });
    const { audit } = await world.client.show(payment.paymentId);
    expect(audit.filter(({ act }) => act === 'resolved').map(({ refused }) => refused === null)).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('needs a co-signature when it says that a refund came back, too', async () => {
    const { payment, view } = await waitingRefund(world);
    await world.client.approve(payment.paymentId, askedTerms(view, 'bob'));
    await completed(world, payment, view);
    const event = {
      ...{ eventId: randomUUID(), kind: 'refundFailed' as const, source: 'bank', at: new Date().toISOString() },
      ...{ legId: view.plan?.legs[0]?.legId ?? '', evidence: 'statement 12' },
    };
    expect(await world.client.record(payment.paymentId, event)).toMatchObject({ accepted: false });
    expect(await world.client.record(payment.paymentId, { ...event, coSignedBy: [{ id: 'erin' }] })).toMatchObject({
      accepted: true,
    });
    expect((await world.client.show(payment.paymentId)).balance).toMatchObject({ refundedMinor: 0 });
  });
});
