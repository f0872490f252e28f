import { nextSend } from '../../../src/domain/decision/next-send';
import { sentAgainAtMost } from '../../../src/domain/transitions/send-again';
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
import { policyOf } from '../../support/approval-rules';
import { withdraw } from '../../../src/domain/transitions/withdraw';
import { LedgerStory } from './ledger-story';

const aDay = 24 * 60;
const captured = paymentOf([captureOf('c1', 10_000)]);
const twice = paymentOf([captureOf('c1', 6_000), captureOf('c2', 4_000)]);

/** A refund of 40.00 out of 100.00, or a cancel, that the gateway has refused until its capture settles. */
function refused(wanted: number | 'cancel' = 4_000, rules = rulesOf()): LedgerStory {
  const story = new LedgerStory(rules);
  story.ask(askedOf('r1', wanted, captured));
  story.sendAndHear(declined('notSettled'));
  return story;
}

describe('A refund that the gateway refuses as not settled', () => {
  it.each([4_000, 'cancel'] as const)(
    'of %s waits with its amount reserved, and is sent again a day later',
    (wanted) => {
      const story = refused(wanted);
      const reservedMinor = wanted === 'cancel' ? 10_000 : wanted;
      expect(story.view('r1')).toMatchObject({
        phase: 'waiting',
        waitingFor: 'settlement',
        reason: { code: 'awaitingSettlement' },
        balance: { reservedMinor, refundableMinor: 10_000 - reservedMinor },
      });
      story.pass(aDay - 1);
      expect(nextSend(story.state)).toBeNull();
      story.pass(1);
      expect(story.sendAndHear(succeeded)).toBe('r1/c1/2');
      expect(story.view('r1')).toMatchObject({
        outcome: 'refunded',
        reason: null,
        legs: [{ status: 'declined' }, { status: 'succeeded' }],
        balance: { refundedMinor: reservedMinor },
      });
    },
  );

  it.each([4_000, 'cancel'] as const)('of %s is sent again as soon as settlement is recorded', (wanted) => {
    const story = refused(wanted);
    story.pass(60);
    story.tell(eventOf('settled', { captureId: 'c1', at: story.now }));
    expect(story.sendAndHear(succeeded)).toBe('r1/c1/2');
    expect(story.view('r1').outcome).toBe('refunded');
  });

  it('is not sent at once where settlement was recorded before: the gateway knows better', () => {
    const story = new LedgerStory();
    story.ask(askedOf('r1', 4_000, captured));
    story.tell(eventOf('settled', { captureId: 'c1', at: '2026-11-21T09:00:00.000Z' }));
    story.sendAndHear(declined('notSettled'));
    expect(nextSend(story.state)).toBeNull();
    story.pass(aDay);
    expect(story.sendAndHear(succeeded)).toBe('r1/c1/2');
  });

  it(`is tried once a day, ${String(sentAgainAtMost.declined)} times more at most, and then is declined`, () => {
    const story = refused();
    let sends = 1;
    for (let hour = 0; hour < 30 * 24; hour += 1) {
      story.pass(60);
      if (nextSend(story.state) === null) continue;
      story.sendAndHear(declined('notSettled'));
      sends += 1;
    }
    expect(sends).toBe(1 + sentAgainAtMost.declined);
    expect(story.view('r1')).toMatchObject({
      outcome: 'declined',
      reason: { code: 'notSettled' },
      balance: { refundableMinor: 10_000 },
    });
  });

  it('holds up no other refund of the payment, and is followed by the other capture of its own', () => {
    const story = new LedgerStory();
    story.ask(askedOf('r1', 7_000, twice));
    story.sendAndHear(declined('notSettled'));
    story.ask(askedOf('r2', 1_000, twice));
    expect(story.sendAndHear(succeeded)).toBe('r2/c2/1');
    story.pass(aDay);
    expect([story.sendAndHear(succeeded), story.sendAndHear(succeeded)]).toEqual(['r1/c1/3', 'r1/c2/2']);
    expect(story.view('r1')).toMatchObject({ outcome: 'refunded', balance: { refundedMinor: 8_000 } });
  });

  it('asks no approver again', () => {
    const approvals = policyOf({ thresholds: [{ currency: 'USD', aboveMinor: 5_000, approvers: 1 }] });
    const story = refused(4_000, rulesOf({}, { approvals }));
    expect(story.view('r1').waitingFor).toBe('settlement');
    story.pass(aDay);
    expect(story.sendAndHear(succeeded)).toBe('r1/c1/2');
  });

  it('that was never answered the second time is unknown, and is not sent a third time', () => {
    const story = refused();
    story.pass(aDay);
    story.sendAndHear(unknown);
    story.pass(7 * aDay);
    expect(nextSend(story.state)).toBeNull();
    expect(story.view('r1')).toMatchObject({ balance: { unknownMinor: 4_000, refundableMinor: 6_000 } });
  });

  it('is not sent again where its money is in a dispute by then', () => {
    const story = refused(10_000);
    story.tell(eventOf('disputeOpened', { disputeId: 'd1', captureId: 'c1', amountMinor: 9_000, currency: 'USD' }));
    story.pass(aDay);
    expect(nextSend(story.state)).toBeNull();
  });
});

