import { applyLookup } from '../../../src/domain/transitions/apply-lookup';
import { decideApproval } from '../../../src/domain/transitions/decide-approval';
import { nextSend } from '../../../src/domain/decision/next-send';
import type { ScheduledLeg } from '../../../src/domain/transitions/recover';
import { recover } from '../../../src/domain/transitions/recover';
import { shownTerms } from '../../../src/domain/views/shown-terms';
import { withdraw } from '../../../src/domain/transitions/withdraw';
import { policyOf } from '../../support/approval-rules';
import {
  askedOf,
  captureOf,
  declined,
  eventOf,
  resetDetected,
  notSent,
  paymentOf,
  pending,
  rulesOf,
  succeeded,
  today,
  unknown,
} from '../../support/domain-arbitraries';
import { LedgerStory } from './ledger-story';

const captured = paymentOf([captureOf('c1', 6_000), captureOf('c2', 4_000)]);
const held = paymentOf();
const askedOfOne = policyOf({ thresholds: [{ currency: 'USD', aboveMinor: 0, approvers: 1 }] });

function scheduled(legId: string, amountMinor: number, results: readonly unknown[], more: Partial<ScheduledLeg> = {}) {
  const reference = legId.includes('/auth/') ? 'auth-1' : `ref-${legId.split('/').at(-2) ?? ''}`;
  const operation = legId.includes('/auth/') ? 'void' : 'refund';
  return { legId, operation, amountMinor, reference, scheduledAt: today, results, ...more } satisfies ScheduledLeg;
}

/** What a ledger does on being told that this was scheduled by its former runs. */
function recoverStory(story: LedgerStory, ...legs: readonly ScheduledLeg[]): void {
  const recovery = { legs, actor: { id: 'bob', onBehalfOf: null }, reason: 'reset by mistake' };
  story.step(recover, recovery);
}

/** A reset run whose first send was held. */
function heldRun(...asked: readonly Parameters<typeof askedOf>[]): LedgerStory {
  const story = new LedgerStory(rulesOf({ lookupsSeeReversals: true }));
  for (const one of asked) story.ask(askedOf(...one));
  story.sendAndHear(resetDetected);
  expect(story.state.frozen?.reason.code).toBe('resetDetected');
  return story;
}

