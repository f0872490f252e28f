import { askedOf, captureOf, eventOf, paymentOf, pending, rulesOf, succeeded } from '../../support/domain-arbitraries';
import { policyOf } from '../../support/approval-rules';
import { LedgerStory } from './ledger-story';

const payment = paymentOf([captureOf('c1', 10_000)]);
const evidence = 'report 7';

describe('a reversal for which nothing was left to do', () => {
  it('is decided anew when a refund that fails late leaves its amount to a dispute in another currency', () => {
    const story = new LedgerStory();
    story.ask(askedOf('return-1', 6_000, payment));
    const done = story.sendAndHear(succeeded);
    story.ask(askedOf('return-2', 4_000, payment));
    story.sendAndHear(pending);
    // Nothing of the capture is left, so that the dispute holds nothing yet.
    const dispute = { disputeId: 'd1', captureId: 'c1', amountMinor: 5_000, currency: 'EUR' } as const;
    expect(story.tell(eventOf('disputeOpened', dispute))).toBeNull();
    story.ask(askedOf('cancel-1', 'cancel', payment));
    expect(story.view('cancel-1').reason?.code).toBe('blockedByAnother');
    // What may be refunded is nothing before and after: only what the dispute holds has changed.
    expect(story.tell(eventOf('refundFailed', { legId: done, evidence }))).toBeNull();
    expect(story.view('cancel-1')).toMatchObject({ outcome: 'refused', reason: { code: 'disputeOpen' } });
    expect(story.view('cancel-1').balance).toMatchObject({ refundableMinor: 0, disputedMinor: 6_000 });
  });

  it('is planned anew when the card changes, so that what was approved is what is sent', () => {
    const thresholds = [{ currency: 'USD', aboveMinor: 0, approvers: 1 }] as const;
    const story = new LedgerStory(rulesOf({}, { approvals: policyOf({ thresholds }) }));
    story.ask(askedOf('return-1', 1_000, payment));
    const card = { cardNumber: '@token-2', cardHolderName: 'Jane Smith', expirationMonth: 12, expirationYear: 2030 };
    story.ask(askedOf('return-2', 500, { ...payment, card }));
    expect(story.view('return-1').plan).toMatchObject({ version: 2, destination: { card: { holder: 'Jane Smith' } } });
  });

  it('is decided anew when an external refund turns out to be one of its ledger, and when it comes back', () => {
    const story = new LedgerStory();
    story.ask(askedOf('return-1', 6_000, payment));
    story.send();
    const elsewhere = { captureId: 'c1', amountMinor: 5_000, currency: 'USD' } as const;
    expect(story.tell(eventOf('externalRefund', elsewhere, 'portal-1'))).toBeNull();
    expect(story.ask(askedOf('return-2', 1, payment))).toBe('refused');
    expect(story.view('return-2').reason?.code).toBe('overRefunded');
    expect(story.tell(eventOf('externalRefundFailed', { refundEventId: 'portal-1', evidence }))).toBeNull();
    expect(story.ask(askedOf('return-2', 4_000, payment))).toBe('admitted');
    expect(story.ask(askedOf('return-3', 1, payment))).toBe('refused');
  });
});
