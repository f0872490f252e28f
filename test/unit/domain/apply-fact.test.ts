import fc from 'fast-check';
import { applyFact } from '../../../src/domain/apply-fact';
import type { Fact } from '../../../src/domain/facts';
import { emptyLedger } from '../../../src/domain/ledger-state';
import {
  askedOf,
  captureOf,
  factOf,
  instants,
  minutesAfter,
  paymentOf,
  rulesOf,
  succeeded,
  today,
} from '../../support/domain-arbitraries';
import { LedgerStory } from './ledger-story';

const USD = { currency: 'USD' } as const;

/** A payment captured in two parts, of which return-1 got the 25.00 of one leg back. */
function refunded(): LedgerStory {
  const story = new LedgerStory();
  story.ask(askedOf('return-1', 2_500, paymentOf([captureOf('c1', 6_000), captureOf('c2', 3_000)])));
  story.sendAndHear(succeeded);
  return story;
}

const legId = 'return-1/c1/1';
const captureId = fc.constantFrom('c1', 'c2', 'c3');
const disputeId = fc.constantFrom('d1', 'd2');
const amountMinor = fc.constantFrom(1_000, 3_000, 6_000);
const facts: fc.Arbitrary<Fact> = fc
  .tuple(
    fc.oneof(
      fc.record({ kind: fc.constant('captureStarted'), captureId, amountMinor }),
      fc.record({ kind: fc.constant('captureSucceeded'), captureId, amountMinor }),
      fc.record({ kind: fc.constant('captureFailed'), captureId }),
      fc.record({ kind: fc.constant('settled'), captureId }),
      fc.record({ kind: fc.constant('disputeOpened'), disputeId, captureId, amountMinor }),
      fc.record({ kind: fc.constant('disputeClosed'), disputeId, outcome: fc.constantFrom('won', 'lost') }),
      fc.record({ kind: fc.constant('refundFailed'), legId: fc.constantFrom(legId, 'nobody/c1/1') }),
      fc.record({ kind: fc.constant('refundedOutside'), captureId, amountMinor }),
    ),
    instants,
    fc.constantFrom('USD', 'USD', 'USD', 'EUR'),
    fc.uuid(),
  )
  .map(([told, at, currency, factId]) => {
    const paid = 'amountMinor' in told ? { currency } : {};
    return { ...told, ...paid, factId, at, source: 'random', evidence: null } as unknown as Fact;
  });

describe('a fact', () => {
  it('told twice counts once, of every kind', () => {
    fc.assert(
      fc.property(fc.array(facts, { maxLength: 6 }), facts, (earlier, fact) => {
        const story = refunded();
        earlier.forEach((one) => story.tell(one));
        if (story.tell(fact) !== null) return;
        const once = story.state;
        expect(story.tell(fact)).toBeNull();
        expect(story.state).toBe(once);
      }),
      { numRuns: 3000 },
    );
  });

  it('that is not believed changes nothing but leaves its trace and its reason', () => {
    fc.assert(
      fc.property(fc.array(facts, { maxLength: 6 }), facts, (earlier, fact) => {
        const story = refunded();
        earlier.forEach((one) => story.tell(one));
        const before = story.state;
        const refused = story.tell(fact);
        if (refused === null) return;
        expect({ ...story.state, traces: before.traces }).toEqual(before);
        expect(story.state.traces.at(-1)?.what).toBe(`fact ${fact.factId} (${fact.kind})`);
      }),
      { numRuns: 3000 },
    );
  });

  // prettier-ignore
  it.each([
    ['in another currency', factOf('captureSucceeded', { captureId: 'c3', amountMinor: 1_000, currency: 'EUR' }), 'the payment is in USD, not EUR'],
    ['settling a capture nobody knows', factOf('settled', { captureId: 'c3' }), 'no capture "c3" is known'],
    ['disputing a capture nobody knows', factOf('disputeOpened', { disputeId: 'd1', captureId: 'c3', amountMinor: 1, ...USD }), 'no capture "c3" is known'],
    ['refunding a capture nobody knows', factOf('refundedOutside', { captureId: 'c3', amountMinor: 1, ...USD }), 'no capture "c3" is known'],
    ['with another amount of a capture', factOf('captureSucceeded', { captureId: 'c1', amountMinor: 1, ...USD }), 'amount of capture c1'],
    ['above the authorization', factOf('captureSucceeded', { captureId: 'c3', amountMinor: 1_001, ...USD }), 'captures come to 10001'],
    ['failing a refund nobody knows', factOf('refundFailed', { legId: 'x' }), 'no refund leg "x" is known'],
  ])('%s is refused', (_what, fact, why) => {
    expect(refunded().tell(fact)).toContain(why);
  });

  it('before anything is known of the payment is refused, and may be told again', () => {
    const fact = factOf('settled', { captureId: 'c1' });
    const { state, refused } = applyFact(emptyLedger, fact, rulesOf(), today);
    expect(refused?.message).toContain('nothing is known of this payment yet');
    expect(state.factIds).toEqual([]);
  });

  it('about the capture of a charge is about its one capture, whatever its teller calls it', () => {
    const story = new LedgerStory(rulesOf({ refundsOnlySettled: true }));
    const charge = paymentOf([captureOf('charge', 10_000)], { kind: 'charge' });
    story.ask(askedOf('return-1', 2_500, charge));
    expect(story.tell(factOf('settled', { captureId: 'ch_99' }))).toBeNull();
    expect(story.sendAndHear(succeeded)).toBe('return-1/charge/2');
  });
});

