import { nextSend } from '../../../src/domain/decision/next-send';
import { lookupOf, type Leg } from '../../../src/domain/model/leg';
import { allLegs } from '../../../src/domain/model/ledger-state';
import type { LookupResult } from '../../../src/domain/model/lookup-result';
import { sentAgainAtMost } from '../../../src/domain/transitions/send-again';
import { withdraw } from '../../../src/domain/transitions/withdraw';
import { captureOf, declined, eventOf, notSent, paymentOf, succeeded, unknown } from '../../support/domain-arbitraries';
import type { LedgerStory } from './ledger-story';
import {
  alice,
  captured,
  cannotSay,
  found,
  lost,
  lookUp,
  notFound,
  otherAmount,
  plannedAgain,
  proveAbsent,
  resolved,
  sentAndLost,
} from './lost-refund';

describe('A refund that two lookups do not find where they would', () => {
  it('is sent again as another leg, with the same amount, and refunds once', () => {
    const story = plannedAgain();
    expect(story.view('r1')).toMatchObject({
      outcome: null,
      balance: { reservedMinor: 4_000, refundableMinor: 6_000 },
    });
    expect(story.sendAndHear(succeeded)).toBe('r1/c1/2');
    expect(story.view('r1')).toMatchObject({
      outcome: 'refunded',
      reason: null,
      legs: [
        { legId: 'r1/c1/1', status: 'notSent' },
        { legId: 'r1/c1/2', status: 'succeeded', amountMinor: 4_000 },
      ],
      balance: { refundedMinor: 4_000, refundableMinor: 6_000 },
    });
  });

  it('is sent again for a cancel too, which refunds what was captured', () => {
    const story = lost('cancel', captured);
    proveAbsent(story);
    expect(story.sendAndHear(succeeded)).toBe('r1/c1/2');
    expect(story.view('r1')).toMatchObject({ outcome: 'refunded', balance: { refundedMinor: 10_000 } });
  });

  it('is sent again beside the other captures of its request, each once', () => {
    const story = lost(7_000, paymentOf([captureOf('c1', 6_000), captureOf('c2', 4_000)]));
    expect(story.sendAndHear(succeeded)).toBe('r1/c2/2');
    proveAbsent(story);
    expect(story.sendAndHear(succeeded)).toBe('r1/c1/3');
    expect(nextSend(story.state)).toBeNull();
    expect(story.view('r1')).toMatchObject({ outcome: 'refunded', balance: { refundedMinor: 7_000 } });
  });

  it('ends as the leg that took its place ends', () => {
    const story = plannedAgain();
    story.sendAndHear(declined());
    expect(story.view('r1')).toMatchObject({ outcome: 'declined', balance: { refundableMinor: 10_000 } });
  });

  it(`is sent again ${String(sentAgainAtMost.notSent)} times at most, then has failed`, () => {
    const story = sentAndLost();
    for (let times = 1; times <= sentAgainAtMost.notSent; times += 1) {
      proveAbsent(story, `r1/c1/${String(times)}`);
      story.sendAndHear(unknown);
    }
    proveAbsent(story, `r1/c1/${String(sentAgainAtMost.notSent + 1)}`);
    expect(nextSend(story.state)).toBeNull();
    expect(story.view('r1')).toMatchObject({
      outcome: 'failed',
      reason: { code: 'neverReachedGateway' },
      balance: { refundableMinor: 10_000 },
    });
    expect(story.view('r1').legs).toHaveLength(1 + sentAgainAtMost.notSent);
  });

  it('is not sent again by the same answer twice, nor by one that comes soon after the first', () => {
    const story = sentAndLost();
    for (let times = 0; times < 5; times += 1) lookUp(story, notFound);
    expect(nextSend(story.state)).toBeNull();
    expect(story.view('r1')).toMatchObject({
      phase: 'stuck',
      balance: { unknownMinor: 4_000, refundableMinor: 6_000 },
    });
  });

  it('is not sent again where only one lookup answered, and another could not say', () => {
    const story = sentAndLost();
    lookUp(story, cannotSay);
    story.pass(60);
    lookUp(story, notFound);
    story.pass(60);
    lookUp(story, cannotSay);
    expect(nextSend(story.state)).toBeNull();
    story.pass(60);
    lookUp(story, notFound);
    expect(story.send()).toBe('r1/c1/2');
  });

  it('is not sent again after a person said so: a word proves less than two lookups', () => {
    const story = sentAndLost({ lookupsSeeReversals: false });
    expect(resolved(story, 'notSent')).toBeNull();
    expect(nextSend(story.state)).toBeNull();
    expect(story.view('r1')).toMatchObject({ outcome: 'failed' });
  });

  it('is not sent again where the gateway lists no refunds: nothing is proved', () => {
    const story = sentAndLost({ lookupsSeeReversals: false });
    proveAbsent(story);
    expect(nextSend(story.state)).toBeNull();
    expect(story.view('r1')).toMatchObject({ phase: 'stuck', balance: { unknownMinor: 4_000 } });
  });

  it('is not sent again where its money was refunded elsewhere meanwhile', () => {
    const story = lost(10_000, captured);
    story.tell(
      eventOf('externalRefund', { captureId: 'c1', amountMinor: 100, currency: 'USD', gatewayReference: 're_x' }),
    );
    proveAbsent(story);
    expect(nextSend(story.state)).toBeNull();
    expect(story.view('r1')).toMatchObject({ outcome: 'failed', balance: { refundableMinor: 9_900 } });
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

  it('cannot be withdrawn: something of its request was sent', () => {
    const story = plannedAgain();
    expect(story.step(withdraw, { reversalId: 'r1', by: alice, reason: 'kept it' })).not.toBeNull();
    expect(story.sendAndHear(succeeded)).toBe('r1/c1/2');
  });
});

describe('The first of two legs of 40.00 out of 100.00 that turns up before the second is sent', () => {
  it.each<[string, (story: LedgerStory) => unknown]>([
    [
      'in a lookup, done',
      (story) => {
        lookUp(story, found('succeeded'));
      },
    ],
    [
      'in a lookup, accepted',
      (story) => {
        lookUp(story, found('pending'));
      },
    ],
    [
      'in a lookup, with another amount',
      (story) => {
        lookUp(story, otherAmount);
      },
    ],
    ['in an event', (story) => story.tell(eventOf('refundSucceeded', { legId: 'r1/c1/1', gatewayReference: 're_1' }))],
    ['in a resolution', (story) => resolved(story, 'succeeded')],
  ])('%s keeps the second from being sent', (_how, turnUp) => {
    const story = plannedAgain();
    turnUp(story);
    expect(nextSend(story.state)).toBeNull();
    expect(story.movedMinor).toBe(4_000);
    expect(story.view('r1').legs).toHaveLength(1);
  });

  it('and is reported as succeeded completes the refund as if nothing had been planned again', () => {
    const story = plannedAgain();
    story.tell(eventOf('refundSucceeded', { legId: 'r1/c1/1', gatewayReference: 're_1' }));
    expect(story.view('r1')).toMatchObject({ outcome: 'refunded', reason: null, balance: { refundedMinor: 4_000 } });
  });

  it('leaves the rest of its request to be sent as it was approved', () => {
    const story = lost(7_000, paymentOf([captureOf('c1', 6_000), captureOf('c2', 4_000)]));
    proveAbsent(story);
    story.tell(eventOf('refundSucceeded', { legId: 'r1/c1/1', gatewayReference: 're_1' }));
    expect(story.view('r1').plan?.version).toBe(1);
    expect(story.sendAndHear(succeeded)).toBe('r1/c2/2');
    expect(story.view('r1')).toMatchObject({ outcome: 'refunded', balance: { refundedMinor: 7_000 } });
  });

  it('does so also while the gateway is away', () => {
    const story = plannedAgain();
    story.sendAndHear(notSent());
    lookUp(story, found('succeeded'));
    story.gatewayAnswersAgain();
    expect(nextSend(story.state)).toBeNull();
  });
});

describe('The first of two legs that turns up after the second was sent', () => {
  it.each<[string, LookupResult]>([
    ['done', found('succeeded')],
    ['accepted', found('pending')],
    ['with another amount', otherAmount],
  ])('%s is shown to a person as a mismatch, and holds its amount', (_how, result) => {
    const story = plannedAgain();
    story.sendAndHear(succeeded);
    lookUp(story, result);
    expect(story.view('r1')).toMatchObject({
      phase: 'stuck',
      waitingFor: 'mismatch',
      outcome: null,
      legs: [
        { legId: 'r1/c1/1', status: 'unknown' },
        { legId: 'r1/c1/2', status: 'succeeded' },
      ],
      balance: { refundedMinor: 4_000, unknownMinor: 4_000, refundableMinor: 2_000 },
    });
    expect(story.state.notes.at(-1)?.why).toBe('it was declared not sent, and the gateway has it');
  });
});