describe('a recovered ledger', () => {
  it.each([
    ['succeeded', [succeeded], 'refunded', 'succeeded'],
    ['was declined', [declined()], 'declined', 'declined'],
    ['succeeded in the last of its runs', [resetDetected, succeeded], 'refunded', 'succeeded'],
    ['was sent by a run that saw its end, and held by another', [succeeded, resetDetected], 'refunded', 'succeeded'],
  ])('takes the end of a refund that %s', (_what, results, outcome, status) => {
    const story = heldRun(['r1', 2_500, captured]);
    recoverStory(story, scheduled('r1/c1/1', 2_500, results));
    expect(story.state.frozen).toBeNull();
    expect(story.view('r1')).toMatchObject({ phase: 'completed', outcome, legs: [{ legId: 'r1/c1/1', status }] });
  });

  it.each([
    ['nobody saw', [null]],
    ['one run did not see, although another was told nothing had left', [null, notSent()]],
    ['was read by nobody, because a person completed the activity by hand', [{ status: 'fine' }]],
    ['was unknown', [unknown]],
    ['was unknown to one run, although another was declined', [unknown, declined()]],
  ])('keeps the amount of a refund reserved whose end %s, and sends nothing of it', (_what, results) => {
    const story = heldRun(['r1', 2_500, captured]);
    recoverStory(story, scheduled('r1/c1/1', 2_500, results));
    expect(story.view('r1')).toMatchObject({ phase: 'stuck', waitingFor: 'lookup', balance: { unknownMinor: 2_500 } });
    expect(() => story.send()).toThrow('there is none');
  });

  it.each([
    ['withdrawn', 'withdraw' as const],
    ['rejected', 'reject' as const],
  ])('sends nothing more of a refund that was %s before it knew what a former run had sent of it', (_how, said) => {
    const story = new LedgerStory(rulesOf({}, { approvals: askedOfOne }));
    story.ask(askedOf('r1', 8_000, paymentOf([captureOf('c1', 5_000), captureOf('c2', 5_000)])));
    const bob = { id: 'bob', onBehalfOf: null };
    const terms = shownTerms(story.view('r1'));
    if (terms === null) throw new Error('The test expected a plan.');
    const answer =
      said === 'withdraw'
        ? story.step(withdraw, { reversalId: 'r1', by: story.view('r1').requester, reason: 'a mistake' })
        : story.step(decideApproval, { ...terms, decision: 'reject', by: bob, comment: 'no parcel' });
    expect(answer).toBeNull();
    // It had judged in another order, and left 20.00 of the first capture to another refund.
    recoverStory(story, scheduled('r1/c1/1', 3_000, [succeeded]));
    expect(nextSend(story.state)).toBeNull();
    expect(story.view('r1')).toMatchObject({ phase: 'completed', outcome: 'partiallyReversed' });
    expect(story.movedMinor).toBe(3_000);
  });

  it('follows an accepted refund up', () => {
    const story = heldRun(['r1', 2_500, captured]);
    recoverStory(story, scheduled('r1/c1/1', 2_500, [pending]));
    expect(story.view('r1')).toMatchObject({ waitingFor: 'pending', balance: { pendingMinor: 2_500 } });
  });

  it.each([
    ['nobody could send it', [resetDetected]],
    ['it never left', [notSent(), notSent('pastDeadline')]],
  ])('sends a refund of which it is certain that %s', (_what, results) => {
    const story = heldRun(['r1', 2_500, captured]);
    recoverStory(story, scheduled('r1/c1/1', 2_500, results));
    expect(story.sendAndHear(succeeded)).toBe('r1/c1/1');
    expect(story.view('r1').outcome).toBe('refunded');
  });

  it('changes nothing that it knows to have ended', () => {
    const story = new LedgerStory();
    story.ask(askedOf('r1', 2_500, captured));
    story.sendAndHear(succeeded);
    const before = story.view('r1');
    recoverStory(story, scheduled('r1/c1/1', 2_500, [null]));
    expect(story.view('r1')).toEqual(before);
  });

  it('binds a request again that it has never heard of, with what was moved for it', () => {
    const story = new LedgerStory();
    story.ask(askedOf('r2', 100, captured));
    recoverStory(story, scheduled('r1/c1/1', 2_500, [succeeded]));
    expect(story.view('r1')).toMatchObject({ outcome: 'refunded', requestedMinor: 2_500 });
    expect(story.ask(askedOf('r1', 2_500, captured))).toBe('repeated');
    expect(story.ask(askedOf('r1', 2_400, captured))).toBe('refused');
    expect(story.view('r2').balance).toMatchObject({ refundedMinor: 2_500, reservedMinor: 100 });
  });

  it('reads the parts of a leg id whose request id contains slashes', () => {
    const story = new LedgerStory();
    story.ask(askedOf('r2', 100, captured));
    recoverStory(story, scheduled('order/7/follow-up/c2/c2/3', 500, [succeeded]));
    expect(story.view('order/7/follow-up/c2')).toMatchObject({ outcome: 'refunded', legs: [{ captureId: 'c2' }] });
  });

  it('gives a follow-up no id that a former run has used', () => {
    const story = new LedgerStory();
    story.ask(askedOf('cancel-1', 'cancel', held));
    story.sendAndHear(succeeded);
    // The former run had given its first late reversal up, and sent something of its second.
    recoverStory(story, scheduled('cancel-1/follow-up/c1/2/c1/1', 3_000, [null]));
    story.tell(eventOf('captureSucceeded', { captureId: 'c1', amountMinor: 4_000, currency: 'USD' }));
    const ids = story.state.reversals.map(({ reversalId }) => reversalId);
    expect(ids).toEqual(['cancel-1', 'cancel-1/follow-up/c1/2', 'cancel-1/follow-up/c1']);
    expect(story.view('cancel-1/follow-up/c1')).toMatchObject({
      requestedMinor: 1_000,
      balance: { unknownMinor: 3_000 },
    });
  });

  it('reserves all of a captured charge that a former run has voided, though the capture is recorded only later', () => {
    const story = new LedgerStory();
    story.ask(askedOf('r1', 'cancel', held));
    recoverStory(story, scheduled('r1/c1/1', 10_000, [succeeded], { operation: 'void' }));
    story.tell(eventOf('captureSucceeded', { captureId: 'c1', amountMinor: 4_000, currency: 'USD' }));
    expect(story.view('r1').balance).toMatchObject({ capturedMinor: 4_000, voidedMinor: 4_000, refundableMinor: 0 });
    expect(() => story.send()).toThrow('there is none');
  });

  it('reserves what a former run has sent of a refund that this one had abandoned because of an external refund', () => {
    const story = new LedgerStory();
    story.ask(askedOf('r1', 10_000, captured));
    story.sendAndHear(declined());
    story.tell(eventOf('externalRefund', { captureId: 'c2', amountMinor: 4_000, currency: 'USD' }));
    expect(story.view('r1')).toMatchObject({ outcome: 'declined', balance: { refundedMinor: 0 } });
    recoverStory(story, scheduled('r1/c1/1', 6_000, [declined()]), scheduled('r1/c2/2', 4_000, [null]));
    expect(story.view('r1')).toMatchObject({ phase: 'stuck', waitingFor: 'lookup', balance: { unknownMinor: 4_000 } });
  });

  it('does not send a void again that one of its runs saw accepted', () => {
    const story = new LedgerStory();
    story.ask(askedOf('r1', 'cancel', held));
    story.sendAndHear(unknown);
    story.step(applyLookup, { legId: 'r1/auth/1', result: { status: 'notFound' } });
    story.sendAndHear(resetDetected);
    recoverStory(story, scheduled('r1/auth/1', 10_000, [unknown, pending]));
    expect(story.view('r1')).toMatchObject({ phase: 'waiting', waitingFor: 'pending' });
    expect(() => story.send()).toThrow('there is none');
  });

  it('leaves a trace with who recovered it and why', () => {
    const story = heldRun(['r1', 2_500, captured]);
    recoverStory(story);
    expect(story.state.notes.at(-1)).toMatchObject({ what: 'recovered by bob', why: 'reset by mistake' });
  });

  it('looks a lost void up before it does anything else', () => {
    const story = heldRun(['cancel-1', 'cancel', held]);
    recoverStory(story, scheduled('cancel-1/auth/1', 10_000, [null]));
    expect(story.view('cancel-1')).toMatchObject({ phase: 'stuck', waitingFor: 'lookup' });
    expect(() => story.send()).toThrow('there is none');
  });
});

