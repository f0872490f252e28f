import { admit } from '../../../src/domain/transitions/admit';
import { applyLookup } from '../../../src/domain/transitions/apply-lookup';
import { decideApproval } from '../../../src/domain/transitions/decide-approval';
import { recover } from '../../../src/domain/transitions/recover';
import { nextSend } from '../../../src/domain/decision/next-send';
import { allLegs } from '../../../src/domain/model/ledger-state';
import type { Card } from '../../../src/domain/model/payment';
import { withdraw } from '../../../src/domain/transitions/withdraw';
import { shownTerms } from '../../../src/domain/views/shown-terms';
import {
  askedOf,
  captureOf,
  declined,
  eventOf,
  paymentOf,
  pending,
  rulesOf,
  succeeded,
  unknown,
} from '../../support/domain-arbitraries';
import { policyOf } from '../../support/approval-rules';
import { LedgerStory } from './ledger-story';

const alice = { id: 'alice', onBehalfOf: null };
const card: Card = {
  cardNumber: '@tok_own_1111',
  cardHolderName: 'Jane Smith',
  expirationMonth: 12,
  expirationYear: 2030,
};
const captured = paymentOf([captureOf('c1', 10_000)], { card });
const approvals = policyOf({ thresholds: [{ currency: 'USD', aboveMinor: 1_000, approvers: 1 }] });

function proveAbsent(story: LedgerStory, legId: string): void {
  for (let times = 0; times < 2; times += 1) {
    story.step(applyLookup, { legId, result: { status: 'notFound' } });
    story.pass(60);
  }
}

/** A refund of 40.00 out of 100.00. */
function asked(policy: typeof approvals | null = null): LedgerStory {
  const story = new LedgerStory(rulesOf({ lookupsSeeReversals: true }, { approvals: policy }));
  story.ask(askedOf('r1', 4_000, captured));
  return story;
}

function approve(story: LedgerStory): void {
  const terms = shownTerms(story.view('r1'));
  if (terms === null) throw new Error('The test expected a plan.');
  const by = { id: 'bob', onBehalfOf: null };
  expect(
    story.step(decideApproval, { ...terms, decision: 'approve' as const, by, comment: null, tokenId: null }),
  ).toBeNull();
}

describe('An approved refund that was proved absent', () => {
  it('is sent again as approved: the same amount to the same card', () => {
    const story = asked(approvals);
    approve(story);
    story.sendAndHear(unknown);
    proveAbsent(story, 'r1/c1/1');
    expect(story.view('r1')).toMatchObject({ plan: { version: 1 }, approvals: { given: [{}] } });
    expect(story.sendAndHear(succeeded)).toBe('r1/c1/2');
    expect(story.view('r1').outcome).toBe('refunded');
  });

  it('needs another approval where its card was changed meanwhile', () => {
    const story = asked(approvals);
    approve(story);
    story.sendAndHear(unknown);
    const other = { ...captured, card: { ...card, cardNumber: '@tok_other_2222', cardHolderName: 'Mal Lory' } };
    story.step(admit, { asked: askedOf('r1', 4_000, other), isProved: true });
    proveAbsent(story, 'r1/c1/1');
    expect(nextSend(story.state)).toBeNull();
    expect(story.view('r1')).toMatchObject({
      waitingFor: 'approval',
      plan: { destination: { card: { holder: 'Mal Lory' } } },
      approvals: { given: [] },
    });
    approve(story);
    expect(story.sendAndHear(succeeded)).toBe('r1/c1/2');
  });
});

