import { isSameWork, workItem } from '../../../src/domain/views/work-item';
import { policyOf } from '../../support/approval-rules';
import {
  askedOf,
  captureOf,
  mismatch,
  minutesAfter,
  notSent,
  paymentOf,
  pending,
  rulesOf,
  succeeded,
  today,
  unknown,
} from '../../support/domain-arbitraries';
import { LedgerStory } from './ledger-story';

const policy = policyOf({
  thresholds: [{ currency: 'USD', aboveMinor: 5_000, approvers: 1 }],
  remindAfterMinutes: 10,
  escalateAfterMinutes: 20,
});
const captured = paymentOf([captureOf('c1', 10_000)]);

function refunding(amountMinor: number, requestId = 'return-1'): LedgerStory {
  const story = new LedgerStory(rulesOf({}, { approvals: policy }));
  story.ask(askedOf(requestId, amountMinor, captured));
  return story;
}

const itemOf = ({ state, now }: LedgerStory) => workItem(state, now);

describe('A work list has', () => {
  it('nothing of a payment whose refunds work through', () => {
    const story = refunding(2_500);
    expect(itemOf(story)).toBeNull();
    story.send();
    expect(itemOf(story)).toBeNull();
    story.answer('return-1/c1/1', succeeded);
    expect(itemOf(story)).toBeNull();
  });

  it.each([
    ['unknown while it is looked up', unknown, 'lookup'],
    ['answered with another amount', mismatch(2_400), 'mismatch'],
    ['accepted and not final', pending, 'pending'],
    ['never sent, because the gateway is down', notSent(), 'gateway'],
    ['never sent, because no card could be had', notSent('cardUnavailable'), 'operator'],
  ])('a refund that is %s', (_what, result, status) => {
    const story = refunding(2_500);
    story.sendAndHear(result);
    expect(itemOf(story)).toMatchObject({
      ...{ status, account: 'stripe-production', currency: 'USD', amountBucket: '10 to 100' },
      waitingSince: today,
    });
  });

  it.each([
    [0, 'approval'],
    [10, 'approvalLate'],
    [20, 'approvalEscalated'],
  ])('a refund that waits %i minutes for approval as %s', (minutes, status) => {
    const story = refunding(7_500);
    story.now = minutesAfter(today, minutes);
    expect(itemOf(story)).toMatchObject({ status, waitingSince: today });
  });

  it('the most urgent of what is parked, not the first', () => {
    const story = refunding(7_500);
    // Of another person: what one has asked for counts together, so that this one would wait for approval too.
    story.ask(askedOf('return-2', 500, captured, { requester: { id: 'erin', onBehalfOf: null } }));
    expect(itemOf(story)?.status).toBe('approval');
    story.sendAndHear(mismatch(400));
    expect(itemOf(story)).toMatchObject({ status: 'mismatch', amountBucket: 'under 10' });
  });

  it.each([
    [999, 'under 10'],
    [1_000, '10 to 100'],
    [10_000, '100 to 1000'],
    [100_000, '1000 to 10000'],
    [1_000_000, 'from 10000'],
  ])('%i cents only as "%s"', (amountMinor, amountBucket) => {
    const payment = paymentOf([captureOf('c1', 2_000_000)], { authorizedMinor: 2_000_000 });
    const story = new LedgerStory();
    story.ask(askedOf('return-1', amountMinor, payment));
    story.sendAndHear(pending);
    expect(itemOf(story)?.amountBucket).toBe(amountBucket);
  });

  it('no name, reference or reason of a person', () => {
    const story = refunding(7_500);
    const text = JSON.stringify(itemOf(story));
    for (const secret of ['alice', 'damaged', 'order-1001', 'auth-1', '7500']) expect(text).not.toContain(secret);
  });
});

describe('A work item is not published again', () => {
  it('while the most urgent reversal is unchanged', () => {
    const item = itemOf(refunding(7_500));
    expect(item).not.toBeNull();
    expect(isSameWork(item, itemOf(refunding(7_500)))).toBe(true);
    expect(isSameWork(item, null)).toBe(false);
    expect(isSameWork(null, null)).toBe(true);
  });
});
