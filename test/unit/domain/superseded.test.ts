import { askedOf, captureOf, notSent, paymentOf, succeeded } from '../../support/domain-arbitraries';
import { LedgerStory } from './ledger-story';

describe('a cancel', () => {
  it('takes over from a refund that was stopped for want of a card', () => {
    const story = new LedgerStory();
    const payment = paymentOf([captureOf('c1', 10_000)]);
    story.ask(askedOf('return-1', 2_500, payment));
    story.sendAndHear(notSent('cardUnavailable'));
    story.ask(askedOf('cancel-1', 'cancel', payment));
    expect(story.view('return-1').outcome).toBe('superseded');
    story.sendAndHear(succeeded);
    expect(story.view('cancel-1').outcome).toBe('refunded');
    expect(story.movedMinor).toBe(10_000);
  });

  it('leaves a refund alone of which a part was sent', () => {
    const story = new LedgerStory();
    const payment = paymentOf([captureOf('c1', 6_000), captureOf('c2', 4_000)]);
    story.ask(askedOf('return-1', 8_000, payment));
    story.sendAndHear(succeeded);
    story.sendAndHear(notSent());
    story.ask(askedOf('cancel-1', 'cancel', payment));
    story.gatewayAnswersAgain();
    story.sendAndHear(succeeded);
    story.sendAndHear(succeeded);
    expect(story.view('return-1').outcome).toBe('refunded');
    expect(story.view('cancel-1')).toMatchObject({
      outcome: 'refunded',
      legs: [{ captureId: 'c2', amountMinor: 2_000 }],
    });
    expect(story.movedMinor).toBe(10_000);
  });
});