describe('A run that is recovered and did not know that a refund was sent again', () => {
  const scheduled = (number: number, results: readonly unknown[], amountMinor = 4_000) => ({
    legId: `r1/c1/${String(number)}`,
    operation: 'refund' as const,
    amountMinor,
    reference: 'ref-c1',
    scheduledAt: '2026-11-21T10:00:00.000Z',
    results,
  });
  const recovered = (story: LedgerStory, ...legs: readonly ReturnType<typeof scheduled>[]): LedgerStory => {
    story.step(recover, { legs, actor: alice, reason: 'reset' });
    return story;
  };

  it.each<[string, readonly unknown[]]>([
    ['succeeded', [succeeded]],
    ['was accepted', [pending]],
    ['has no known outcome', [null]],
  ])('sends nothing more where that second call %s', (_what, results) => {
    for (const order of [
      [1, 2],
      [2, 1],
    ] as const) {
      const story = asked();
      story.send();
      recovered(story, ...order.map((number) => scheduled(number, number === 1 ? [null] : results)));
      proveAbsent(story, 'r1/c1/1');
      expect(nextSend(story.state)).toBeNull();
      expect(story.movedMinor).toBe(4_000);
      expect(story.view('r1').balance.refundableMinor).toBe(6_000);
      if (results[0] === succeeded) expect(story.view('r1')).toMatchObject({ outcome: 'refunded', reason: null });
    }
  });

  it('takes what was sent twice of "all that is left" for one request of it', () => {
    const story = new LedgerStory(rulesOf({ lookupsSeeReversals: true }));
    story.ask(askedOf('r0', 6_000, captured));
    story.sendAndHear(succeeded);
    story.ask(askedOf('r1', null, captured));
    recovered(story, scheduled(1, [null]), scheduled(2, [succeeded]));
    story.tell(eventOf('refundFailed', { legId: 'r0/c1/1', evidence: 'case 7' }));
    proveAbsent(story, 'r1/c1/1');
    expect(nextSend(story.state)).toBeNull();
    expect(story.view('r1')).toMatchObject({ outcome: 'refunded', requestedMinor: 4_000 });
  });

  it('sends it again itself where that second call is proved absent too', () => {
    const story = asked();
    story.send();
    recovered(story, scheduled(1, [null]), scheduled(2, [unknown]));
    proveAbsent(story, 'r1/c1/1');
    proveAbsent(story, 'r1/c1/2');
    expect(story.sendAndHear(succeeded)).toBe('r1/c1/3');
    expect(story.movedMinor).toBe(4_000);
  });

  it('and knows nothing of the request sends nothing for it, whatever is absent', () => {
    const story = new LedgerStory(rulesOf({ lookupsSeeReversals: true }));
    story.ask(askedOf('r0', 100, captured));
    recovered(story, scheduled(1, [null]), scheduled(2, [null]));
    story.sendAndHear(succeeded);
    proveAbsent(story, 'r1/c1/1');
    proveAbsent(story, 'r1/c1/2');
    expect(nextSend(story.state)).toBeNull();
    expect(story.view('r1')).toMatchObject({ phase: 'completed', outcome: 'failed' });
  });

  it.each<[string, unknown]>([
    ['succeeded', succeeded],
    ['was accepted', pending],
  ])('does not send the second leg that it has planned where the first %s in a former run', (_what, result) => {
    const story = asked();
    story.sendAndHear(unknown);
    proveAbsent(story, 'r1/c1/1');
    expect(nextSend(story.state)?.legId).toBe('r1/c1/2');
    recovered(story, scheduled(1, [result]));
    expect(nextSend(story.state)).toBeNull();
    expect(story.movedMinor).toBe(4_000);
  });
});

describe('A run that is recovered after its payment moved to another gateway account', () => {
  it('looks a leg up where a former run sent it, and does not prove it absent by the rules of the other account', () => {
    const story = asked();
    story.tell(eventOf('accountChanged', { gatewayAccount: 'adyen-eu', evidence: 'case 7' }));
    story.step(recover, {
      legs: [
        {
          ...{ legId: 'r1/c1/1', operation: 'refund' as const, amountMinor: 4_000, reference: 'ref-c1' },
          ...{ scheduledAt: story.now, results: [null], gatewayAccounts: ['stripe-production'] },
        },
      ],
      actor: alice,
      reason: 'reset',
    });
    expect(allLegs(story.state)).toMatchObject([{ status: 'unknown', sentThrough: 'stripe-production' }]);
    proveAbsent(story, 'r1/c1/1');
    proveAbsent(story, 'r1/c1/1');
    expect(nextSend(story.state)).toBeNull();
    expect(story.view('r1')).toMatchObject({ phase: 'stuck', balance: { unknownMinor: 4_000 } });
  });
});

