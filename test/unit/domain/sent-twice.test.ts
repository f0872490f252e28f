import { nextSend } from '../../../src/domain/decision/next-send';
import type { UnknownLeg } from '../../../src/domain/model/leg';
import { allLegs } from '../../../src/domain/model/ledger-state';
import {
  askedOf,
  captureOf,
  declined,
  eventOf,
  notSent,
  paymentOf,
  succeeded,
  pending,
  rulesOf,
  unknown,
} from '../../support/domain-arbitraries';
import type { LookupResult } from '../../../src/domain/model/lookup-result';
import { LedgerStory } from './ledger-story';
import {
  captured,
  found,
  lost,
  lookUp,
  notFound,
  plannedAgain,
  proveAbsent,
  resolved,
  sentAndLost,
} from './lost-refund';

describe('A refund of which two legs have moved', () => {
  /** 40.00 asked, sent twice, and the first has turned up after the second succeeded. */
  function both(): LedgerStory {
    const story = plannedAgain();
    story.sendAndHear(succeeded);
    return story;
  }

  it('is shown to a person also where a webhook says so', () => {
    const story = both();
    story.tell(eventOf('refundSucceeded', { legId: 'r1/c1/1', gatewayReference: 're_1' }));
    expect(story.view('r1')).toMatchObject({
      phase: 'stuck',
      waitingFor: 'mismatch',
      balance: { refundedMinor: 4_000, unknownMinor: 4_000 },
    });
  });

  it.each([
    ['r1/c1/1', 'r1/c1/2'],
    ['r1/c1/2', 'r1/c1/1'],
  ])('is refunded once %s was returned: the other one stands', (returned) => {
    const story = both();
    lookUp(story, found('succeeded'));
    expect(resolved(story, 'succeeded')).toBeNull();
    story.tell(eventOf('refundFailed', { legId: returned, evidence: 'case 7' }));
    expect(story.view('r1')).toMatchObject({ outcome: 'refunded', reason: null, balance: { refundedMinor: 4_000 } });
  });

  it('is refunded where the gateway declined the second because of the first', () => {
    const story = plannedAgain();
    story.sendAndHear(declined('exceedsAtGateway'));
    lookUp(story, found('succeeded'));
    expect(resolved(story, 'succeeded')).toBeNull();
    expect(story.view('r1')).toMatchObject({ outcome: 'refunded', reason: null });
  });

  it('sends no other leg beyond its request, and says how much of it was refunded', () => {
    const story = lost(10_000, paymentOf([captureOf('c1', 4_000), captureOf('c2', 6_000)]));
    story.sendAndHear(notSent('cardUnavailable'));
    proveAbsent(story);
    expect(story.sendAndHear(succeeded)).toBe('r1/c1/3');
    lookUp(story, found('succeeded'));
    story.ask(askedOf('r1', 10_000, paymentOf([captureOf('c1', 4_000), captureOf('c2', 6_000)])));
    expect(nextSend(story.state)).toBeNull();
    expect(resolved(story, 'succeeded')).toBeNull();
    expect(nextSend(story.state)).toBeNull();
    expect(story.view('r1')).toMatchObject({ outcome: 'partiallyReversed', balance: { refundedMinor: 8_000 } });
  });
});

describe('What has moved beside the leg that took its place', () => {
  const moved = eventOf('refundSucceeded', { legId: 'r1/c1/1', gatewayReference: 're_1' });

  it('is shown to a person of a cancel too', () => {
    const story = lost('cancel', captured);
    proveAbsent(story);
    story.sendAndHear(succeeded);
    story.tell(moved);
    expect(story.view('r1')).toMatchObject({ phase: 'stuck', waitingFor: 'mismatch', outcome: null });
  });

  it('is shown also after a person had said that it was not sent', () => {
    const story = plannedAgain();
    story.sendAndHear(succeeded);
    lookUp(story, found('succeeded'));
    expect(resolved(story, 'notSent')).toBeNull();
    story.tell(moved);
    expect(story.view('r1')).toMatchObject({
      phase: 'stuck',
      reason: { message: expect.stringContaining('more has moved than was requested') as unknown },
    });
  });

  it('is shown where the second was still unknown when the first was reported, and is found later', () => {
    const story = plannedAgain();
    story.sendAndHear(unknown);
    story.tell(moved);
    expect(story.view('r1').balance).toMatchObject({ refundedMinor: 4_000, unknownMinor: 4_000 });
    lookUp(story, { ...found('succeeded'), gatewayReference: 're_2' } as LookupResult, 'r1/c1/2');
    expect(story.view('r1')).toMatchObject({ phase: 'stuck', waitingFor: 'mismatch' });
    expect(story.state.notes.at(-1)?.why).toBe('with it more has moved than was requested');
  });
});

