import { randomUUID } from 'node:crypto';
import type { DecisionInput } from '../../src/contract/decision';
import { signals } from '../../src/contract/messages';
import { ledgerIdOf } from '../../src/contract/names';
import type { ReversalView } from '../../src/client';
import { rulesWithApproval } from '../support/approval-rules';
import { askedTerms, completed, refundDigest, waitingRefund } from '../support/approving';
import { eventually } from '../support/eventually';
import { useWorld } from '../support/use-world';
import { cancelOf, refundOf, told } from '../support/world';

/** Above 100.00 USD one approver, above 1000.00 two; in any other currency one, whatever the amount. */
const thresholds = [
  { currency: 'USD', aboveMinor: 10_000, approvers: 1 },
  { currency: 'USD', aboveMinor: 100_000, approvers: 2 },
] as const;

const world = useWorld({
  rules: rulesWithApproval({ 'stripe-production': { thresholds, captureSources: ['order'] } }),
});

describe('A refund of 500.00 where one person must approve above 100.00', () => {
  it('moves nothing and keeps its amount reserved until another person approves, then moves it once', async () => {
    const { payment, view } = await waitingRefund(world);
    expect(view).toMatchObject({
      approvals: { needed: 1, given: [] },
      balance: { reservedMinor: 50_000, refundableMinor: 150_000 },
    });
    expect(await world.client.request(refundOf(payment, 160_000))).toMatchObject({
      outcome: 'refused',
      reason: { code: 'exceedsRefundable' },
    });
    expect(world.returned(payment)).toEqual([]);

    const answer = await world.client.approve(payment.paymentId, askedTerms(view, 'bob'));
    expect(answer).toMatchObject({ accepted: true, reason: null });
    const ended = await world.client.request(refundOf(payment, 50_000, view.reversalId));
    expect(ended).toMatchObject({
      outcome: 'refunded',
      approvals: { needed: 1, given: [{ by: { id: 'bob' }, comment: 'looked at the order' }] },
    });
    expect(world.returned(payment).map(told)).toEqual(['refund 50000 USD']);
  });

  it.each([
    ['by its requester', (terms: DecisionTerms) => ({ ...terms, approver: { id: 'alice' } }), 'ownRequest'],
    [
      'by somebody who acts for its requester',
      (terms: DecisionTerms) => ({ ...terms, approver: { id: 'bob', onBehalfOf: 'alice' } }),
      'ownRequest',
    ],
    ['of another amount', (terms: DecisionTerms) => ({ ...terms, refundMinor: 50_001 }), 'termsMismatch'],
    ['of a void', (terms: DecisionTerms) => ({ ...terms, voidMinor: 1 }), 'termsMismatch'],
    ['in another currency', (terms: DecisionTerms) => ({ ...terms, currency: 'EUR' }), 'termsMismatch'],
  ] as const)('is not approved %s; the attempt is in the audit trail', async (_what, change, code) => {
    const { payment, view } = await waitingRefund(world);
    const answer = await world.client.approve(payment.paymentId, change(askedTerms(view, 'bob')));
    expect(answer).toMatchObject({ accepted: false, reason: { code }, view: { waitingFor: 'approval' } });
    const { audit } = await world.client.show(payment.paymentId);
    expect(audit).toMatchObject([{ act: 'approved', reversalId: view.reversalId, refused: answer.reason?.message }]);
    expect(world.returned(payment)).toEqual([]);
  });

  it('is refunded once when two approvals come at once, and when the same person approves twice', async () => {
    const { payment, view } = await waitingRefund(world);
    const approve = (who: string) => world.client.approve(payment.paymentId, askedTerms(view, who));
    const answers = await Promise.all([approve('bob'), approve('carol'), approve('bob')]);
    expect(answers.filter(({ accepted }) => accepted)).toHaveLength(1);
    await completed(world, payment, view);
    expect(world.returned(payment).map(told)).toEqual(['refund 50000 USD']);
  });

  it('is rejected with a reason, which releases its amount; without a reason the rejection is malformed', async () => {
    const { payment, view } = await waitingRefund(world);
    const { comment: _unsaid, ...silent } = askedTerms(view, 'bob');
    // @ts-expect-error a rejection says why
    await expect(world.client.reject(payment.paymentId, silent)).rejects.toThrow(/comment/);
    const answer = await world.client.reject(payment.paymentId, {
      ...askedTerms(view, 'bob'),
      comment: 'no return seen',
    });
    expect(answer.view).toMatchObject({
      phase: 'completed',
      outcome: 'rejected',
      reason: { code: 'approvalRejected', message: expect.stringContaining('no return seen') as unknown },
      balance: { reservedMinor: 0, refundableMinor: 200_000 },
    });
    expect(await world.client.approve(payment.paymentId, askedTerms(view, 'carol'))).toMatchObject({
      accepted: false,
      reason: { code: 'alreadyEnded' },
    });
    expect(world.returned(payment)).toEqual([]);
  });

  it('is withdrawn by its requester only, and then takes no approval', async () => {
    const { payment, view } = await waitingRefund(world);
    const withdraw = (id: string) =>
      world.client.withdraw(payment.paymentId, { requestId: view.reversalId, actor: { id }, reason: 'mistake' });
    expect(await withdraw('bob')).toMatchObject({ accepted: false, reason: { code: 'notTheRequester' } });
    expect((await withdraw('alice')).view).toMatchObject({ outcome: 'withdrawn', balance: { reservedMinor: 0 } });
    expect(await withdraw('alice')).toMatchObject({ accepted: true });
    expect(await withdraw('bob')).toMatchObject({ accepted: false, reason: { code: 'alreadyEnded' } });
    expect(await world.client.approve(payment.paymentId, askedTerms(view, 'bob'))).toMatchObject({ accepted: false });
    expect(world.returned(payment)).toEqual([]);
  });

  it('is approved by a plain signal too, as `temporal workflow signal` sends it', async () => {
    const { payment, view } = await waitingRefund(world);
    const handle = world.connections.client.workflow.getHandle(ledgerIdOf(payment.paymentId));
    await handle.signal(signals.approveReversal.name, { nonsense: true });
    await handle.signal(signals.approveReversal, askedTerms(view, 'bob'));
    await completed(world, payment, view);
    expect(world.returned(payment).map(told)).toEqual(['refund 50000 USD']);
  });

  it('is refunded by an approval that came before it was asked for', async () => {
    const payment = await world.captured(200_000);
    await world.client.request(refundOf(payment, 100));
    const requestId = `return-${randomUUID()}`;
    const early = { planVersion: 1, refundMinor: 50_000, voidMinor: 0, currency: 'USD', approver: { id: 'bob' } };
    const destination = refundDigest(payment);
    expect(await world.client.approve(payment.paymentId, { ...early, destination, requestId })).toMatchObject({
      accepted: true,
      view: null,
    });
    expect(await world.client.request(refundOf(payment, 50_000, requestId))).toMatchObject({ outcome: 'refunded' });
    expect(world.returned(payment).map(told)).toEqual(['refund 100 USD', 'refund 50000 USD']);
  });

  it('gives way to a cancel, which is then approved as a whole', async () => {
    const { payment, view } = await waitingRefund(world);
    const cancel = await world.client.request(cancelOf(payment));
    expect(await world.client.find(payment.paymentId, view.reversalId)).toMatchObject({ outcome: 'superseded' });
    expect(cancel).toMatchObject({ waitingFor: 'approval', approvals: { needed: 2 } });
    expect(world.returned(payment)).toEqual([]);
    await world.client.approve(payment.paymentId, askedTerms(cancel, 'bob'));
    expect(world.returned(payment)).toEqual([]);
    await world.client.approve(payment.paymentId, askedTerms(cancel, 'carol'));
    await completed(world, payment, cancel);
    expect(world.returned(payment).map(told)).toEqual(['refund 200000 USD']);
  });
});

