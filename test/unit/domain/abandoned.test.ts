import { isApprovalOverdue } from '../../../src/domain/decision/approval-of-plan';
import { canApprove } from '../../../src/domain/views/capabilities';
import { decideApproval } from '../../../src/domain/transitions/decide-approval';
import { nextSend } from '../../../src/domain/decision/next-send';
import type { Reason } from '../../../src/domain/model/reasons';
import { resolve } from '../../../src/domain/transitions/resolve';
import { shownTerms } from '../../../src/domain/views/shown-terms';
import { policyOf } from '../../support/approval-rules';
import { askedOf, captureOf, declined, eventOf, paymentOf, pending, rulesOf } from '../../support/domain-arbitraries';
import { LedgerStory } from './ledger-story';

const policy = policyOf({
  thresholds: [{ currency: 'USD', aboveMinor: 0, approvers: 1 }],
  expiresAfterMinutes: 30,
  captureSources: ['a test'],
});
const bob = { id: 'bob', onBehalfOf: null };

/** What bob says about the plan as it is shown; returns why it was not taken. */
function decide(story: LedgerStory, decision: 'approve' | 'reject'): Reason | null {
  const terms = shownTerms(story.view('cancel-1'));
  if (terms === null) throw new Error('The test expected a plan to decide about.');
  const said = { ...terms, decision, by: bob, comment: 'looked at the order' };
  return story.step(decideApproval, said);
}

/** A cancel whose approved plan voids 60.00 and refunds 40.00; the void is accepted, and its end is not told. */
function voidUnderWay(): LedgerStory {
  const story = new LedgerStory(rulesOf({ voidsRemainder: true }, { approvals: policy }));
  story.ask(askedOf('cancel-1', 'cancel', paymentOf([captureOf('c1', 4_000)])));
  expect(decide(story, 'approve')).toBeNull();
  expect(story.sendAndHear(pending)).toBe('cancel-1/auth/1');
  return story;
}

/** A second capture of 10.00 landed meanwhile, so that another version of the plan refunds 50.00. */
function askedAgain(): LedgerStory {
  const story = voidUnderWay();
  story.tell(
    eventOf('captureSucceeded', { captureId: 'c2', amountMinor: 1_000, currency: 'USD', gatewayReference: 'ref-c2' }),
  );
  expect(story.view('cancel-1')).toMatchObject({ waitingFor: 'approval', plan: { version: 2 } });
  return story;
}

const entriesOf = ({ state }: LedgerStory, act: string) => state.audit.filter((entry) => entry.act === act);
const isOverdue = ({ state, now }: LedgerStory) => state.reversals.some((one) => isApprovalOverdue(one, now));

function voidFoundDone(story: LedgerStory): void {
  const finding = {
    ...{ legId: 'cancel-1/auth/1', outcome: 'succeeded' as const, gatewayReference: 'void-1', evidence: 'report 7' },
    ...{ actor: bob, coSignedBy: [], amountMinor: null },
  };
  expect(story.step(resolve, finding)).toBeNull();
}

it('A plan that is approved stays approved while its void waits for its end', () => {
  expect(voidUnderWay().view('cancel-1')).toMatchObject({
    phase: 'waiting',
    waitingFor: 'pending',
    plan: { version: 1 },
    approvals: { needed: 1, given: [{ by: bob }] },
  });
});

describe('A cancel whose void is in flight and whose next plan is not approved', () => {
  it('expires once, however often it is advanced', () => {
    const story = askedAgain();
    story.pass(31);
    expect(isOverdue(story)).toBe(false);
    story.pass(1);
    story.pass(600);
    expect(isOverdue(story)).toBe(false);
    expect(entriesOf(story, 'expired')).toHaveLength(1);
  });

  it.each([
    ['expired', (story: LedgerStory) => story.pass(31)],
    ['was rejected', (story: LedgerStory) => expect(decide(story, 'reject')).toBeNull()],
  ])('sends nothing more after it %s, and ends with what its void has done', (_how, giveUp) => {
    const story = askedAgain();
    giveUp(story);
    expect(nextSend(story.state)).toBeNull();
    expect(story.view('cancel-1')).toMatchObject({ phase: 'waiting', waitingFor: 'pending' });
    voidFoundDone(story);
    expect(nextSend(story.state)).toBeNull();
    expect(story.view('cancel-1')).toMatchObject({ phase: 'completed', outcome: 'partiallyReversed' });
    expect(story.movedMinor).toBe(6_000);
  });

  it('is not planned anew by a later capture, which a reversal of its own returns once the cancel has done something', () => {
    const story = askedAgain();
    story.pass(31);
    const planned = story.view('cancel-1').plan;
    story.tell(
      eventOf('captureSucceeded', { captureId: 'c3', amountMinor: 500, currency: 'USD', gatewayReference: 'ref-c3' }),
    );
    expect(story.view('cancel-1').plan).toEqual(planned);
    expect(nextSend(story.state)).toBeNull();
    voidFoundDone(story);
    expect(story.view('cancel-1').plan).toEqual(planned);
    expect(story.view('cancel-1/follow-up/c3')).toMatchObject({ phase: 'waiting', waitingFor: 'approval' });
  });

  it('takes no second decision, and gives the reason', () => {
    const story = askedAgain();
    decide(story, 'reject');
    expect(canApprove(story.view('cancel-1'), { who: bob, now: story.now })).toBe('nothing of it is left to decide');
    expect(decide(story, 'approve')).toMatchObject({
      code: 'alreadyDecided',
      message: 'nothing of it is left to decide',
    });
    expect(nextSend(story.state)).toBeNull();
  });

  it('ends rejected where its void moved nothing either', () => {
    const story = new LedgerStory(rulesOf({ voidsRemainder: true }, { approvals: policy }));
    story.ask(askedOf('cancel-1', 'cancel', paymentOf([captureOf('c1', 4_000)])));
    decide(story, 'approve');
    story.sendAndHear(declined());
    story.pass(31);
    expect(story.view('cancel-1')).toMatchObject({ phase: 'completed', outcome: 'rejected' });
    expect(story.movedMinor).toBe(0);
  });
});
