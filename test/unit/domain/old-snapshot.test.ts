import { nextSend } from '../../../src/domain/decision/next-send';
import { askedOf, captureOf, eventOf, paymentOf } from '../../support/domain-arbitraries';
import { LedgerStory } from './ledger-story';

const failed = paymentOf([captureOf('c1', 0, { status: 'failed', gatewayReference: null, capturedAt: null })]);
const started = { captureId: 'c1', amountMinor: 3_500, currency: 'USD' } as const;

describe('A capture that failed, as a snapshot says, and was begun again, as an event says', () => {
  it.each([1, 2])(
    'is in progress when %d events say so, and a repeat with the old snapshot changes nothing',
    (times) => {
      const story = new LedgerStory();
      story.ask(askedOf('r1', 'cancel', failed));
      for (let told = 0; told < times; told += 1) story.tell(eventOf('captureStarted', started));
      expect(story.view('r1').waitingFor).toBe('capture');
      expect(story.ask(askedOf('r1', 'cancel', failed))).toBe('repeated');
      expect(story.view('r1').waitingFor).toBe('capture');
      expect(nextSend(story.state)).toBeNull();
    },
  );

  it('has failed when the snapshot of a new request says so: that speaks of today', () => {
    const story = new LedgerStory();
    story.ask(askedOf('r1', 'cancel', paymentOf()));
    story.tell(eventOf('captureStarted', started));
    expect(story.ask(askedOf('r2', 'cancel', failed))).toBe('admitted');
    expect(story.state.payment?.captures).toMatchObject([{ captureId: 'c1', status: 'failed' }]);
    story.ask(askedOf('r1', 'cancel', paymentOf()));
    expect(story.state.payment?.captures).toMatchObject([{ captureId: 'c1', status: 'failed' }]);
  });

  it('has succeeded all the same when a snapshot says so', () => {
    const story = new LedgerStory();
    story.ask(askedOf('r1', 'cancel', paymentOf()));
    story.tell(eventOf('captureStarted', started));
    story.ask(askedOf('r2', 'cancel', paymentOf([captureOf('c1', 3_500)])));
    expect(story.state.payment?.captures).toMatchObject([{ captureId: 'c1', status: 'succeeded' }]);
  });
});

describe('A capture that two events say was begun', () => {
  it('is still in progress when one of them is corrected, and never began when both are', () => {
    const story = new LedgerStory();
    story.ask(askedOf('r1', 'cancel', paymentOf()));
    story.tell(eventOf('captureStarted', started, 'one'));
    story.tell(eventOf('captureStarted', started, 'two'));
    const never = (corrects: string) =>
      story.tell(eventOf('correction', { corrects, neverHappened: true, evidence: 'gateway report' }));
    expect(never('one')).toBeNull();
    expect(story.state.payment?.captures).toMatchObject([{ captureId: 'c1', status: 'started' }]);
    expect(never('two')).toBeNull();
    expect(story.state.payment?.captures).toEqual([]);
  });
});
