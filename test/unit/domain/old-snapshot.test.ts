import { nextSend } from '../../../src/domain/decision/next-send';
import { askedOf, captureOf, eventOf, paymentOf } from '../../support/domain-arbitraries';
import { LedgerStory } from './ledger-story';

describe('A request that is repeated with the snapshot of its first time', () => {
  it('changes nothing of a capture that was begun again since, as an event has said', () => {
    const failed = paymentOf([captureOf('c1', 0, { status: 'failed', gatewayReference: null, capturedAt: null })]);
    const story = new LedgerStory();
    story.ask(askedOf('r1', 'cancel', failed));
    const started = { captureId: 'c1', amountMinor: 3_500, currency: 'USD' } as const;
    story.tell(eventOf('captureStarted', started));
    story.tell(eventOf('captureStarted', started));
    expect(story.view('r1').waitingFor).toBe('capture');
    expect(story.ask(askedOf('r1', 'cancel', failed))).toBe('repeated');
    expect(story.view('r1').waitingFor).toBe('capture');
    expect(nextSend(story.state)).toBeNull();
  });

  it('says that a capture has succeeded all the same, whatever was recorded of its beginning', () => {
    const story = new LedgerStory();
    story.ask(askedOf('r1', 'cancel', paymentOf()));
    story.tell(eventOf('captureStarted', { captureId: 'c1', amountMinor: 3_500, currency: 'USD' }));
    story.ask(askedOf('r2', 'cancel', paymentOf([captureOf('c1', 3_500)])));
    expect(story.state.payment?.captures).toMatchObject([{ captureId: 'c1', status: 'succeeded' }]);
  });
});
