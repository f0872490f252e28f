import { nextSend } from '../../../src/domain/decision/next-send';
import {
  askedOf,
  captureOf,
  declined,
  eventOf,
  notSent,
  paymentOf,
  pending,
  rulesOf,
  succeeded,
  unknown,
} from '../../support/domain-arbitraries';
import { LedgerStory } from './ledger-story';

describe('a reversal that cannot continue automatically', () => {
  it('is shown as blockedByAnother, not working, while an unknown refund blocks its void', () => {
    const story = new LedgerStory(rulesOf({ voidsRemainder: true }));
    const payment = paymentOf([captureOf('c1', 6_000)]);
    story.ask(askedOf('return-1', 1_000, payment));
    story.sendAndHear(unknown);
    story.ask(askedOf('cancel-1', 'cancel', payment));
    expect(nextSend(story.state)).toBeNull();
    expect(story.view('cancel-1')).toMatchObject({ phase: 'stuck', reason: { code: 'blockedByAnother' } });
  });

  it('is shown as waiting while a refund that the gateway has accepted blocks its void', () => {
    const story = new LedgerStory(rulesOf({ voidsRemainder: true }));
    const payment = paymentOf([captureOf('c1', 6_000)]);
    story.ask(askedOf('return-1', 1_000, payment));
    story.sendAndHear(pending);
    story.ask(askedOf('cancel-1', 'cancel', payment));
    expect(nextSend(story.state)).toBeNull();
    expect(story.view('cancel-1')).toMatchObject({ phase: 'waiting', waitingFor: 'pending' });
  });

  it('is stuck with an operator while the first of its two legs is stopped', () => {
    const story = new LedgerStory();
    story.ask(askedOf('cancel-1', 'cancel', paymentOf([captureOf('c1', 6_000), captureOf('c2', 4_000)])));
    story.sendAndHear(notSent('cardUnavailable'));
    expect(nextSend(story.state)).toBeNull();
    expect(story.view('cancel-1')).toMatchObject({ phase: 'stuck', reason: { code: 'cardUnavailable' } });
  });

  it('waits for the cancel that reserves the money when its own void was declined, and does not complete as declined', () => {
    const story = new LedgerStory(rulesOf({ voidsRemainder: true, refundsOnlySettled: true }));
    const payment = paymentOf([captureOf('c1', 6_000)]);
    story.ask(askedOf('cancel-1', 'cancel', payment));
    story.ask(askedOf('cancel-2', 'cancel', payment));
    story.sendAndHear(declined());
    expect(story.view('cancel-2')).toMatchObject({ phase: 'waiting', waitingFor: 'settlement' });
    story.tell(eventOf('settled', { captureId: 'c1' }));
    story.sendAndHear(succeeded);
    story.sendAndHear(succeeded);
    expect(story.view('cancel-1').outcome).toBe('refunded');
    expect(story.view('cancel-2').outcome).toBe('alreadyReversed');
  });
});
