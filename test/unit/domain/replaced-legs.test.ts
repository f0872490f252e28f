import { applyLookup } from '../../../src/domain/transitions/apply-lookup';
import { nextSend } from '../../../src/domain/decision/next-send';
import { recover } from '../../../src/domain/transitions/recover';
import { absencesAllowed, refusalsAllowed } from '../../../src/domain/transitions/replace-leg';
import {
  askedOf,
  captureOf,
  declined,
  eventOf,
  paymentOf,
  rulesOf,
  succeeded,
  unknown,
} from '../../support/domain-arbitraries';
import { LedgerStory } from './ledger-story';

const aDay = 24 * 60;
const captured = paymentOf([captureOf('c1', 10_000)]);

function asked(amountMinor: number | 'cancel' = 6_000): LedgerStory {
  const story = new LedgerStory(rulesOf({ lookupsSeeReversals: true }));
  story.ask(askedOf('r1', amountMinor, captured));
  return story;
}

describe('A refund that the gateway refuses as not settled', () => {
  it('waits for settlement with its amount reserved, and is sent again a day later as another leg', () => {
    const story = asked();
    story.sendAndHear(declined('notSettled'));
    expect(story.view('r1')).toMatchObject({
      phase: 'waiting',
      waitingFor: 'settlement',
      reason: { code: 'awaitingSettlement' },
      balance: { reservedMinor: 6_000, refundableMinor: 4_000 },
    });
    expect(nextSend(story.state, story.now)).toBeNull();
    story.pass(aDay);
    expect(story.sendAndHear(succeeded)).toBe('r1/c1/2');
    expect(story.view('r1')).toMatchObject({ outcome: 'refunded', reason: null, balance: { refundedMinor: 6_000 } });
  });

  it('is sent again as soon as settlement is recorded', () => {
    const story = asked();
    story.sendAndHear(declined('notSettled'));
    story.tell(eventOf('settled', { captureId: 'c1' }));
    expect(story.sendAndHear(succeeded)).toBe('r1/c1/2');
    expect(story.view('r1').outcome).toBe('refunded');
  });

  it('is sent again for a cancel too', () => {
    const story = asked('cancel');
    story.sendAndHear(declined('notSettled'));
    expect(story.view('r1')).toMatchObject({ phase: 'waiting', waitingFor: 'settlement' });
    story.pass(aDay);
    story.sendAndHear(succeeded);
    expect(story.view('r1')).toMatchObject({ outcome: 'refunded', balance: { refundedMinor: 10_000 } });
  });

  it(`is tried once a day, ${String(refusalsAllowed)} times more at most, and then is declined`, () => {
    const story = asked();
    let sends = 0;
    for (let day = 0; day < 30; day += 1) {
      if (nextSend(story.state, story.now) !== null) {
        story.sendAndHear(declined('notSettled'));
        sends += 1;
      }
      expect(nextSend(story.state, story.now)).toBeNull();
      story.pass(aDay);
    }
    expect(sends).toBe(1 + refusalsAllowed);
    expect(story.view('r1')).toMatchObject({
      outcome: 'declined',
      reason: { code: 'notSettled' },
      balance: { refundableMinor: 10_000 },
    });
  });

  it('does not hold up another refund of the payment', () => {
    const story = asked();
    story.sendAndHear(declined('notSettled'));
    story.ask(askedOf('r2', 4_000, captured));
    expect(story.sendAndHear(succeeded)).toBe('r2/c1/1');
  });
});

/** Two lookups that do not find the leg, the second long after the first. */
function proveAbsent(story: LedgerStory, legId: string): void {
  for (let times = 0; times < 2; times += 1) {
    story.step(applyLookup, { legId, result: { status: 'notFound' } });
    story.pass(60);
  }
}

describe('A run that is recovered and did not know that a refund was sent again', () => {
  const alice = { id: 'alice', onBehalfOf: null };
  const scheduled = (number: number, amountMinor: number, results: readonly unknown[]) => ({
    legId: `r1/c1/${String(number)}`,
    operation: 'refund' as const,
    amountMinor,
    reference: 'ref-c1',
    scheduledAt: '2026-11-21T10:00:00.000Z',
    results,
  });

  it.each<[string, readonly unknown[], string]>([
    ['succeeded', [succeeded], 'succeeded'],
    ['has no known outcome', [null], 'unknown'],
  ])('sends nothing more where that second call %s', (_what, results, status) => {
    const story = asked();
    story.send();
    story.step(recover, {
      legs: [scheduled(1, 6_000, [null]), scheduled(2, 6_000, results)],
      actor: alice,
      reason: 'reset',
    });
    proveAbsent(story, 'r1/c1/1');
    expect(nextSend(story.state, story.now)).toBeNull();
    expect(story.view('r1').legs).toMatchObject([
      { legId: 'r1/c1/1', status: 'notSent' },
      { legId: 'r1/c1/2', status },
    ]);
    expect(story.view('r1')).toMatchObject({ balance: { refundableMinor: 4_000 } });
  });

  it('sends it again itself where that second call is proved absent too', () => {
    const story = asked();
    story.send();
    story.step(recover, {
      legs: [scheduled(1, 6_000, [null]), scheduled(2, 6_000, [unknown])],
      actor: alice,
      reason: 'reset',
    });
    proveAbsent(story, 'r1/c1/1');
    proveAbsent(story, 'r1/c1/2');
    expect(story.sendAndHear(succeeded)).toBe('r1/c1/3');
    expect(story.view('r1')).toMatchObject({ outcome: 'refunded', balance: { refundedMinor: 6_000 } });
  });
});

describe('Replaced legs', () => {
  it('are bounded, so that one request never makes a list without end', () => {
    const story = asked();
    for (let times = 0; times < 20; times += 1) {
      const next = nextSend(story.state, story.now);
      if (next === null) break;
      story.sendAndHear(unknown);
      proveAbsent(story, next.legId);
    }
    expect(story.view('r1').legs).toHaveLength(1 + absencesAllowed);
  });
});
