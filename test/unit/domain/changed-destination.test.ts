import { admit } from '../../../src/domain/transitions/admit';
import { decideApproval } from '../../../src/domain/transitions/decide-approval';
import type { ApprovalTerms } from '../../../src/domain/model/approval';
import { nextSend } from '../../../src/domain/decision/next-send';
import type { Card } from '../../../src/domain/model/payment';
import type { AskedReversal } from '../../../src/domain/model/request';
import { shownTerms } from '../../../src/domain/views/shown-terms';
import { askedOf, captureOf, paymentOf, rulesOf, succeeded } from '../../support/domain-arbitraries';
import { policyOf } from '../../support/approval-rules';
import { LedgerStory } from './ledger-story';

const own: Card = {
  cardNumber: '@tok_own_1111',
  cardHolderName: 'Jane Smith',
  expirationMonth: 12,
  expirationYear: 2030,
};
const other: Card = { ...own, cardNumber: '@tok_other_2222', cardHolderName: 'Mal Lory' };
const captured = paymentOf([captureOf('c1', 6_000), captureOf('c2', 4_000)], { card: own });
const asked = askedOf('return-1', 9_000, captured);
const withOther: AskedReversal = { ...asked, payment: { ...captured, card: other } };
const rules = rulesOf(
  {},
  { approvals: policyOf({ thresholds: [{ currency: 'USD', aboveMinor: 5_000, approvers: 2 }] }) },
);

function waiting(): LedgerStory {
  const story = new LedgerStory(rules);
  expect(story.ask(asked)).toBe('admitted');
  return story;
}

const termsIn = (story: LedgerStory): ApprovalTerms => {
  const terms = shownTerms(story.view('return-1'));
  if (terms === null) throw new Error('The test expected a plan.');
  return terms;
};

function approve(story: LedgerStory, by: string, terms: ApprovalTerms) {
  const said = {
    ...terms,
    decision: 'approve' as const,
    by: { id: by, onBehalfOf: null },
    comment: null,
    tokenId: null,
  };
  return story.step(decideApproval, said);
}

describe('A refund of 90.00 that waits for two approvals', () => {
  it.each<[string, AskedReversal, boolean]>([
    ['whose sender did not prove to be the requester', withOther, false],
    ['by somebody else', { ...withOther, requester: { id: 'mallory', onBehalfOf: null } }, true],
    ['on behalf of somebody else', { ...withOther, requester: { id: 'alice', onBehalfOf: 'mallory' } }, true],
  ])('takes no card, capture or date from a repeat %s, and leaves a note', (_whose, repeat, isProved) => {
    const story = waiting();
    const before = story.state;
    const payment = {
      ...repeat.payment,
      captures: [...captured.captures, captureOf('c3', 0, { status: 'started' })],
      authorizedAt: '2026-11-19T10:00:00.000Z',
      authorizationExpiresAt: '2027-11-19T10:00:00.000Z',
    };
    expect(story.step(admit, { asked: { ...repeat, payment }, isProved })).toEqual({ kind: 'repeated' });
    const { notes, ...rest } = story.state;
    expect(notes).toMatchObject([{ why: expect.stringContaining('nothing of it was taken') }]);
    expect(rest).toEqual({ ...before, notes: undefined });
  });

  it('is planned and approved anew where its requester changes the card, with a line that shows neither token', () => {
    const story = waiting();
    const first = termsIn(story);
    expect(approve(story, 'bob', first)).toBeNull();
    expect(story.step(admit, { asked: withOther, isProved: true })).toEqual({ kind: 'repeated' });
    const view = story.view('return-1');
    expect(view).toMatchObject({
      waitingFor: 'approval',
      plan: { version: 2, destination: { card: { holder: 'Mal Lory', token: '@…2222' } } },
      approvals: { needed: 2, given: [] },
    });
    expect(story.state.audit.at(-1)).toMatchObject({
      act: 'destinationChanged',
      by: { id: 'alice' },
      reversalId: 'return-1',
      comment:
        'from card @…1111 of Jane Smith, expires 12/2030, at stripe-production; to card @…2222 of Mal Lory, expires 12/2030, at stripe-production',
    });
    expect(JSON.stringify([view, story.state.audit])).not.toMatch(/tok_own|tok_other/);

    expect(approve(story, 'carol', first)).toMatchObject({ code: 'planChanged' });
    expect(approve(story, 'carol', { ...termsIn(story), destination: first.destination })).toMatchObject({
      code: 'termsMismatch',
      message: expect.stringContaining('another destination than the plan') as string,
    });
    expect(nextSend(story.state)).toBeNull();
    for (const person of ['bob', 'carol']) expect(approve(story, person, termsIn(story))).toBeNull();
    expect(nextSend(story.state)).not.toBeNull();
  });

  it('is asked about anew for what is left, where the card changes after a part was sent', () => {
    const story = waiting();
    for (const person of ['bob', 'carol']) approve(story, person, termsIn(story));
    story.sendAndHear(succeeded);
    expect(nextSend(story.state)).not.toBeNull();
    story.step(admit, { asked: withOther, isProved: true });
    expect(nextSend(story.state)).toBeNull();
    expect(termsIn(story)).toMatchObject({ planVersion: 2, refundMinor: 3_000, voidMinor: 0 });
    expect(story.view('return-1').approvals).toMatchObject({ needed: 2, countedMinor: 9_000, given: [] });
    for (const person of ['bob', 'carol']) approve(story, person, termsIn(story));
    story.sendAndHear(succeeded);
    expect(story.view('return-1')).toMatchObject({ outcome: 'refunded', balance: { refundedMinor: 9_000 } });
  });

  it('is approved by nobody for the card of another request of the payment', () => {
    const story = waiting();
    const first = termsIn(story);
    approve(story, 'bob', first);
    const small = askedOf(
      'return-2',
      100,
      { ...captured, card: other },
      { requester: { id: 'erin', onBehalfOf: null } },
    );
    expect(story.ask(small)).toBe('admitted');
    expect(story.view('return-1')).toMatchObject({ plan: { version: 2 }, approvals: { given: [] } });
    expect(story.state.audit.at(-1)).toMatchObject({ act: 'destinationChanged', by: { id: 'erin' } });
  });
});
