import { lookupInstants } from '../../../src/domain/decision/lookup-schedule';
import { duties } from '../../../workflows/ledger/duties';
import type { Ledger } from '../../../workflows/ledger/ledger';
import { askedOf, captureOf, minutesAfter, paymentOf, rulesOf, unknown } from '../../support/domain-arbitraries';
import { LedgerStory } from '../domain/ledger-story';

beforeAll(() => {
  jest.useFakeTimers();
});
afterAll(() => {
  jest.useRealTimers();
});

/** A ledger with a refund of unknown outcome, at the instant at which its first lookup is due, and what is due then. */
function atFirstLookup() {
  const story = new LedgerStory(rulesOf({ lookupsSeeReversals: true }));
  story.ask(askedOf('return-1', 6_000, paymentOf([captureOf('c1', 10_000)])));
  story.sendAndHear(unknown);
  const [lookupAt = ''] = lookupInstants(story.state);
  jest.setSystemTime(new Date(lookupAt));
  const ledger = { state: story.state, rules: story.rules, calling: false, timer: null, latestFiredDeadline: null };
  const isNeeded = (differing: Pick<Partial<Ledger>, 'timer' | 'latestFiredDeadline'>): boolean | undefined =>
    duties.find(({ name }) => name === 'look up')?.isNeeded({ ...ledger, ...differing } as unknown as Ledger);
  const timerFor = (deadline: string) => ({ deadline }) as unknown as NonNullable<Ledger['timer']>;
  return { lookupAt, isNeeded, timerFor };
}

describe('What is due by the clock alone', () => {
  it('waits for the timer that was armed for it: a refused update wakes the ledger before, and no replay', () => {
    const { lookupAt, isNeeded, timerFor } = atFirstLookup();
    expect(isNeeded({ timer: timerFor(lookupAt) })).toBe(false);
    jest.setSystemTime(new Date(minutesAfter(lookupAt, 5)));
    expect(isNeeded({ timer: timerFor(lookupAt) })).toBe(false);
    expect(isNeeded({ latestFiredDeadline: lookupAt })).toBe(true);
  });

  it('does not wait for a timer that was armed for something later', () => {
    const { lookupAt, isNeeded, timerFor } = atFirstLookup();
    expect(isNeeded({ timer: timerFor(minutesAfter(lookupAt, 5)) })).toBe(true);
  });
});
