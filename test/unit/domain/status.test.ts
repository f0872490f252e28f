import { applySendResult, notSentLimit } from '../../../src/domain/transitions/apply-send-result';
import { myRefOf } from '../../../src/domain/model/my-ref';
import {
  askedOf,
  captureOf,
  declined,
  eventOf,
  resetDetected,
  mismatch,
  notSent,
  paymentOf,
  pending,
  rulesOf,
  succeeded,
  unknown,
} from '../../support/domain-arbitraries';
import { LedgerStory } from './ledger-story';

const captured = paymentOf([captureOf('c1', 6_000), captureOf('c2', 4_000)]);
const card = { cardNumber: '@token', cardHolderName: 'Jane Smith', expirationMonth: 12, expirationYear: 2027 };

function refunding(): LedgerStory {
  const story = new LedgerStory();
  story.ask(askedOf('return-1', 2_500, captured));
  return story;
}

describe('a person who looks at a refund', () => {
  it('sees it working while it is planned and while it is sent', () => {
    const story = refunding();
    expect(story.view('return-1')).toMatchObject({ phase: 'working', waitingFor: null, outcome: null });
    story.send();
    expect(story.view('return-1')).toMatchObject({ phase: 'working', legs: [{ status: 'sending' }] });
  });

  it('sees it completed with its outcome', () => {
    const story = refunding();
    story.sendAndHear(succeeded);
    expect(story.view('return-1')).toMatchObject({ phase: 'completed', outcome: 'refunded', reason: null });
  });

  it('sees a declined one completed with the gateway’s reason and code', () => {
    const story = refunding();
    story.sendAndHear({
      ...declined('alreadyRefunded'),
      gatewayResultCode: 'charge_already_refunded',
    } as typeof unknown);
    expect(story.view('return-1')).toMatchObject({
      outcome: 'declined',
      reason: { code: 'alreadyRefunded', message: expect.stringContaining('charge_already_refunded') },
    });
  });

  it('sees an unknown one stuck, under which myRef to look it up, and that its amount stays reserved', () => {
    const story = refunding();
    const legId = story.sendAndHear(unknown);
    const view = story.view('return-1');
    expect(view).toMatchObject({ phase: 'stuck', waitingFor: 'lookup', reason: { code: 'outcomeUnknown' } });
    expect(view.reason?.message).toMatch(/money may have moved.*stays reserved.*looked up next at/);
    expect(view.legs[0]).toMatchObject({
      myRef: myRefOf('order-1001', legId),
      attempts: [{ result: 'unknown: headersTimeout' }],
    });
    expect(view.balance).toMatchObject({ unknownMinor: 2_500, refundableMinor: 7_500 });
  });

  it('sees one that the gateway answered with a larger amount stuck on its mismatch, the larger amount reserved', () => {
    const story = refunding();
    story.sendAndHear(mismatch(5_000));
    const view = story.view('return-1');
    expect(view).toMatchObject({ phase: 'stuck', waitingFor: 'mismatch', reason: { code: 'answerMismatch' } });
    expect(view.balance).toMatchObject({ unknownMinor: 5_000, refundableMinor: 5_000 });
  });

  it('sees the amount that was asked reserved when the gateway answered with a smaller one', () => {
    const story = refunding();
    story.sendAndHear(mismatch(0));
    expect(story.view('return-1').balance.unknownMinor).toBe(2_500);
  });

  it('sees an accepted one waiting for its end', () => {
    const story = refunding();
    story.sendAndHear(pending);
    expect(story.view('return-1')).toMatchObject({
      phase: 'waiting',
      waitingFor: 'pending',
      reason: { code: 'acceptedNotFinal' },
    });
    expect(story.view('return-1').balance.pendingMinor).toBe(2_500);
  });

  it.each([
    ['unreachable', notSent('refused'), 'gatewayUnavailable'],
    ['refusing our key', notSent('unauthorized'), 'gatewayUnauthorized'],
    ['asking for a pause', notSent('rateLimited'), 'gatewayRateLimited'],
  ])('sees it waiting while the gateway is %s, and continuing afterwards', (_what, result, code) => {
    const story = refunding();
    story.sendAndHear(result);
    expect(story.view('return-1')).toMatchObject({ phase: 'waiting', waitingFor: 'gateway', reason: { code } });
    expect(story.view('return-1').reason?.message).toContain('nothing was sent');
    story.gatewayAnswersAgain();
    expect(story.sendAndHear(succeeded)).toBe('return-1/c1/1');
  });

  it('sees it stuck after so many sends in a row that never reached the gateway, until the request is made again', () => {
    const story = refunding();
    for (let sends = 0; sends < notSentLimit; sends += 1) {
      story.sendAndHear(notSent());
      story.gatewayAnswersAgain();
    }
    expect(story.view('return-1')).toMatchObject({
      phase: 'stuck',
      waitingFor: 'operator',
      reason: { code: 'neverReachedGateway' },
    });
    expect(() => story.send()).toThrow();
    expect(story.ask(askedOf('return-1', 2_500, captured))).toBe('repeated');
    story.sendAndHear(succeeded);
    expect(story.view('return-1').outcome).toBe('refunded');
  });

  it('sees one without a card stuck, and continuing once the request is made again with a card', () => {
    const story = refunding();
    story.sendAndHear(notSent('cardUnavailable'));
    expect(story.view('return-1')).toMatchObject({
      phase: 'stuck',
      waitingFor: 'operator',
      reason: { code: 'cardUnavailable' },
    });
    story.ask(askedOf('return-1', 2_500, { ...captured, card }));
    expect(story.state.payment?.card).toEqual(card);
    story.sendAndHear(succeeded);
    expect(story.view('return-1').outcome).toBe('refunded');
  });

  it('sees everything wait for recovery after the ledger was reset, and nothing more is sent', () => {
    const story = refunding();
    story.sendAndHear(resetDetected);
    story.ask(askedOf('return-2', 1_000, captured));
    for (const id of ['return-1', 'return-2']) {
      expect(story.view(id)).toMatchObject({
        phase: 'stuck',
        waitingFor: 'recovery',
        reason: { code: 'resetDetected' },
      });
    }
    expect(() => story.send()).toThrow();
    expect(story.view('return-1').balance.reservedMinor).toBe(3_500);
  });

  it('sees it waiting for settlement where the gateway refunds only what has settled', () => {
    const story = new LedgerStory(rulesOf({ refundsOnlySettled: true }));
    story.ask(askedOf('return-1', 2_500, captured));
    expect(story.view('return-1')).toMatchObject({
      phase: 'waiting',
      waitingFor: 'settlement',
      reason: { code: 'awaitingSettlement' },
    });
    story.pass(365 * 24);
    expect(story.view('return-1').phase).toBe('waiting');
    story.tell(eventOf('settled', { captureId: 'c1' }));
    expect(story.view('return-1').phase).toBe('working');
  });
});

