import fc from 'fast-check';
import { applyEvent } from '../../../src/domain/transitions/apply-event';
import type { PaymentEvent } from '../../../src/domain/model/payment-event';
import { emptyLedger } from '../../../src/domain/model/ledger-state';
import {
  askedOf,
  captureOf,
  eventOf,
  instants,
  minutesAfter,
  paymentOf,
  rulesOf,
  succeeded,
  today,
} from '../../support/domain-arbitraries';
import { LedgerStory } from './ledger-story';
import { stepped } from './stepping';

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
const events: fc.Arbitrary<PaymentEvent> = fc
  .tuple(
    fc.oneof(
      fc.record({ kind: fc.constant('captureStarted'), captureId, amountMinor }),
      fc.record({ kind: fc.constant('captureSucceeded'), captureId, amountMinor }),
      fc.record({ kind: fc.constant('captureFailed'), captureId }),
      fc.record({ kind: fc.constant('settled'), captureId }),
      fc.record({ kind: fc.constant('disputeOpened'), disputeId, captureId, amountMinor }),
      fc.record({ kind: fc.constant('disputeClosed'), disputeId, outcome: fc.constantFrom('won', 'lost') }),
      fc.record({ kind: fc.constant('refundFailed'), legId: fc.constantFrom(legId, 'nobody/c1/1') }),
      fc.record({ kind: fc.constant('externalRefund'), captureId, amountMinor }),
    ),
    instants,
    fc.constantFrom('USD', 'USD', 'USD', 'EUR'),
    fc.uuid(),
  )
  .map(([told, at, currency, eventId]) => {
    const paid = 'amountMinor' in told ? { currency } : {};
    return { ...told, ...paid, eventId, at, source: 'random', evidence: null } as unknown as PaymentEvent;
  });

describe('an event', () => {
  it('recorded twice counts once, of every kind', () => {
    fc.assert(
      fc.property(fc.array(events, { maxLength: 6 }), events, (earlier, event) => {
        const story = refunded();
        earlier.forEach((one) => story.tell(one));
        if (story.tell(event) !== null) return;
        const once = story.state;
        expect(story.tell(event)).toBeNull();
        expect(story.state).toBe(once);
      }),
      { numRuns: 3000 },
    );
  });

  it('that is not believed changes nothing but leaves its trace and its reason', () => {
    fc.assert(
      fc.property(fc.array(events, { maxLength: 6 }), events, (earlier, event) => {
        const story = refunded();
        earlier.forEach((one) => story.tell(one));
        const before = story.state;
        const refused = story.tell(event);
        if (refused === null) return;
        expect({ ...story.state, audit: before.audit, auditChain: before.auditChain }).toEqual(before);
        const line = story.state.audit.at(-1);
        expect(line).toMatchObject({ act: 'recorded', by: { id: 'random' } });
        expect(refused).toContain(line?.refused ?? 'none');
      }),
      { numRuns: 3000 },
    );
  });

  // prettier-ignore
  it.each([
    ['in another currency', eventOf('captureSucceeded', { captureId: 'c3', amountMinor: 1_000, currency: 'EUR' }), 'the payment is in USD, not EUR'],
    ['settling a capture nobody knows', eventOf('settled', { captureId: 'c3' }), 'no capture "c3" is known'],
    ['disputing a capture nobody knows', eventOf('disputeOpened', { disputeId: 'd1', captureId: 'c3', amountMinor: 1, ...USD }), 'no capture "c3" is known'],
    ['refunding a capture nobody knows', eventOf('externalRefund', { captureId: 'c3', amountMinor: 1, ...USD }), 'no capture "c3" is known'],
    ['with another amount of a capture', eventOf('captureSucceeded', { captureId: 'c1', amountMinor: 1, ...USD }), 'amount of capture c1'],
    ['above the authorization', eventOf('captureSucceeded', { captureId: 'c3', amountMinor: 1_001, ...USD }), 'captures add up to 10001'],
    ['failing a refund nobody knows', eventOf('refundFailed', { legId: 'x', evidence: 'ticket 7' }), 'no refund leg "x" is known'],
  ])('%s is refused', (_what, event, why) => {
    expect(refunded().tell(event)).toContain(why);
  });

  it('before anything is known of the payment is refused, and may be recorded again', () => {
    const event = eventOf('settled', { captureId: 'c1' });
    const { state, answer } = stepped(
      emptyLedger,
      applyEvent,
      { event, by: { id: 'a test', onBehalfOf: null }, coSignedBy: [] },
      rulesOf(),
      today,
    );
    expect(answer?.message).toContain('nothing is known of this payment yet');
    expect(state.statements).toEqual([]);
  });

  it('about the capture of a charge is about its one capture, whatever its sender calls it', () => {
    const story = new LedgerStory(rulesOf({ refundsOnlySettled: true }));
    const charge = paymentOf([captureOf('charge', 10_000)], { kind: 'charge' });
    story.ask(askedOf('return-1', 2_500, charge));
    expect(story.tell(eventOf('settled', { captureId: 'ch_99' }))).toBeNull();
    expect(story.sendAndHear(succeeded)).toBe('return-1/charge/2');
  });
});

