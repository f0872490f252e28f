import type { PaymentEvent } from '../../../src/domain/model/payment-event';
import { ledgerView } from '../../../src/domain/views/view';
import { policyOf } from '../../support/approval-rules';
import { askedOf, captureOf, eventOf, paymentOf, rulesOf, today, unknown } from '../../support/domain-arbitraries';
import { LedgerStory } from './ledger-story';
import { at, c1, evidence, legId, refundableMinor, refunded, strict, USD } from './statement-story';

describe('a dispute', () => {
  const opened = (minute: number): PaymentEvent =>
    eventOf('disputeOpened', { ...c1, disputeId: 'd1', amountMinor: 9_000, ...USD, at: at(minute) });
  const closed = (outcome: 'won' | 'lost', minute: number): PaymentEvent =>
    eventOf('disputeClosed', { disputeId: 'd1', outcome, evidence, at: at(minute) });

  it.each([
    ['opened again after it was won', [opened(1), closed('won', 2), opened(3)], 'open', 900],
    ['opened again, told before the win between', [opened(1), opened(3), closed('won', 2)], 'open', 900],
    ['won, told late about the time before it was opened again', [opened(3), closed('won', 2)], 'open', 900],
    ['lost, told after a later win', [opened(1), closed('won', 3), closed('lost', 2)], 'won', 9_900],
    ['lost, then opened again under the same id', [opened(1), closed('lost', 2), opened(3)], 'lost', 900],
    ['lost, then won with evidence', [opened(1), closed('lost', 2), closed('won', 3)], 'won', 9_900],
    ['lost after it was won', [opened(1), closed('won', 2), closed('lost', 3)], 'lost', 900],
  ] as const)('%s is what happened last', (_what, told, status, refundable) => {
    const story = refunded();
    for (const event of told) expect(story.tell(event)).toBeNull();
    expect(story.state.disputes).toMatchObject([{ disputeId: 'd1', status }]);
    expect(refundableMinor(story)).toBe(refundable);
  });

  it('that was lost is not won by one person’s word, with or without evidence, above what needs approval', () => {
    const story = strict();
    for (const event of [opened(1), closed('lost', 2)]) expect(story.tell(event)).toBeNull();
    expect(story.tell(eventOf('disputeClosed', { disputeId: 'd1', outcome: 'won', at: at(3) }))).toContain(
      'evidence is missing',
    );
    expect(story.tell(closed('won', 3))).toContain('1 more person must co-sign');
    expect(story.tell(closed('won', 3), ['a test'])).toContain('1 more person must co-sign');
    expect(refundableMinor(story)).toBe(900);
    expect(story.tell(closed('won', 3), ['carol'])).toBeNull();
    expect(refundableMinor(story)).toBe(9_900);
  });

  it('is not won without evidence, however little it is about and whoever says so', () => {
    const story = new LedgerStory();
    story.ask(askedOf('return-1', 100, paymentOf([captureOf('c1', 10_000)])));
    const dispute = { disputeId: 'd1', ...USD };
    expect(story.tell(eventOf('disputeOpened', { ...dispute, captureId: 'c1', amountMinor: 1 }))).toBeNull();
    expect(story.tell(eventOf('disputeClosed', { ...dispute, outcome: 'won' }))).toContain('evidence is missing');
    expect(refundableMinor(story)).toBe(9_899);
  });

  it('is not won in advance by one person, before it is opened or opened again', () => {
    const story = strict();
    expect(story.tell(closed('won', 5))).toContain('1 more person must co-sign');
    for (const event of [opened(1)]) expect(story.tell(event)).toBeNull();
    expect(story.tell(closed('won', 2), ['carol'])).toBeNull();
    expect(story.tell(closed('won', 9))).toContain('1 more person must co-sign');
    expect(story.tell(opened(7))).toBeNull();
    expect(refundableMinor(story)).toBe(900);
  });

  it('in another currency than the payment’s holds the whole capture until it is closed', () => {
    const story = refunded();
    const foreign = eventOf('disputeOpened', { ...c1, disputeId: 'd1', amountMinor: 50, currency: 'EUR' });
    expect(story.tell(foreign)).toBeNull();
    expect(refundableMinor(story)).toBe(0);
    expect(ledgerView(story.state, story.now)).toMatchObject({
      overRefunded: false,
      balance: { disputedMinor: 9_900 },
    });
    expect(story.ask(askedOf('return-2', 1, paymentOf()))).toBe('refused');
    expect(story.tell(closed('won', 60))).toBeNull();
    expect(refundableMinor(story)).toBe(9_900);
  });

  it('in another currency that was lost holds what was lost as soon as that is said in the payment’s', () => {
    const story = refunded();
    story.tell(eventOf('disputeOpened', { ...c1, disputeId: 'd1', amountMinor: 50, currency: 'EUR', at: at(1) }));
    const lost = eventOf('disputeClosed', { disputeId: 'd1', outcome: 'lost', amountMinor: 5_500, ...USD, evidence });
    expect(story.tell(lost)).toBeNull();
    expect(refundableMinor(story)).toBe(4_400);
  });
});

