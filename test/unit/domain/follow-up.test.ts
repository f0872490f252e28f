import { nextSend } from '../../../src/domain/decision/next-send';
import { askedOf, captureOf, declined, eventOf, paymentOf, succeeded } from '../../support/domain-arbitraries';
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
});
