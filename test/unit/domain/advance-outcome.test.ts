import { askedOf, captureOf, declined, eventOf, paymentOf, rulesOf, succeeded } from '../../support/domain-arbitraries';
import { LedgerStory } from './ledger-story';

describe('the outcome of a reversal that moved nothing', () => {
  it('calls a cancel declined whose only refund the gateway declined, never alreadyReversed', () => {
    const story = new LedgerStory();
    story.ask(askedOf('cancel-1', 'cancel', paymentOf([captureOf('c1', 10_000)])));
    story.sendAndHear(declined());
    expect(story.view('cancel-1')).toMatchObject({ outcome: 'declined', reason: { code: 'declined' } });
    expect(story.view('cancel-1').balance.refundableMinor).toBe(10_000);
  });

  it('calls a cancel partiallyReversed that voided the rest of the hold and may not refund a disputed capture', () => {
    const story = new LedgerStory(rulesOf({ voidsRemainder: true }));
    story.ask(askedOf('cancel-1', 'cancel', paymentOf([captureOf('c1', 6_000)])));
    const legId = story.send();
    story.tell(eventOf('disputeOpened', { disputeId: 'd1', captureId: 'c1', amountMinor: 6_000, currency: 'USD' }));
    story.answer(legId, succeeded);
    expect(story.view('cancel-1')).toMatchObject({ outcome: 'partiallyReversed', reason: { code: 'disputeOpen' } });
  });

  it('refunds the disputed money once the dispute is won, because the payment was cancelled', () => {
    const story = new LedgerStory(rulesOf({ voidsRemainder: true }));
    story.ask(askedOf('cancel-1', 'cancel', paymentOf([captureOf('c1', 6_000)])));
    const legId = story.send();
    story.tell(eventOf('disputeOpened', { disputeId: 'd1', captureId: 'c1', amountMinor: 6_000, currency: 'USD' }));
    story.answer(legId, succeeded);
    story.tell(eventOf('disputeClosed', { disputeId: 'd1', outcome: 'won', evidence: 'letter of the issuer' }));
    expect(story.sendAndHear(succeeded)).toBe('cancel-1/follow-up/c1/c1/1');
    expect(story.view('cancel-1/follow-up/c1').outcome).toBe('refunded');
  });
});
