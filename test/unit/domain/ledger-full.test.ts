import { reversalsKept, compacted } from '../../../src/domain/model/ledger-state';
import { askedOf, captureOf, declined, notSent, paymentOf, succeeded } from '../../support/domain-arbitraries';
import { LedgerStory } from './ledger-story';

const captured = paymentOf([captureOf('c1', 10_000)]);

function after(count: number, reason: string): LedgerStory {
  const story = new LedgerStory();
  for (let made = 0; made < count; made += 1) {
    if (story.ask(askedOf(`return-${String(made)}`, 1, captured, { reason })) === 'refused') break;
    story.sendAndHear(declined());
  }
  return story;
}

describe('a payment that has had very many reversals', () => {
  it.each([
    ['by their number', reversalsKept, 'damaged in transit'],
    ['by their size', reversalsKept - 1, 'd'.repeat(500)],
    ['by their size in bytes', reversalsKept - 100, '損'.repeat(300)],
  ])('refuses a further refund %s, and still refunds everything when it is cancelled', (_by, count, reason) => {
    const story = after(count, reason);
    expect(story.ask(askedOf('one-more', 1, captured))).toBe('refused');
    expect(story.view('one-more').reason?.code).toBe('ledgerFull');
    expect(story.ask(askedOf('cancel-1', 'cancel', captured))).toBe('admitted');
    story.sendAndHear(succeeded);
    expect(story.view('cancel-1')).toMatchObject({ outcome: 'refunded', balance: { refundedMinor: 10_000 } });
  });

  it('takes as many as it says, of an ordinary size', () => {
    const story = new LedgerStory();
    for (let made = 0; made < reversalsKept; made += 1) {
      const requestId = `0f4b2c1e-8a76-4c1b-9d5e-${String(made).padStart(12, '0')}`;
      expect(story.ask(askedOf(requestId, 1, captured, { reason: 'damaged in transit' }))).toBe('admitted');
      story.sendAndHear(succeeded);
    }
    expect(story.movedMinor).toBe(reversalsKept);
  });

  it('carries of those that have ended what they did, and of what was tried the last', () => {
    const story = new LedgerStory();
    for (const requestId of ['return-1', 'return-2']) {
      story.ask(askedOf(requestId, 2_500, captured));
      story.sendAndHear(notSent());
      story.gatewayAnswersAgain();
      if (requestId === 'return-1') story.sendAndHear(succeeded);
    }
    const tried = compacted(story.state).reversals.map(({ legs }) => legs[0]?.attempts.map(({ result }) => result));
    expect(tried).toEqual([['succeeded'], ['nothing left: refused']]);
    expect(story.state.reversals[0]?.legs[0]?.attempts).toHaveLength(2);
  });
});
