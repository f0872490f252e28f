import { auditCsv } from '../../../src/domain/views/audit-export';
import { emptyLedger } from '../../../src/domain/model/ledger-state';
import type { PaymentEvent } from '../../../src/domain/model/payment-event';
import { statementsKept, statementsReserved } from '../../../src/domain/model/statement';
import { openPayment } from '../../../src/domain/transitions/open-payment';
import { reversalTimeline, timelineOf } from '../../../src/domain/views/timeline';
import { ledgerView } from '../../../src/domain/views/view';
import { captureOf, eventOf, minutesAfter, paymentOf, rulesOf, today } from '../../support/domain-arbitraries';
import { at, c1, evidence, legId, refundableMinor, refunded, USD } from './statement-story';
import { stepped } from './stepping';

describe('a statement', () => {
  it('dated in the future is refused: every true message after it would look old', () => {
    const story = refunded();
    const far = eventOf('disputeClosed', {
      disputeId: 'd1',
      outcome: 'won',
      evidence,
      at: minutesAfter(today, 3 * 1_440),
    });
    expect(story.tell(far)).toContain('in the future');
  });

  it('leaves one line in timeline and export: speaker, both instants, evidence, co-signers, before and after', () => {
    const story = refunded();
    const failed = eventOf('refundFailed', { legId, evidence: 'report 7,\nline 3', at: at(5) }, 'bank-1');
    expect(story.tell(failed, ['carol'])).toBeNull();
    expect(story.tell({ ...failed, at: at(6) })).toContain('at (');
    const view = ledgerView(story.state, story.now);
    if (view === null) throw new Error('the ledger knows its payment');
    const events = timelineOf(view).filter(({ what }) => /event/i.test(what));
    const line = events.find(({ isRefused }) => !isRefused);
    const refused = events.find(({ isRefused }) => isRefused);
    expect(line).toMatchObject({ at: today, happenedAt: at(5), who: { id: 'a test' }, isRefused: false });
    expect(line?.what).toBe('Event recorded: refundFailed bank-1');
    for (const part of ['report 7', 'co-signed by carol', 'refundable: 99.00 USD → 100.00 USD', `leg ${legId}`])
      expect(line?.detail).toContain(part);
    expect(refused).toMatchObject({ who: { id: 'a test' }, isRefused: true });
    expect(reversalTimeline(story.view('return-1'), view)).toContainEqual(line);
    const csv = auditCsv(view, ';');
    expect(csv.startsWith('\ufeff"said at";"happened at";')).toBe(true);
    const row = csv.split('\r\n').find((one) => one.includes('"bank-1"'));
    for (const cell of [today, at(5), 'a test', 'carol', 'refundFailed', 'report 7,\nline 3'])
      expect(row).toContain(`"${cell}"`);
    expect(row).toContain('refundable: 99.00 USD -> 100.00 USD');
  });

  it('has no room beyond the bound, save for what takes money away from refunds', () => {
    const story = refunded();
    const settled = (): PaymentEvent => eventOf('settled', c1);
    for (let count = 0; count < statementsKept; count += 1) expect(story.tell(settled())).toBeNull();
    expect(story.tell(settled())).toContain(`it holds ${String(statementsKept)} events`);
    const external = (): PaymentEvent => eventOf('externalRefund', { ...c1, amountMinor: 1, ...USD });
    for (let count = 0; count < statementsReserved; count += 1) expect(story.tell(external())).toBeNull();
    expect(story.tell(external())).toContain('reconcile it by hand');
    expect(refundableMinor(story)).toBe(9_900 - statementsReserved);
  });
});

describe('a correction', () => {
  const refundedElsewhere = eventOf('externalRefund', { ...c1, amountMinor: 4_000, ...USD }, 'portal-1');

  it.each([
    ['another amount', { amountMinor: 400, ...USD }, 9_500],
    ['that it never happened', { neverHappened: true }, 9_900],
  ])('of an external refund says %s', (_what, right, refundable) => {
    const story = refunded();
    story.tell(refundedElsewhere);
    expect(story.tell(eventOf('correction', { corrects: 'portal-1', evidence, ...right }, 'fix-1'))).toBeNull();
    expect(refundableMinor(story)).toBe(refundable);
    expect(story.state.statements).toMatchObject([{ correctedBy: 'fix-1' }, { correctedBy: null }]);
  });

  it('made earlier than another of the same event changes nothing', () => {
    const story = refunded();
    story.tell(refundedElsewhere);
    const fix = (amountMinor: number, minute: number): PaymentEvent =>
      eventOf('correction', { corrects: 'portal-1', evidence, amountMinor, ...USD, at: at(minute) });
    expect(story.tell(fix(400, 5))).toBeNull();
    expect(story.tell(fix(800, 4))).toBeNull();
    expect(refundableMinor(story)).toBe(9_500);
    expect(story.tell(fix(800, 6))).toBeNull();
    expect(refundableMinor(story)).toBe(9_100);
  });

  it('of a late failure that never was counts the refund again', () => {
    const story = refunded();
    story.tell(eventOf('refundFailed', { legId, evidence, at: at(5) }, 'bank-1'));
    expect(refundableMinor(story)).toBe(10_000);
    expect(story.tell(eventOf('correction', { corrects: 'bank-1', neverHappened: true, evidence }))).toBeNull();
    expect(refundableMinor(story)).toBe(9_900);
    expect(story.view('return-1')).toMatchObject({ outcome: 'refunded' });
  });

  it.each([
    ['an unknown event', { corrects: 'nothing' }, 'no event "nothing" was recorded'],
    ['a settlement’s amount', { corrects: 'settled-1', amountMinor: 1, ...USD }, 'settled has no amount'],
    ['a refund that the ledger sent', { corrects: 'webhook-1' }, 'is leg return-1/c1/1 of this ledger'],
    ['the success of a leg', { corrects: 'news-1' }, 'record refundFailed for the leg instead'],
  ])('of %s is refused with the way out', (_what, fields, why) => {
    const story = refunded();
    story.tell(eventOf('settled', c1, 'settled-1'));
    story.tell(eventOf('externalRefund', { ...c1, amountMinor: 100, gatewayReference: 're_1', ...USD }, 'webhook-1'));
    story.tell(eventOf('refundSucceeded', { legId }, 'news-1'));
    const right = 'amountMinor' in fields ? {} : { neverHappened: true };
    expect(story.tell(eventOf('correction', { ...fields, ...right, evidence }))).toContain(why);
    expect(refundableMinor(story)).toBe(9_900);
  });
});

describe('a ledger that is opened', () => {
  const by = { id: 'shop', onBehalfOf: null };

  it('knows its payment and who opened it; opened again it changes nothing, not even its card', () => {
    const payment = paymentOf([captureOf('c1', 4_000)]);
    const opened = stepped(emptyLedger, openPayment, { payment, by }, rulesOf(), today);
    expect(opened.answer).toBeNull();
    expect(opened.state.audit).toMatchObject([{ act: 'opened', by }]);
    const card = { cardNumber: '@other', cardHolderName: 'X', expirationMonth: 1, expirationYear: 2030 };
    const again = stepped(opened.state, openPayment, { payment: { ...payment, card }, by }, rulesOf(), today);
    expect(again).toEqual({ state: opened.state, answer: null });
    const other = stepped(
      opened.state,
      openPayment,
      { payment: paymentOf([], { currency: 'BGN' }), by },
      rulesOf(),
      today,
    );
    expect(other.answer).toContain('currency');
    expect(other.state).toBe(opened.state);
  });
});
