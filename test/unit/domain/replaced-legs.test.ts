import { allLegs } from '../../../src/domain/model/ledger-state';
import { lookupOf, type Leg } from '../../../src/domain/model/leg';
import type { LookupResult } from '../../../src/domain/model/lookup-result';
import type { Profile } from '../../../src/domain/model/profile';
import { resolve } from '../../../src/domain/transitions/resolve';
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

function lastLegId(story: LedgerStory): string {
  return allLegs(story.state).at(-1)?.legId ?? '';
}

/** A refund of 60.00 out of 100.00 whose answer was lost. */
function sentAndLost(profile: Partial<Profile> = { lookupsSeeReversals: true }): LedgerStory {
  const story = new LedgerStory(rulesOf(profile));
  story.ask(askedOf('r1', 6_000, captured));
  story.sendAndHear(unknown);
  return story;
}

function lookUp(story: LedgerStory, result: LookupResult): void {
  story.step(applyLookup, { legId: 'r1/c1/1', result });
}

const notFound: LookupResult = { status: 'notFound' };
const cannotSay: LookupResult = { status: 'cannotSay', why: 'serverError', final: false };
const found = (as: 'succeeded' | 'pending'): LookupResult => ({
  status: 'found',
  as,
  gatewayReference: 're_1',
  gatewayResultCode: as,
});
const otherAmount: LookupResult = { status: 'mismatch', what: 'amount', answeredMinor: 9_000 };

describe('A refund that two lookups do not find where they would', () => {
  it('is sent again as another leg, with the same amount, and refunds once', () => {
    const story = sentAndLost();
    proveAbsent(story, lastLegId(story));
    expect(story.view('r1')).toMatchObject({ outcome: null, balance: { refundableMinor: 4_000 } });
    expect(story.sendAndHear(succeeded)).toBe('r1/c1/2');
    expect(story.view('r1')).toMatchObject({
      outcome: 'refunded',
      reason: null,
      legs: [
        { legId: 'r1/c1/1', status: 'notSent' },
        { legId: 'r1/c1/2', status: 'succeeded', amountMinor: 6_000 },
      ],
      balance: { refundedMinor: 6_000, refundableMinor: 4_000 },
    });
  });

  it('is sent again for a cancel too, which refunds what was captured', () => {
    const story = new LedgerStory(rulesOf({ lookupsSeeReversals: true }));
    story.ask(askedOf('r1', 'cancel', paymentOf([captureOf('c1', 10_000)])));
    story.sendAndHear(unknown);
    proveAbsent(story, lastLegId(story));
    expect(story.sendAndHear(succeeded)).toBe('r1/c1/2');
    expect(story.view('r1')).toMatchObject({ outcome: 'refunded', balance: { refundedMinor: 10_000 } });
  });

  it(`is sent again ${String(absencesAllowed)} times at most, then has failed`, () => {
    const story = sentAndLost();
    for (let times = 0; times < absencesAllowed; times += 1) {
      proveAbsent(story, lastLegId(story));
      story.sendAndHear(unknown);
    }
    proveAbsent(story, lastLegId(story));
    expect(() => story.send()).toThrow('there is none');
    expect(story.view('r1')).toMatchObject({
      outcome: 'failed',
      reason: { code: 'neverReachedGateway' },
      balance: { refundableMinor: 10_000 },
    });
  });

  it('is not sent again by the same answer twice, nor by one that comes soon after the first', () => {
    const story = sentAndLost();
    for (let times = 0; times < 5; times += 1) lookUp(story, notFound);
    expect(() => story.send()).toThrow('there is none');
    expect(story.view('r1')).toMatchObject({ phase: 'stuck', balance: { refundableMinor: 4_000 } });
  });

  it('is not sent again where only one lookup answered, and another could not say', () => {
    const story = sentAndLost();
    lookUp(story, cannotSay);
    story.pass(60);
    lookUp(story, notFound);
    story.pass(60);
    lookUp(story, cannotSay);
    expect(() => story.send()).toThrow('there is none');
    story.pass(60);
    lookUp(story, notFound);
    expect(story.send()).toBe('r1/c1/2');
  });

  it('is not sent again after a person said so: a word proves less than two lookups', () => {
    const story = sentAndLost({ lookupsSeeReversals: false });
    const alice = { id: 'alice', onBehalfOf: null };
    const said = {
      legId: 'r1/c1/1',
      outcome: 'notSent',
      gatewayReference: null,
      evidence: 'case 7',
      actor: alice,
    } as const;
    expect(story.step(resolve, { ...said, coSignedBy: [], amountMinor: null })).toBeNull();
    expect(() => story.send()).toThrow('there is none');
  });

  it.each<[string, LookupResult]>([
    ['done', found('succeeded')],
    ['accepted', found('pending')],
    ['with another amount', otherAmount],
  ])('becomes a mismatch for a person when it is found %s after all', (_what, result) => {
    const story = sentAndLost();
    proveAbsent(story, lastLegId(story));
    lookUp(story, result);
    expect(story.view('r1')).toMatchObject({
      phase: 'stuck',
      outcome: null,
      legs: [{ legId: 'r1/c1/1', status: 'unknown' }, { legId: 'r1/c1/2' }],
    });
    expect(story.state.notes.at(-1)?.why).toBe('it was declared not sent, and the gateway has it');
  });

  it('is looked up three times more while nothing is found', () => {
    const story = sentAndLost();
    let lookups = 0;
    for (; lookupOf(allLegs(story.state)[0] as Leg) !== null && lookups < 50; lookups += 1) {
      lookUp(story, notFound);
      story.pass(60);
    }
    expect(lookups).toBe(5);
  });
});

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