describe('a person who looks at a cancel', () => {
  const started = paymentOf([captureOf('c1', 6_000, { status: 'started', capturedAt: null })]);

  it('sees it waiting for the capture in progress, for as long as the rules allow, then stuck', () => {
    const story = new LedgerStory(rulesOf({}, { captureWaitMinutes: 60 }));
    story.ask(askedOf('cancel-1', 'cancel', started));
    story.pass(59);
    expect(story.view('cancel-1')).toMatchObject({
      phase: 'waiting',
      waitingFor: 'capture',
      reason: { code: 'captureInProgress' },
    });
    story.pass(1);
    expect(story.view('cancel-1')).toMatchObject({
      phase: 'stuck',
      waitingFor: 'operator',
      reason: { code: 'captureOverdue' },
    });
    story.tell(eventOf('captureFailed', { captureId: 'c1' }));
    story.sendAndHear(succeeded);
    expect(story.view('cancel-1').outcome).toBe('voided');
  });

  it('sees it blocked by a void of unknown outcome, as is every other request', () => {
    const story = new LedgerStory();
    story.ask(askedOf('cancel-1', 'cancel', paymentOf()));
    story.sendAndHear(unknown);
    story.tell(eventOf('captureSucceeded', { captureId: 'c1', amountMinor: 10_000, currency: 'USD' }));
    expect(story.view('cancel-1')).toMatchObject({
      phase: 'stuck',
      waitingFor: 'lookup',
      reason: { code: 'outcomeUnknown' },
    });
    expect(() => story.send()).toThrow();
  });

  it('sees it wait where the refund that reserves all the money waits', () => {
    const story = new LedgerStory();
    story.ask(askedOf('return-1', null, captured));
    story.sendAndHear(unknown);
    story.sendAndHear(unknown);
    story.ask(askedOf('cancel-1', 'cancel', captured));
    expect(story.view('cancel-1')).toMatchObject({
      phase: 'stuck',
      waitingFor: 'lookup',
      reason: { code: 'blockedByAnother' },
    });
  });
});

describe('a result that comes for a leg that is not being sent', () => {
  it('changes no money and leaves a trace', () => {
    const story = refunding();
    const legId = story.sendAndHear(succeeded);
    const before = story.state;
    story.step(applySendResult, { legId, result: declined() });
    expect({ ...story.state, notes: [] }).toEqual({ ...before, notes: [] });
    expect(story.state.notes.at(-1)).toMatchObject({ what: `result of leg ${legId}` });
  });
});