describe('A recovery of a refund of several captures', () => {
  const twice = paymentOf([captureOf('c1', 6_000), captureOf('c2', 4_000)]);
  const both = [
    { captureId: 'c1', number: 1, amountMinor: 6_000 },
    { captureId: 'c2', number: 2, amountMinor: 4_000 },
  ].map(({ captureId, number, amountMinor }) => ({
    ...{ legId: `r1/${captureId}/${String(number)}`, operation: 'refund' as const, amountMinor },
    ...{ reference: `ref-${captureId}`, scheduledAt: '2026-11-21T10:00:00.000Z', results: [succeeded] },
  }));

  it.each([false, true])('that this run knows: %s, is refunded, and nobody is asked', (isKnown) => {
    const story = new LedgerStory(rulesOf({ lookupsSeeReversals: true }));
    if (isKnown) story.ask(askedOf('r1', null, twice));
    else story.ask(askedOf('r0', 'cancel', twice));
    story.step(recover, { legs: both, actor: alice, reason: 'reset' });
    expect(story.view('r1')).toMatchObject({ outcome: 'refunded', reason: null, balance: { refundedMinor: 10_000 } });
  });
});

describe('A void that its requester has withdrawn, and that a former run had sent', () => {
  it.each(['notFound', 'cannotSay'] as const)('is not sent again where its lookup says %s', (status) => {
    const story = new LedgerStory(rulesOf({ lookupsSeeReversals: true }));
    story.ask(askedOf('r1', 'cancel', paymentOf([])));
    expect(story.step(withdraw, { reversalId: 'r1', by: alice, reason: 'kept it' })).toBeNull();
    const scheduled = { legId: 'r1/auth/1', operation: 'void' as const, amountMinor: 10_000, reference: 'auth-1' };
    story.step(recover, {
      legs: [{ ...scheduled, scheduledAt: story.now, results: [null] }],
      actor: alice,
      reason: 'reset',
    });
    const result = status === 'notFound' ? { status } : { status, why: 'serverError', final: false };
    story.step(applyLookup, { legId: 'r1/auth/1', result });
    expect(nextSend(story.state)).toBeNull();
  });
});

describe('A refund that its requester has withdrawn, and that a former run had sent', () => {
  it.each<[string, readonly unknown[], string]>([
    ['and that is proved absent', [null], 'failed'],
    ['and that was refused until its capture settles', [declined('notSettled')], 'declined'],
  ])('%s is not sent again', (_what, results, outcome) => {
    const story = asked();
    expect(story.step(withdraw, { reversalId: 'r1', by: alice, reason: 'kept it' })).toBeNull();
    const scheduled = { legId: 'r1/c1/1', operation: 'refund' as const, amountMinor: 4_000, reference: 'ref-c1' };
    story.step(recover, { legs: [{ ...scheduled, scheduledAt: story.now, results }], actor: alice, reason: 'reset' });
    proveAbsent(story, 'r1/c1/1');
    story.pass(3 * 24 * 60);
    expect(nextSend(story.state)).toBeNull();
    expect(story.view('r1')).toMatchObject({ outcome, balance: { refundableMinor: 10_000 } });
  });
});

describe('A refund of unknown outcome whose payment moves to another gateway account', () => {
  it('is looked up where it was sent, and is not proved absent by the rules of the other account', () => {
    const story = asked();
    story.sendAndHear(unknown);
    story.tell(eventOf('accountChanged', { gatewayAccount: 'adyen-eu', evidence: 'case 7' }));
    expect(story.state.payment?.gatewayAccount).toBe('adyen-eu');
    expect(allLegs(story.state)).toMatchObject([{ legId: 'r1/c1/1', sentThrough: 'stripe-production' }]);
    proveAbsent(story, 'r1/c1/1');
    proveAbsent(story, 'r1/c1/1');
    expect(nextSend(story.state)).toBeNull();
    expect(story.view('r1')).toMatchObject({ phase: 'stuck', balance: { unknownMinor: 4_000 } });
  });
});