describe('a dispute', () => {
  const opened = factOf('disputeOpened', { disputeId: 'd1', captureId: 'c1', amountMinor: 3_000, ...USD });
  const won = factOf('disputeClosed', { disputeId: 'd1', outcome: 'won' });
  const lost = factOf('disputeClosed', { disputeId: 'd1', outcome: 'lost' });

  it.each([
    ['opened', [opened], 3_500, 3_000],
    ['opened and won', [opened, won], 6_500, 0],
    ['won before it was told as opened', [won, opened], 6_500, 0],
    ['opened and lost', [opened, lost], 3_500, 3_000],
    ['lost before it was told as opened', [lost, opened], 3_500, 3_000],
  ] as const)('%s leaves what may be refunded right', (_what, told, refundableMinor, disputedMinor) => {
    const story = refunded();
    for (const fact of told) expect(story.tell(fact)).toBeNull();
    expect(story.view('return-1').balance).toMatchObject({ refundableMinor, disputedMinor });
  });

  it.each([
    ['a smaller amount', { captureId: 'c1', amountMinor: 1_000, ...USD }],
    ['another capture', { captureId: 'c2', amountMinor: 3_000, ...USD }],
  ])('told again with %s is refused: money in dispute is not freed by a contradiction', (_what, differing) => {
    const story = refunded();
    story.tell(opened);
    expect(story.tell(factOf('disputeOpened', { disputeId: 'd1', ...differing }))).toContain('d1');
    expect(story.view('return-1').balance.refundableMinor).toBe(3_500);
  });
});

describe('a refund that fails late', () => {
  const failed = () => factOf('refundFailed', { legId, evidence: 'bank report 7' });

  it('is told as failed with its evidence, and its amount may be refunded again, once', () => {
    const story = refunded();
    story.tell(failed());
    const { legs } = story.view('return-1');
    expect(story.tell({ ...failed(), at: minutesAfter(today, 60) })).toBeNull();
    expect(story.view('return-1').legs).toEqual(legs);
    const view = story.view('return-1');
    expect(view).toMatchObject({
      outcome: 'failed',
      reason: { code: 'refundFailed' },
      legs: [{ status: 'failed', evidence: 'bank report 7' }],
    });
    expect(view.balance.refundableMinor).toBe(9_000);
    expect(story.ask(askedOf('return-2', 9_001, paymentOf()))).toBe('refused');
    expect(story.ask(askedOf('return-2', 9_000, paymentOf()))).toBe('admitted');
  });

  it('makes a reversal of two refunds partly reversed', () => {
    const story = new LedgerStory();
    story.ask(askedOf('return-1', null, paymentOf([captureOf('c1', 6_000), captureOf('c2', 4_000)])));
    story.sendAndHear(succeeded);
    story.sendAndHear(succeeded);
    story.tell(failed());
    expect(story.view('return-1').outcome).toBe('partlyReversed');
  });

  it('is given back again on behalf of a cancel that stands', () => {
    const story = refunded();
    story.ask(askedOf('cancel-1', 'cancel', paymentOf()));
    story.sendAndHear(succeeded);
    story.sendAndHear(succeeded);
    story.tell(failed());
    expect(story.sendAndHear(succeeded)).toBe('cancel-1/late/c1/c1/1');
    expect(story.movedMinor).toBe(9_000);
  });

  it('is not believed of a leg that was not sent', () => {
    const story = new LedgerStory();
    story.ask(askedOf('return-1', 2_500, paymentOf([captureOf('c1', 6_000)])));
    expect(story.tell(failed())).toContain('is planned, so it cannot fail late');
  });
});

describe('money given back past this system', () => {
  it('counts against the cap, and more of it than is left raises the alarm and stops everything', () => {
    const story = refunded();
    story.tell(factOf('refundedOutside', { captureId: 'c1', amountMinor: 3_500, ...USD }));
    expect(story.view('return-1').balance.refundableMinor).toBe(3_000);
    story.tell(factOf('refundedOutside', { captureId: 'c1', amountMinor: 1, ...USD }));
    expect(story.ask(askedOf('return-2', 1, paymentOf()))).toBe('refused');
    expect(story.view('return-2').reason?.code).toBe('overReturned');
  });

  it('takes the place of a refund that has not been sent', () => {
    const story = new LedgerStory();
    story.ask(askedOf('return-1', 2_500, paymentOf([captureOf('c1', 6_000)])));
    story.tell(factOf('refundedOutside', { captureId: 'c1', amountMinor: 3_501, ...USD }));
    expect(story.view('return-1')).toMatchObject({ outcome: 'refused', reason: { code: 'exceedsRefundable' } });
  });
});
