import {
  dueLookup,
  recheckLookup,
  firstLookup,
  lookupInstants,
  nextLookup,
} from '../../../src/domain/decision/lookup-schedule';
import type { Lookup } from '../../../src/domain/model/leg';
import type { SendResult } from '../../../src/domain/model/send-result';
import { allLegs } from '../../../src/domain/model/ledger-state';
import {
  askedOf,
  captureOf,
  resetDetected,
  minutesAfter,
  paymentOf,
  rulesOf,
  today,
  unknown,
} from '../../support/domain-arbitraries';
import { LedgerStory } from './ledger-story';

const captured = paymentOf([captureOf('c1', 6_000), captureOf('c2', 4_000)]);
const secondsAfter = (instant: string, seconds: number): string => minutesAfter(instant, seconds / 60);

function sendingLeg(story = new LedgerStory()) {
  story.ask(askedOf('r1', 100, captured));
  story.send();
  const leg = allLegs(story.state).find(({ status }) => status === 'sending');
  if (leg === undefined) throw new Error('The test expected a leg being sent.');
  return leg;
}

/** The pauses between one lookup and the next, in seconds, until none follows. */
function pauses(first: Lookup, following: (before: Lookup, now: string) => Lookup | null): number[] {
  const seconds: number[] = [];
  let before = first;
  for (;;) {
    const next = following(before, before.nextAt);
    if (next === null) return seconds;
    seconds.push((Date.parse(next.nextAt) - Date.parse(before.nextAt)) / 1_000);
    before = next;
  }
}

describe('the first lookup of a leg of unknown outcome', () => {
  it.each([
    ['at once where the answer itself was read', 0, 10, 10, 10],
    ['after the quiet period where the gateway shows new transactions late', 30_000, 10, 10, 40],
    ['as late where the clock of the ledger lags behind that of the worker', 30_000, 10, 3, 40],
    ['no later than a request may live, whatever the clock of the worker says', 30_000, 86_400, 10, 95],
    // Sent by 30 s after it was marked as sending, alive for 30 s more, clocks 5 s apart.
    ['once nothing of a lost worker can leave or live any more', 0, null, 10, 65],
    ['after that and the quiet period', 30_000, null, 10, 95],
    ['at once where the last instant of a lost worker is long past', 0, null, 3_600, 3_600],
  ])('comes %s', (_when, lookupDelayMs, endedAfterSeconds, heardAfterSeconds, expectedAfterSeconds) => {
    const leg = sendingLeg();
    const heardAt = secondsAfter(today, heardAfterSeconds);
    const endedAt = endedAfterSeconds === null ? null : secondsAfter(today, endedAfterSeconds);
    expect(firstLookup(leg, endedAt, rulesOf({ lookupDelayMs }), heardAt)).toEqual({
      nextAt: secondsAfter(today, expectedAfterSeconds),
      done: 0,
    });
  });
});

it.each([
  ['a quiet period after its call ended, by the clock of the worker', 7, 7 + 30],
  // Sent by 30 s after it was marked as sending, alive for 30 s more, clocks 5 s apart.
  ['a quiet period after the last instant of a worker that was lost', null, 65 + 30],
])('a refund of unknown outcome is looked up %s', (_when, endedAfterSeconds, expectedAfterSeconds) => {
  const story = new LedgerStory(rulesOf({ lookupDelayMs: 30_000 }));
  story.ask(askedOf('r1', 2_500, paymentOf([captureOf('c1', 10_000)])));
  const endedAt = endedAfterSeconds === null ? null : secondsAfter(today, endedAfterSeconds);
  story.sendAndHear({ ...unknown, endedAt } as SendResult);
  expect(lookupInstants(story.state)).toEqual([secondsAfter(today, expectedAfterSeconds)]);
});

describe('lookups that say nothing', () => {
  it('come in pauses that grow from seconds to a day, then leave it to a person after about two days', () => {
    const seconds = pauses({ nextAt: today, done: 0 }, nextLookup);
    expect(seconds[0]).toBeLessThanOrEqual(5);
    expect(seconds).toEqual(seconds.toSorted((one, other) => one - other));
    const days = seconds.reduce((sum, one) => sum + one, 0) / 86_400;
    expect(days).toBeGreaterThan(1.5);
    expect(days).toBeLessThan(3);
  });

  it('start anew for a leg that had none', () => {
    expect(nextLookup(null, today)).toEqual(nextLookup({ nextAt: today, done: 0 }, today));
  });
});

describe('a leg declared not sent', () => {
  it.each([
    [0, [1, 3_600, 86_400]],
    [2_000, [20, 3_600, 86_400]],
  ])('is looked up three times again; lookup delay %d ms', (lookupDelayMs, expected) => {
    const rules = rulesOf({ lookupDelayMs });
    const first = { nextAt: today, done: 0 };
    expect(pauses(first, (before, now) => recheckLookup(before.done, rules, now))).toEqual(expected);
  });
});

describe('the lookup that is due', () => {
  function twoUnknown(): LedgerStory {
    const story = new LedgerStory(rulesOf({ lookupDelayMs: 30_000 }));
    story.ask(askedOf('r1', 100, captured));
    story.ask(askedOf('r2', 100, captured));
    story.sendAndHear(unknown);
    story.now = secondsAfter(today, 5);
    story.sendAndHear(unknown);
    return story;
  }

  it.each([
    [29, null],
    [30, 'r1/c1/1'],
    [3_600, 'r1/c1/1'],
  ])('after %d seconds is that of the leg that has waited longest', (seconds, expected) => {
    expect(dueLookup(twoUnknown().state, secondsAfter(today, seconds))?.legId ?? null).toBe(expected);
  });

  it('has a timer for every leg', () => {
    expect(lookupInstants(twoUnknown().state)).toEqual([secondsAfter(today, 30), secondsAfter(today, 35)]);
  });

  it('waits while the ledger is frozen: what it finds might not be all', () => {
    const story = twoUnknown();
    story.ask(askedOf('r3', 100, captured));
    story.sendAndHear(resetDetected);
    expect(dueLookup(story.state, secondsAfter(today, 3_600))).toBeNull();
    expect(lookupInstants(story.state)).toEqual([]);
  });
});
