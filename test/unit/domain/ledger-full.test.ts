import { reversalsKept, shrunk } from '../../../src/domain/ledger-state';
import { askedOf, captureOf, declined, paymentOf, succeeded } from '../../support/domain-arbitraries';
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
  ])('refuses a further refund %s, and still gives everything back when it is cancelled', (_by, count, reason) => {
    const story = after(count, reason);
    expect(story.ask(askedOf('one-more', 1, captured))).toBe('refused');
    expect(story.view('one-more').reason?.code).toBe('ledgerFull');
    expect(story.ask(askedOf('cancel-1', 'cancel', captured))).toBe('admitted');
    story.sendAndHear(succeeded);
    expect(story.view('cancel-1')).toMatchObject({ outcome: 'refunded', balance: { refundedMinor: 10_000 } });
  });

  it('carries of those that have ended what they did, and not what was tried', () => {
    const story = after(3, 'damaged in transit');
    story.ask(askedOf('return-last', 2_500, captured));
    story.send();
    const { reversals } = shrunk(story.state);
    expect(reversals.map(({ legs }) => legs[0]?.status)).toEqual(['declined', 'declined', 'declined', 'sending']);
    expect(reversals.slice(0, 3).flatMap(({ legs }) => legs.flatMap(({ tried }) => tried))).toEqual([]);
  });
});