describe('a capture', () => {
  it('by hand needs evidence and a co-signature above the threshold; a service of the rules needs neither', () => {
    const story = new LedgerStory(rulesOf({}, { approvals: policyOf({ captureSources: ['shop'] }) }));
    story.ask(askedOf('cancel-1', 'cancel', paymentOf([captureOf('c1', 100)], { authorizedMinor: 50_000 })));
    const captured = { captureId: 'c2', amountMinor: 20_000, gatewayReference: 'ref-c2', ...USD };
    expect(story.tell(eventOf('captureSucceeded', captured))).toContain('evidence is missing');
    expect(story.tell(eventOf('captureSucceeded', { ...captured, evidence }))).toContain('1 more person must co-sign');
    expect(refundableMinor(story)).toBe(0);
    const byShop = { ...eventOf('captureSucceeded', captured), source: 'shop' };
    expect(story.tell(byShop)).toBeNull();
  });

  it('that failed and is tried again is in progress; what is told late about the time before does not change that', () => {
    const story = refunded();
    const attempt = { captureId: 'c2' };
    const started = (minute: number): PaymentEvent =>
      eventOf('captureStarted', { ...attempt, amountMinor: 1_000, ...USD, at: at(minute) });
    // Authorized are 100.00, all of which is captured.
    expect(story.tell(eventOf('authorizationChanged', { amountMinor: 12_000, ...USD }))).toBeNull();
    for (const event of [started(3), eventOf('captureFailed', { ...attempt, at: at(2) }), started(1)])
      expect(story.tell(event)).toBeNull();
    expect(story.state.payment?.captures.at(-1)).toMatchObject({ captureId: 'c2', status: 'started' });
    expect(story.tell(eventOf('captureFailed', { ...attempt, at: at(4) }))).toBeNull();
    expect(story.state.payment?.captures.at(-1)).toMatchObject({ captureId: 'c2', status: 'failed' });
  });

  it('without a reference is not refunded by the authorization’s once another is known', () => {
    const story = new LedgerStory();
    story.ask(askedOf('return-1', 100, paymentOf([captureOf('c1', 4_000, { gatewayReference: null })])));
    const second = eventOf('captureSucceeded', {
      captureId: 'c2',
      amountMinor: 1_000,
      gatewayReference: 'ref-c2',
      ...USD,
    });
    expect(story.tell(second)).toContain('capture c1 has no gateway reference');
    const named = eventOf('captureSucceeded', { ...c1, amountMinor: 4_000, gatewayReference: 'ref-c1', ...USD });
    expect(story.tell(named)).toBeNull();
    expect(story.tell(second)).toBeNull();
    expect(refundableMinor(story)).toBe(4_900);
  });

  it('that never took money is struck, and an old snapshot does not bring it back', () => {
    const story = refunded();
    story.tell(eventOf('authorizationChanged', { amountMinor: 12_000, ...USD }));
    const captured = { captureId: 'c2', amountMinor: 2_000, gatewayReference: 'ref-c2', ...USD };
    expect(story.tell(eventOf('captureSucceeded', captured, 'typo'))).toBeNull();
    expect(story.tell(eventOf('correction', { corrects: 'typo', neverHappened: true, evidence }))).toBeNull();
    expect(refundableMinor(story)).toBe(9_900);
    const old = paymentOf([captureOf('c1', 10_000), captureOf('c2', 2_000)], { authorizedMinor: 12_000 });
    expect(story.ask(askedOf('return-2', 9_901, old))).toBe('refused');
    expect(refundableMinor(story)).toBe(9_900);
  });
});