describe('A refund that waits for settlement', () => {
  it('goes on waiting for its own capture where the table would choose another one now', () => {
    const approvals = policyOf({ thresholds: [{ currency: 'USD', aboveMinor: 5_000, approvers: 1 }] });
    const story = new LedgerStory(rulesOf({}, { approvals }));
    story.ask(askedOf('r1', 6_000, twice));
    story.ask(askedOf('r2', 4_000, twice, { requester: { id: 'erin', onBehalfOf: null } }));
    expect(story.sendAndHear(declined('notSettled'))).toBe('r2/c2/1');
    story.step(withdraw, { reversalId: 'r1', by: { id: 'alice', onBehalfOf: null }, reason: 'kept it' });
    expect(nextSend(story.state)).toBeNull();
    expect(story.view('r2').waitingFor).toBe('settlement');
    story.tell(eventOf('externalRefund', { captureId: 'c1', amountMinor: 7_000, currency: 'USD' }));
    expect(nextSend(story.state)).toBeNull();
    story.pass(aDay);
    expect(story.sendAndHear(succeeded)).toBe('r2/c2/2');
  });

  it('is sent at once where settlement is recorded later, though it settled before the refusal', () => {
    const story = refused();
    story.pass(60);
    story.tell(eventOf('settled', { captureId: 'c1', at: '2026-11-21T00:00:00.000Z' }));
    expect(story.sendAndHear(succeeded)).toBe('r1/c1/2');
  });

  it('can be withdrawn: nothing of it has moved', () => {
    const story = refused();
    expect(
      story.step(withdraw, { reversalId: 'r1', by: { id: 'alice', onBehalfOf: null }, reason: 'kept it' }),
    ).toBeNull();
    expect(story.view('r1')).toMatchObject({ outcome: 'withdrawn', balance: { refundableMinor: 10_000 } });
    story.pass(2 * aDay);
    expect(nextSend(story.state)).toBeNull();
  });

  it('of a cancel ends as already reversed once its money was refunded elsewhere', () => {
    const story = refused('cancel');
    story.tell(eventOf('externalRefund', { captureId: 'c1', amountMinor: 10_000, currency: 'USD' }));
    expect(story.view('r1')).toMatchObject({ outcome: 'alreadyReversed' });
  });

  it('of a cancel is refused with the dispute that was opened meanwhile', () => {
    const story = refused('cancel');
    story.tell(eventOf('disputeOpened', { disputeId: 'd1', captureId: 'c1', amountMinor: 9_000, currency: 'USD' }));
    expect(story.view('r1')).toMatchObject({ outcome: 'refused', reason: { code: 'disputeOpen' } });
  });
});

describe('The time that a refund waits for settlement', () => {
  it('is not cut short by a settlement that is still to come', () => {
    const story = new LedgerStory();
    story.ask(askedOf('r1', 4_000, captured));
    story.tell(eventOf('settled', { captureId: 'c1', at: '2026-11-21T22:00:00.000Z' }));
    story.sendAndHear(declined('notSettled'));
    expect(nextSend(story.state)).toBeNull();
    expect(story.view('r1').waitingFor).toBe('settlement');
    story.pass(aDay);
    expect(story.sendAndHear(succeeded)).toBe('r1/c1/2');
  });

  it('is not cut short either where that is recorded meanwhile', () => {
    const story = refused();
    story.tell(eventOf('settled', { captureId: 'c1', at: '2026-11-21T22:00:00.000Z' }));
    expect(nextSend(story.state)).toBeNull();
  });

  it('is a day by rules that an older version has read', () => {
    const { settlementRetryMinutes: _none, ...older } = rulesOf();
    const story = refused(4_000, older);
    story.pass(aDay - 1);
    expect(nextSend(story.state)).toBeNull();
    story.pass(1);
    expect(story.sendAndHear(succeeded)).toBe('r1/c1/2');
  });

  it('ends for a cancel with what it still had to refund, and the whole is refunded', () => {
    const story = refused('cancel');
    story.tell(eventOf('externalRefund', { captureId: 'c1', amountMinor: 4_000, currency: 'USD' }));
    story.pass(aDay);
    story.sendAndHear(succeeded);
    expect(story.view('r1')).toMatchObject({ outcome: 'refunded', reason: null, balance: { refundedMinor: 6_000 } });
  });
});

describe('A void that the gateway refused because the charge has settled', () => {
  const rules = rulesOf({ voidsUnsettledCharges: true, refundsOnlySettled: true });

  it('says so of its own capture: the refund is sent at once', () => {
    const story = new LedgerStory(rules);
    story.ask(askedOf('r1', 'cancel', captured));
    story.sendAndHear(declined('alreadySettled'));
    expect(story.sendAndHear(succeeded)).toBe('r1/c1/2');
  });

  it('says nothing of a capture that landed later: its refund waits for settlement', () => {
    const story = new LedgerStory(rules);
    story.ask(askedOf('r1', 'cancel', paymentOf([captureOf('c1', 6_000)], { authorizedMinor: 6_000 })));
    story.sendAndHear(declined('alreadySettled'));
    story.pass(60);
    story.tell(
      eventOf('captureSucceeded', {
        captureId: 'c2',
        amountMinor: 4_000,
        currency: 'USD',
        at: story.now,
        gatewayReference: 'ref-c2',
      }),
    );
    story.pass(1);
    while (nextSend(story.state) !== null) story.sendAndHear(succeeded);
    const refunded = story.view('r1').legs.filter(({ operation }) => operation === 'refund');
    expect(refunded.map(({ captureId, status }) => [captureId, status])).not.toContainEqual(['c2', 'succeeded']);
  });
});
