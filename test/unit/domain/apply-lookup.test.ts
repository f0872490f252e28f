import { applyLookup, resendsAllowed } from '../../../src/domain/transitions/apply-lookup';
import type { SendResult } from '../../../src/domain/model/send-result';
import { allLegs } from '../../../src/domain/model/ledger-state';
import { lookupOf } from '../../../src/domain/model/leg';
import { readLookupResult, type LookupResult } from '../../../src/domain/model/lookup-result';
import type { Profile } from '../../../src/domain/model/profile';
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

const seeing: Partial<Profile> = { lookupsSeeReversals: true };
const blind: Partial<Profile> = { lookupsSeeReversals: false };
const found = (as: 'succeeded' | 'pending' | 'failed'): LookupResult => ({
  status: 'found',
  as,
  gatewayReference: 're_1',
  gatewayResultCode: as,
});
const otherAmount: LookupResult = { status: 'mismatch', what: 'amount', answeredMinor: 9_000 };
const notFound: LookupResult = { status: 'notFound' };
const cannotSay = (final: boolean): LookupResult => ({ status: 'cannotSay', why: 'serverError', final });

/** A refund of 60.00 out of 100.00, or a void of 100.00, that heard this of its send. */
function sent(operation: 'refund' | 'void', result: SendResult, profile: Partial<Profile>): LedgerStory {
  const story = new LedgerStory(rulesOf(profile));
  if (operation === 'refund') story.ask(askedOf('r1', 6_000, paymentOf([captureOf('c1', 10_000)])));
  else story.ask(askedOf('r1', 'cancel', paymentOf()));
  story.sendAndHear(result);
  return story;
}

function lookUp(story: LedgerStory, result: LookupResult): void {
  const legId = allLegs(story.state)[0]?.legId ?? '';
  story.step(applyLookup, { legId, result });
}

function legOf(story: LedgerStory) {
  const leg = allLegs(story.state)[0];
  if (leg === undefined) throw new Error('The test expected a leg.');
  return leg;
}

describe('a lookup of a refund of unknown outcome', () => {
  it.each<[string, LookupResult, Partial<Profile>, string, string, number]>([
    ['finds it done', found('succeeded'), blind, 'completed', 'succeeded', 4_000],
    ['finds it accepted', found('pending'), blind, 'waiting', 'pending', 4_000],
    ['finds it failed', found('failed'), blind, 'completed', 'failed', 10_000],
    ['finds another amount, and the larger one is held', otherAmount, blind, 'stuck', 'unknown', 1_000],
    ['does not find it where it would, once', notFound, seeing, 'stuck', 'unknown', 4_000],
    ['does not find it where lookups see nothing', notFound, blind, 'stuck', 'unknown', 4_000],
    ['cannot say', cannotSay(false), seeing, 'stuck', 'unknown', 4_000],
    ['can never say', cannotSay(true), seeing, 'stuck', 'unknown', 4_000],
  ])('that %s', (_what, result, profile, phase, status, refundableMinor) => {
    const story = sent('refund', unknown, profile);
    lookUp(story, result);
    expect(story.view('r1')).toMatchObject({ phase, legs: [{ status }], balance: { refundableMinor } });
    expect(() => story.send()).toThrow('there is none');
  });

  it.each([
    [false, 'lookup'],
    [true, 'operator'],
  ])('that says nothing, final: %s, leaves it to the %s', (final, waitingFor) => {
    const story = sent('refund', unknown, seeing);
    lookUp(story, cannotSay(final));
    expect(story.view('r1').waitingFor).toBe(waitingFor);
  });

  it('is noted, so that a person sees what was tried', () => {
    const story = sent('refund', unknown, blind);
    lookUp(story, cannotSay(false));
    expect(legOf(story).attempts.at(-1)).toMatchObject({ what: 'lookup', result: 'no answer: serverError' });
  });

  it('is left to a person when it has said nothing for two days', () => {
    const story = sent('refund', unknown, blind);
    for (let times = 0; lookupOf(legOf(story)) !== null && times < 50; times += 1) lookUp(story, notFound);
    expect(story.view('r1')).toMatchObject({
      phase: 'stuck',
      waitingFor: 'operator',
      balance: { unknownMinor: 6_000 },
    });
  });
});

describe('a lookup of an accepted refund', () => {
  it.each<[string, LookupResult, string, number]>([
    ['finds it done', found('succeeded'), 'succeeded', 4_000],
    ['finds it failed', found('failed'), 'failed', 10_000],
    ['finds it still under way', found('pending'), 'pending', 4_000],
    ['does not find it, which proves nothing: the gateway had accepted it', notFound, 'pending', 4_000],
    ['cannot say', cannotSay(false), 'pending', 4_000],
  ])('that %s', (_what, result, status, refundableMinor) => {
    const story = sent('refund', pending, seeing);
    lookUp(story, result);
    expect(story.view('r1')).toMatchObject({ legs: [{ status }], balance: { refundableMinor } });
  });
});

