import { nextSend } from '../../../src/domain/decision/next-send';
import { askedOf, captureOf, declined, eventOf, notSent, paymentOf, succeeded } from '../../support/domain-arbitraries';
import { LedgerStory } from './ledger-story';

const late = (captureId: string, amountMinor: number) =>
  eventOf('captureSucceeded', { captureId, amountMinor, currency: 'USD', gatewayReference: `ref-${captureId}` });

describe('a cancelled payment', () => {
  it('returns a late capture from that capture only, and gives up after the gateway declined it', () => {
    const story = new LedgerStory();
    story.ask(askedOf('cancel-1', 'cancel', paymentOf([captureOf('c1', 4_000), captureOf('c2', 3_000)])));
    story.sendAndHear(declined());
    story.sendAndHear(succeeded);
    expect(story.view('cancel-1').outcome).toBe('partiallyReversed');
    story.tell(late('c3', 3_000));
    expect(story.sendAndHear(declined())).toBe('cancel-1/follow-up/c3/c3/1');
    expect(nextSend(story.state)).toBeNull();
    expect(story.state.reversals.map((one) => one.reversalId)).toEqual(['cancel-1', 'cancel-1/follow-up/c3']);
  });

  it('continues with the refund of a late capture that stopped for want of a card, once the cancel is made again', () => {
    const story = new LedgerStory();
    const cancel = askedOf('cancel-1', 'cancel', paymentOf([captureOf('c1', 4_000)]));
    story.ask(cancel);
    story.sendAndHear(succeeded);
    story.tell(late('c2', 3_000));
    story.sendAndHear(notSent('cardUnavailable'));
    expect(nextSend(story.state)).toBeNull();
    expect(story.ask(cancel)).toBe('repeated');
    expect(story.sendAndHear(succeeded)).toBe('cancel-1/follow-up/c2/c2/1');
    expect(story.view('cancel-1/follow-up/c2').outcome).toBe('refunded');
    expect(story.movedMinor).toBe(7_000);
  });
});