describe('a dispute', () => {
  const opened = eventOf('disputeOpened', { disputeId: 'd1', captureId: 'c1', amountMinor: 3_000, ...USD });
  const won = eventOf('disputeClosed', { disputeId: 'd1', outcome: 'won', evidence: 'letter of the issuer' });
  const lost = eventOf('disputeClosed', { disputeId: 'd1', outcome: 'lost' });

  it.each([
    ['opened', [opened], 3_500, 3_000],
    ['opened and won', [opened, won], 6_500, 0],
    ['won before it was told as opened', [won, opened], 6_500, 0],
    ['opened and lost', [opened, lost], 3_500, 3_000],
    ['lost before it was told as opened', [lost, opened], 3_500, 3_000],
  ] as const)('%s leaves what may be refunded right', (_what, told, refundableMinor, disputedMinor) => {
    const story = refunded();
    for (const event of told) expect(story.tell(event)).toBeNull();
    expect(story.view('return-1').balance).toMatchObject({ refundableMinor, disputedMinor });
  });

  it.each([
    ['a smaller amount', { captureId: 'c1', amountMinor: 1_000, ...USD }],
    ['another capture', { captureId: 'c2', amountMinor: 3_000, ...USD }],
  ])('recorded again with %s is refused: money in dispute is not released by a contradiction', (_what, differing) => {
    const story = refunded();
    story.tell(opened);
    expect(story.tell(eventOf('disputeOpened', { disputeId: 'd1', ...differing }))).toContain('d1');
    expect(story.view('return-1').balance.refundableMinor).toBe(3_500);
  });
});

describe('a refund that fails late', () => {
  const failed = () => eventOf('refundFailed', { legId, evidence: 'bank report 7' });

  it('is recorded as failed with its evidence, and its amount may be refunded again, once', () => {
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

  it('makes a reversal of two refunds partiallyReversed', () => {
    const story = new LedgerStory();
    story.ask(askedOf('return-1', null, paymentOf([captureOf('c1', 6_000), captureOf('c2', 4_000)])));
    story.sendAndHear(succeeded);
    story.sendAndHear(succeeded);
    story.tell(failed());
    expect(story.view('return-1').outcome).toBe('partiallyReversed');
  });

  it('is refunded again on behalf of an effective cancel', () => {
    const story = refunded();
    story.ask(askedOf('cancel-1', 'cancel', paymentOf()));
    story.sendAndHear(succeeded);
    story.sendAndHear(succeeded);
    story.tell(failed());
    expect(story.sendAndHear(succeeded)).toBe('cancel-1/follow-up/c1/c1/1');
    expect(story.movedMinor).toBe(9_000);
  });

  it('is not believed of a leg that was not sent', () => {
    const story = new LedgerStory();
    story.ask(askedOf('return-1', 2_500, paymentOf([captureOf('c1', 6_000)])));
    expect(story.tell(failed())).toContain('is planned, so it cannot fail late');
  });
});

describe('an external refund', () => {
  it('counts against the cap, and more of it than is left raises the alarm and stops everything', () => {
    const story = refunded();
    story.tell(eventOf('externalRefund', { captureId: 'c1', amountMinor: 3_500, ...USD }));
    expect(story.view('return-1').balance.refundableMinor).toBe(3_000);
    story.tell(eventOf('externalRefund', { captureId: 'c1', amountMinor: 1, ...USD }));
    expect(story.ask(askedOf('return-2', 1, paymentOf()))).toBe('refused');
    expect(story.view('return-2').reason?.code).toBe('overRefunded');
  });

  it('takes the place of a refund that has not been sent', () => {
    const story = new LedgerStory();
    story.ask(askedOf('return-1', 2_500, paymentOf([captureOf('c1', 6_000)])));
    story.tell(eventOf('externalRefund', { captureId: 'c1', amountMinor: 3_501, ...USD }));
    expect(story.view('return-1')).toMatchObject({ outcome: 'refused', reason: { code: 'exceedsRefundable' } });
  });
});