describe('a refund of ours', () => {
  it.each([
    ['its own event', () => eventOf('refundSucceeded', { legId: 'return-2/c1/1', gatewayReference: 're_2' })],
    [
      'an external refund under its reference',
      () => eventOf('externalRefund', { ...c1, amountMinor: 500, gatewayReference: 're_2', ...USD }),
    ],
  ])('of unknown outcome is completed by %s, and counted once', (_what, event) => {
    const story = refunded();
    story.ask(askedOf('return-2', 500, paymentOf()));
    const gatewayReference = 're_2';
    story.sendAndHear({
      status: 'unknown',
      gatewayReference,
      gatewayResultCode: null,
      cause: 'headersTimeout',
      endedAt: today,
    });
    expect(story.tell(event())).toBeNull();
    expect(story.view('return-2')).toMatchObject({ outcome: 'refunded', legs: [{ status: 'succeeded' }] });
    expect(refundableMinor(story)).toBe(9_400);
  });

  it('that came back as an external one before its reference was known is counted once from then on', () => {
    const story = refunded();
    story.ask(askedOf('return-2', 500, paymentOf()));
    const sent = story.sendAndHear(unknown);
    const back = { ...c1, amountMinor: 500, gatewayReference: 're_2', ...USD };
    expect(story.tell(eventOf('externalRefund', back))).toBeNull();
    expect(refundableMinor(story)).toBe(8_900);
    expect(story.tell(eventOf('refundSucceeded', { legId: sent, gatewayReference: 're_2' }))).toBeNull();
    expect(refundableMinor(story)).toBe(9_400);
  });

  it('that failed is not made whole by an older message that it succeeded', () => {
    const story = refunded();
    expect(story.tell(eventOf('refundFailed', { legId, evidence, at: at(5) }))).toBeNull();
    expect(story.tell(eventOf('refundSucceeded', { legId, at: at(4) }))).toBeNull();
    expect(refundableMinor(story)).toBe(10_000);
    expect(story.state.statements.at(-1)?.changes).toEqual([]);
    expect(story.tell(eventOf('refundSucceeded', { legId, at: at(6) }))).toBeNull();
    expect(refundableMinor(story)).toBe(9_900);
  });

  it('with another amount under its reference is refused, and so is its reference as a capture', () => {
    const story = refunded();
    const other = { ...c1, amountMinor: 200, gatewayReference: 're_1', ...USD };
    expect(story.tell(eventOf('externalRefund', other))).toContain('was sent with another amount');
    expect(story.tell(eventOf('captureSucceeded', { ...other, captureId: 'c2' }))).toContain('the one of a refund');
    expect(refundableMinor(story)).toBe(9_900);
  });

  it.each([
    ['is planned', 'planned', () => new LedgerStory()],
    ['was declined', 'declined', () => new LedgerStory()],
  ])('cannot have succeeded while it %s', (_what, status, begin) => {
    const story = begin();
    story.ask(askedOf('return-1', 100, paymentOf([captureOf('c1', 10_000)])));
    if (status === 'declined')
      story.sendAndHear({
        status: 'declined',
        code: 'declined',
        gatewayReference: null,
        gatewayResultCode: null,
        detail: null,
      });
    expect(story.tell(eventOf('refundSucceeded', { legId }))).toContain(legId);
    expect(story.view('return-1').legs).toMatchObject([{ status }]);
  });
});

describe('a void', () => {
  it('of unknown outcome is completed by the gateway’s message, and undone by a later one', () => {
    const story = new LedgerStory();
    story.ask(askedOf('cancel-1', 'cancel', paymentOf()));
    const sent = story.sendAndHear(unknown);
    expect(story.tell(eventOf('refundSucceeded', { legId: sent }))).toContain('no refund leg');
    expect(story.tell(eventOf('voidSucceeded', { legId: sent, at: at(1) }))).toBeNull();
    expect(story.view('cancel-1')).toMatchObject({ outcome: 'voided', balance: { voidedMinor: 10_000 } });
    expect(story.tell(eventOf('voidFailed', { legId: sent, evidence, at: at(2) }))).toBeNull();
    expect(story.view('cancel-1')).toMatchObject({ outcome: 'failed', balance: { voidedMinor: 0 } });
  });
});

describe('an authorization that was changed', () => {
  it('counts by when that happened, and never below what was captured', () => {
    const story = refunded();
    const changed = (amountMinor: number, minute: number): PaymentEvent =>
      eventOf('authorizationChanged', { amountMinor, ...USD, at: at(minute) });
    expect(story.tell(changed(15_000, 3))).toBeNull();
    expect(story.tell(changed(12_000, 2))).toBeNull();
    expect(story.state.payment?.authorizedMinor).toBe(15_000);
    expect(story.tell(changed(9_000, 4))).toContain('captures add up to 10000');
    const captured = { captureId: 'c2', amountMinor: 5_000, gatewayReference: 'ref-c2', ...USD };
    expect(story.tell(eventOf('captureSucceeded', captured))).toBeNull();
    expect(refundableMinor(story)).toBe(14_900);
  });
});
