import { nextSend } from '../../../src/domain/decision/next-send';
import { askedOf, captureOf, declined, eventOf, paymentOf, rulesOf, succeeded } from '../../support/domain-arbitraries';
import { LedgerStory } from './ledger-story';

const late = (captureId: string, amountMinor: number) =>
  eventOf('captureSucceeded', { captureId, amountMinor, currency: 'USD', gatewayReference: `ref-${captureId}` });

describe('a void that the gateway rejects', () => {
  it('becomes a refund for a full refund, as it does for a cancel', () => {
    const story = new LedgerStory(rulesOf({ voidsUnsettledCharges: true }));
    story.ask(askedOf('return-1', null, paymentOf([captureOf('c1', 10_000)])));
    story.sendAndHear(declined('notSettled'));
    expect(story.sendAndHear(succeeded)).toBe('return-1/c1/2');
    expect(story.view('return-1')).toMatchObject({ outcome: 'refunded', reason: null });
    expect(story.movedMinor).toBe(10_000);
  });

  it('becomes a refund for a charge that was captured after the cancel', () => {
    const story = new LedgerStory(rulesOf({ voidsUnsettledCharges: true }));
    story.ask(askedOf('cancel-1', 'cancel', paymentOf()));
    story.sendAndHear(succeeded);
    story.tell(late('c1', 10_000));
    story.sendAndHear(declined());
    story.sendAndHear(succeeded);
    expect(story.view('cancel-1/follow-up/c1').outcome).toBe('refunded');
    expect(nextSend(story.state)).toBeNull();
  });

  it('moves nothing more for a charge that the gateway says was voided before', () => {
    const story = new LedgerStory(rulesOf({ voidsUnsettledCharges: true }));
    story.ask(askedOf('cancel-1', 'cancel', paymentOf([captureOf('c1', 10_000)])));
    story.sendAndHear(declined('alreadyVoided'));
    expect(nextSend(story.state)).toBeNull();
    expect(story.view('cancel-1')).toMatchObject({ outcome: 'alreadyReversed' });
  });

  it('as too late tells that the charge has settled: it is refunded at once where only settled money is', () => {
    const story = new LedgerStory(rulesOf({ voidsUnsettledCharges: true, refundsOnlySettled: true }));
    story.ask(askedOf('cancel-1', 'cancel', paymentOf([captureOf('c1', 10_000)])));
    story.sendAndHear(declined('alreadySettled'));
    expect(story.sendAndHear(succeeded)).toBe('cancel-1/c1/2');
    expect(story.view('cancel-1')).toMatchObject({ outcome: 'refunded', balance: { refundedMinor: 10_000 } });
  });

  it('as already captured is over once another cancel has voided the authorization', () => {
    const story = new LedgerStory();
    story.ask(askedOf('cancel-1', 'cancel', paymentOf()));
    story.sendAndHear(declined('alreadyCaptured'));
    expect(story.view('cancel-1')).toMatchObject({ phase: 'waiting', waitingFor: 'capture' });
    story.ask(askedOf('cancel-2', 'cancel', paymentOf()));
    story.sendAndHear(succeeded);
    expect(story.view('cancel-1').outcome).toBe('alreadyReversed');
    expect(story.view('cancel-2').outcome).toBe('voided');
  });
});
