import type { AuditedAct, AuditEntry } from '../../../src/domain/model/audit';
import { reversalTimeline, timelineOf } from '../../../src/domain/views/timeline';
import type { ReversalView } from '../../../src/domain/views/view';
import { leg, refunded } from '../cli/sample-views';
import { ledger } from '../console/sample-ledger';

const at = (hour: number): string => `2026-11-21T${String(hour).padStart(2, '0')}:00:00.000Z`;
const bob = { id: 'bob', onBehalfOf: null };
const approved: AuditEntry = {
  at: at(9),
  act: 'approved',
  by: bob,
  reversalId: 'return-1',
  planVersion: 1,
  comment: 'fine',
  refused: null,
};
const sent: ReversalView = {
  ...refunded,
  legs: [{ ...leg, attempts: [{ at: at(10), what: 'send', result: 'succeeded' }] }],
};

describe('The timeline of a payment', () => {
  it('has acts, gateway calls, refused requests and notes in one order, the oldest first', () => {
    const refusal = {
      requestId: 'return-2',
      paymentId: 'order-1001',
      currency: 'USD',
      operation: 'refund',
      requestedMinor: 90_000,
      requester: bob,
      requestReason: 'again',
      reason: { code: 'exceedsRefundable', message: 'only 75.00 USD is refundable' },
      at: at(8),
    } as const;
    const timeline = timelineOf({ ...ledger, refusals: [refusal], reversals: [sent] });
    expect(timeline.map((one) => [one.at, one.what, one.who?.id ?? null, one.isRefused])).toEqual([
      [at(8), 'Refund request refused', 'bob', true],
      ['2026-11-21T09:30:00.000Z', 'Refund requested', 'alice', false],
      [at(10), 'Sent: refund, leg return-1/c1/1', null, false],
      [at(10), 'Completed: refunded', null, false],
      [at(11), 'Approval refused, plan version 1', 'mallory', true],
      [at(12), 'Note: signal approveReversal', null, false],
    ]);
    expect(timeline.map(({ detail }) => detail)).toEqual([
      'only 75.00 USD is refundable',
      'damaged in transit',
      'succeeded',
      null,
      'fine by me · not accepted: mallory requested this reversal, or acts for its requester; another person must decide',
      'decision.currency is missing',
    ]);
  });

  it.each<AuditedAct>([
    ...([
      'approvalAsked',
      'approved',
      'rejected',
      'expired',
      'withdrawn',
      'resolved',
      'opened',
      'recorded',
      'recovered',
    ] as const),
  ])('says whether "%s" was accepted', (act) => {
    const [done, refused] = timelineOf({
      ...{ reversals: [], refusals: [], notes: [], statements: [] },
      audit: [
        { ...approved, act, comment: null, planVersion: null },
        { ...approved, act, comment: null, planVersion: null, refused: 'too late' },
      ],
    });
    expect(done).toMatchObject({ detail: null, isRefused: false });
    expect(done?.what).not.toMatch(/refused/i);
    expect(refused).toMatchObject({ detail: 'not accepted: too late', isRefused: true });
    expect(refused?.what).toMatch(/refused$/);
  });
});

describe('The timeline of a reversal', () => {
  it('leaves out what happened to other reversals', () => {
    const other = { ...approved, reversalId: 'return-2' };
    expect(reversalTimeline(sent, { audit: [approved, other], statements: [] }).map(({ what }) => what)).toEqual([
      'Approved, plan version 1',
      'Refund requested',
      'Sent: refund, leg return-1/c1/1',
      'Completed: refunded',
    ]);
  });

  it('shows an approval once, from the audit trail or, where there is none, from the view', () => {
    const view = { ...sent, approvals: { ...sent.approvals, given: [{ at: at(9), by: bob, comment: 'fine' }] } };
    const history = { audit: [], statements: [] };
    expect(reversalTimeline(view, history)).toEqual(reversalTimeline(view, { ...history, audit: [approved] }));
  });
});