describe('a lookup of a void of unknown outcome', () => {
  it.each<[string, LookupResult, Partial<Profile>]>([
    ['does not find it', notFound, seeing],
    ['does not find it where lookups see nothing', notFound, blind],
    ['cannot say', cannotSay(true), seeing],
  ])('that %s has it sent again: a second void is refused where the first was done', (_what, result, profile) => {
    const story = sent('void', unknown, profile);
    lookUp(story, result);
    expect(story.sendAndHear(declined('alreadyVoided'))).toBe('r1/auth/1');
    expect(story.view('r1')).toMatchObject({ outcome: 'voided', legs: [{ legId: 'r1/auth/1' }] });
  });

  it(`has it sent again ${String(resendsAllowed)} times at most, then leaves it to a person`, () => {
    const story = sent('void', unknown, seeing);
    let sends = 0;
    for (let times = 0; times < 50 && lookupOf(legOf(story)) !== null; times += 1) {
      lookUp(story, notFound);
      const leg = legOf(story);
      if (leg.status !== 'unknown' || !leg.resendDue) continue;
      story.sendAndHear(unknown);
      sends += 1;
    }
    expect(sends).toBe(resendsAllowed);
    expect(story.view('r1')).toMatchObject({ phase: 'stuck', waitingFor: 'operator' });
  });

  it('of a charge does not have it sent again once part of the money was refunded externally', () => {
    const story = new LedgerStory(rulesOf({ voidsUnsettledCharges: true }));
    story.ask(askedOf('r1', 'cancel', paymentOf([captureOf('c1', 10_000)])));
    story.sendAndHear(unknown);
    story.tell(eventOf('externalRefund', { captureId: 'c1', amountMinor: 1, currency: 'USD' }));
    lookUp(story, notFound);
    expect(story.view('r1')).toMatchObject({ phase: 'stuck', waitingFor: 'operator' });
    expect(() => story.send()).toThrow('there is none');
  });

  it('has it sent again only after a person, where the last send was stopped for one', () => {
    const story = sent('void', unknown, seeing);
    lookUp(story, notFound);
    story.sendAndHear(notSent('cardUnavailable'));
    expect(story.view('r1')).toMatchObject({ phase: 'stuck', waitingFor: 'operator' });
    expect(() => story.send()).toThrow('there is none');
    story.ask(askedOf('r1', 'cancel', paymentOf()));
    expect(story.sendAndHear(succeeded)).toBe('r1/auth/1');
  });

  it('that finds it done sends nothing', () => {
    const story = sent('void', unknown, seeing);
    lookUp(story, found('succeeded'));
    expect(story.view('r1').outcome).toBe('voided');
    expect(() => story.send()).toThrow('there is none');
  });
});

describe('a lookup of a leg that has ended otherwise meanwhile', () => {
  it('changes nothing', () => {
    const story = sent('refund', pending, seeing);
    story.tell(eventOf('refundFailed', { legId: 'r1/c1/1', evidence: 'bank report 7' }));
    lookUp(story, found('succeeded'));
    expect(story.view('r1')).toMatchObject({ outcome: 'failed', balance: { refundableMinor: 10_000 } });
    expect(lookupOf(legOf(story))).toBeNull();
  });

  it('is ignored where no lookup is open any more', () => {
    const story = sent('refund', succeeded, seeing);
    const before = story.view('r1');
    lookUp(story, found('failed'));
    expect(story.view('r1')).toEqual(before);
  });
});

describe('what came back from the lookup', () => {
  it.each<LookupResult>([
    found('succeeded'),
    found('pending'),
    found('failed'),
    otherAmount,
    notFound,
    cannotSay(true),
  ])('is read as it was written: %j', (result) => {
    expect(readLookupResult(JSON.parse(JSON.stringify(result)))).toEqual(result);
  });

  it.each([
    null,
    'notFound',
    { status: 'gone' },
    { ...found('succeeded'), as: 'refunded' },
    { ...found('succeeded'), gatewayReference: 7 },
    { ...found('succeeded'), gatewayResultCode: 'x'.repeat(257) },
    { ...otherAmount, answeredMinor: -1 },
    { ...otherAmount, answeredMinor: 1.5 },
    { status: 'cannotSay', why: 'x' },
  ])('says nothing when it is of another shape: %j', (value) => {
    expect(readLookupResult(value)).toEqual({ status: 'cannotSay', why: 'malformed result', final: false });
  });
});
