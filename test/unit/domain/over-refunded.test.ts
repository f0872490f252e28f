import { nextSend } from '../../../src/domain/decision/next-send';
import { askedOf, captureOf, eventOf, paymentOf, succeeded } from '../../support/domain-arbitraries';
import { LedgerStory } from './ledger-story';

describe('a refund whose captures were refunded externally', () => {
  it('completes as partiallyReversed when an external refund leaves nothing for its second leg', () => {
    const story = new LedgerStory();
    story.ask(askedOf('return-1', null, paymentOf([captureOf('c1', 6_000), captureOf('c2', 4_000)])));
    story.sendAndHear(succeeded);
    story.tell(eventOf('externalRefund', { captureId: 'c2', amountMinor: 4_000, currency: 'USD' }));
    expect(nextSend(story.state)).toBeNull();
    expect(story.view('return-1')).toMatchObject({ outcome: 'partiallyReversed', reason: { code: 'overRefunded' } });
    expect(story.movedMinor).toBe(6_000);
  });
});
