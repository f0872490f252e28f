import { advance } from '../../../src/domain/transitions/advance';
import { askedOf, captureOf, declined, eventOf, paymentOf, rulesOf, succeeded } from '../../support/domain-arbitraries';
import { LedgerStory } from './ledger-story';

const started = (captureId: string, amountMinor: number) =>
  captureOf(captureId, amountMinor, { status: 'started', capturedAt: null });
const landed = (captureId: string, amountMinor: number) =>
  eventOf('captureSucceeded', { captureId, amountMinor, currency: 'USD', gatewayReference: `ref-${captureId}` });

describe('all that is left', () => {
  it('is a number from the moment there is one, and stays that number', () => {
    const story = new LedgerStory();
    story.ask(askedOf('return-1', null, paymentOf([started('c1', 6_000), started('c2', 4_000)])));
    expect(story.view('return-1')).toMatchObject({ requestedMinor: null, waitingFor: 'capture' });
    story.tell(landed('c1', 6_000));
    expect(story.view('return-1')).toMatchObject({ requestedMinor: 6_000, waitingFor: 'capture' });
    story.tell(landed('c2', 4_000));
    expect(story.view('return-1')).toMatchObject({ requestedMinor: 6_000, phase: 'working' });
    story.sendAndHear(succeeded);
    expect(story.view('return-1')).toMatchObject({ outcome: 'refunded', balance: { refundableMinor: 4_000 } });
  });

  it('is what was asked when an amount was asked, also before the capture', () => {
    const story = new LedgerStory();
    story.ask(askedOf('return-1', 2_500, paymentOf([started('c1', 6_000)])));
    expect(story.view('return-1').requestedMinor).toBe(2_500);
    story.tell(landed('c1', 6_000));
    expect(story.view('return-1')).toMatchObject({ requestedMinor: 2_500, legs: [{ amountMinor: 2_500 }] });
  });
});

describe('two cancels of one payment', () => {
  it('have their plans decided in one step, whatever one gives up to the other', () => {
    const story = new LedgerStory(rulesOf({ voidsRemainder: true }));
    story.ask(askedOf('cancel-1', 'cancel', paymentOf()));
    story.ask(askedOf('cancel-2', 'cancel', paymentOf()));
    story.tell(landed('c1', 4_000));
    story.sendAndHear(declined());
    expect(advance(story.state, story.rules, story.now)).toEqual(story.state);
  });
});

describe('a plan', () => {
  it('gets a new version and new legs when the events change it, and keeps both when they do not', () => {
    const story = new LedgerStory();
    story.ask(askedOf('cancel-1', 'cancel', paymentOf()));
    expect(story.view('cancel-1').plan).toMatchObject({ version: 1, row: 9, legs: [{ legId: 'cancel-1/auth/1' }] });
    story.tell(landed('c1', 10_000));
    expect(story.view('cancel-1').plan).toMatchObject({ version: 2, row: 7, legs: [{ legId: 'cancel-1/c1/2' }] });
    story.tell(eventOf('settled', { captureId: 'c1' }));
    expect(story.view('cancel-1').plan).toMatchObject({ version: 2, row: 7, legs: [{ legId: 'cancel-1/c1/2' }] });
  });
});