describe('What needs approval', () => {
  it('is every version of a plan: a void that becomes a refund because the capture landed waits for approval', async () => {
    const payment = await world.authorized(50_000);
    await world.capture(payment);
    // Nobody has told the ledger of the capture: it voids, the gateway rejects, and the plan becomes a refund.
    const cancel = await world.client.request(cancelOf(payment));
    expect(cancel).toMatchObject({ phase: 'waiting' });
    const reference = world.simulator.movements().findLast(({ operation }) => operation === 'capture')?.reference;
    await world.client.record(payment.paymentId, {
      ...{ eventId: randomUUID(), kind: 'captureSucceeded', source: 'order', at: new Date().toISOString() },
      ...{ captureId: 'c1', amountMinor: 50_000, currency: 'USD', gatewayReference: reference ?? null },
    });
    const asked = await eventually(
      () => world.client.find(payment.paymentId, cancel.reversalId),
      (view) => view?.waitingFor === 'approval',
    );
    expect(world.returned(payment)).toEqual([]);
    const old = { ...cancelTerms(cancel), refundMinor: 0, voidMinor: 50_000, planVersion: 1 };
    expect(await world.client.approve(payment.paymentId, old)).toMatchObject({
      accepted: false,
      reason: { code: 'planChanged' },
    });
    if (asked === null) throw new Error('The test expected the cancel to be known.');
    await world.client.approve(payment.paymentId, askedTerms(asked, 'bob'));
    await completed(world, payment, cancel);
    expect(world.returned(payment).map(told)).toEqual(['refund 50000 USD']);
  });

  it('is not a void, nor a refund below the threshold', async () => {
    const hold = await world.authorized(500_000);
    expect(await world.client.request(cancelOf(hold))).toMatchObject({ outcome: 'voided', approvals: { needed: 0 } });
    const payment = await world.captured(200_000);
    expect(await world.client.request(refundOf(payment, 10_000))).toMatchObject({ outcome: 'refunded' });
  });

  it('is any amount of a currency that no threshold names', async () => {
    const payment = await world.captured(1_000, [1_000], { currency: 'EUR' });
    expect(await world.client.request(refundOf(payment, 100))).toMatchObject({ waitingFor: 'approval' });
    expect(world.returned(payment)).toEqual([]);
  });
});

type DecisionTerms = Omit<DecisionInput, 'decision'>;

function cancelTerms({ reversalId, currency }: ReversalView): DecisionTerms {
  const destination = '0'.repeat(64);
  const amounts = { refundMinor: 0, voidMinor: 0, currency };
  return { requestId: reversalId, planVersion: 1, ...amounts, destination, approver: { id: 'bob' } };
}