describe('a ledger that judged in another order than the run before it', () => {
  it('never sends what it planned on top of what that run has sent', () => {
    // The former run gave r2 the first capture, because r1 had been declined there by then.
    const story = heldRun(['r1', 6_000, captured], ['r2', 4_000, captured]);
    expect(story.view('r2').legs).toMatchObject([{ legId: 'r2/c2/1' }]);
    recoverStory(story, scheduled('r1/c1/1', 6_000, [declined()]), scheduled('r2/c1/1', 4_000, [succeeded]));
    expect(story.view('r2')).toMatchObject({ outcome: 'refunded', balance: { refundedMinor: 4_000 } });
    expect(story.view('r2').legs.map(({ legId }) => legId)).toEqual(['r2/c1/1']);
    expect(() => story.send()).toThrow('there is none');
  });

  it('plans anew only what is missing of the amount asked', () => {
    const story = heldRun(['r1', 6_000, captured], ['r2', 4_000, captured]);
    recoverStory(story, scheduled('r1/c1/1', 6_000, [declined()]), scheduled('r2/c1/1', 3_000, [succeeded]));
    expect(story.view('r2').legs).toMatchObject([
      { legId: 'r2/c1/1', amountMinor: 3_000, status: 'succeeded' },
      { legId: 'r2/c1/2', amountMinor: 1_000, status: 'planned' },
    ]);
    story.sendAndHear(succeeded);
    expect(story.view('r2')).toMatchObject({ outcome: 'refunded', balance: { refundedMinor: 4_000 } });
  });

  it('completes as partiallyReversed when nothing is left for what is missing', () => {
    const story = heldRun(['r1', 10_000, captured]);
    recoverStory(story, scheduled('r1/c1/1', 5_000, [succeeded]), scheduled('r9/c1/1', 1_000, [succeeded]));
    expect(story.view('r1')).toMatchObject({
      outcome: 'partiallyReversed',
      requestedMinor: 10_000,
      balance: { refundedMinor: 6_000, reservedMinor: 0 },
    });
  });

  it('keeps "all that is left" at the amount that run had pinned', () => {
    const story = heldRun(['r1', 2_000, captured], ['all', null, captured]);
    recoverStory(story, scheduled('r1/c1/1', 2_000, [succeeded]), scheduled('all/c1/1', 1, [succeeded]));
    expect(story.view('all')).toMatchObject({ outcome: 'refunded', requestedMinor: 1 });
  });

  it('decides a cancel anew from what is left', () => {
    const story = heldRun(['cancel-1', 'cancel', captured]);
    recoverStory(
      story,
      scheduled('cancel-1/auth/1', 10_000, [declined('alreadyCaptured')]),
      scheduled('cancel-1/c1/2', 6_000, [succeeded]),
    );
    expect(story.sendAndHear(succeeded)).toBe('cancel-1/c2/3');
    expect(story.view('cancel-1')).toMatchObject({ outcome: 'refunded', balance: { refundedMinor: 10_000 } });
  });
});