describe('What has moved beside other legs', () => {
  const moved = (legId: string, at?: string) =>
    eventOf('refundSucceeded', { legId, gatewayReference: `re_${legId}`, ...(at === undefined ? {} : { at }) });

  it('is asked about also where the other one had failed, and then succeeded after all', () => {
    const story = plannedAgain();
    story.sendAndHear(succeeded);
    story.pass(1);
    story.tell(eventOf('refundFailed', { legId: 'r1/c1/2', evidence: 'case 7', at: story.now }));
    story.tell(moved('r1/c1/1'));
    expect(story.view('r1')).toMatchObject({ outcome: 'refunded' });
    story.pass(1);
    expect(story.tell(moved('r1/c1/2', story.now))).toBeNull();
    expect(story.view('r1')).toMatchObject({ phase: 'stuck', waitingFor: 'mismatch' });
  });

  it('is asked about of a cancel that had only a part left to refund', () => {
    const story = new LedgerStory(rulesOf({ lookupsSeeReversals: true }));
    story.ask(askedOf('r0', 7_000, captured));
    story.sendAndHear(succeeded);
    story.ask(askedOf('r1', 'cancel', captured));
    story.sendAndHear(unknown);
    proveAbsent(story);
    story.sendAndHear(succeeded);
    story.tell(moved('r1/c1/1'));
    expect(story.view('r1')).toMatchObject({ phase: 'stuck', waitingFor: 'mismatch' });
  });

  it('is asked about once: the other one stays as it is', () => {
    const story = plannedAgain();
    story.sendAndHear(pending);
    lookUp(story, found('succeeded'));
    expect(resolved(story, 'succeeded')).toBeNull();
    lookUp(story, { ...found('succeeded'), gatewayReference: 're_2' } as LookupResult, 'r1/c1/2');
    expect(story.view('r1')).toMatchObject({
      outcome: 'refunded',
      legs: [{ status: 'succeeded' }, { status: 'succeeded' }],
    });
  });

  it('is not asked about again by a correction that leaves it as it is', () => {
    const story = plannedAgain();
    story.sendAndHear(succeeded);
    story.tell(moved('r1/c1/1'));
    expect(resolved(story, 'succeeded')).toBeNull();
    story.pass(1);
    story.tell(eventOf('refundFailed', { legId: 'r1/c1/1', evidence: 'case 7', at: story.now }, 'e-failed'));
    story.pass(1);
    story.tell(moved('r1/c1/1', story.now));
    expect(resolved(story, 'succeeded')).toBeNull();
    const correction = { corrects: 'e-failed', neverHappened: true, evidence: 'case 7', at: story.now };
    expect(story.tell(eventOf('correction', correction))).toBeNull();
    expect(story.view('r1')).toMatchObject({ phase: 'completed', outcome: 'refunded' });
  });
});

describe('A lookup that comes before its time', () => {
  it('is followed by one at the instant at which absence is proved', () => {
    const story = sentAndLost();
    lookUp(story, notFound);
    const { absentSince, lookup } = allLegs(story.state)[0] as UnknownLeg;
    lookUp(story, notFound);
    expect(allLegs(story.state)[0]).toMatchObject({ absentSince, lookup: { nextAt: lookup?.nextAt } });
    expect(Date.parse(lookup?.nextAt ?? '')).toBeGreaterThan(Date.parse(story.now));
  });
});
