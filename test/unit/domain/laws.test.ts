import fc from 'fast-check';
import { captureBalances } from '../../../src/domain/balance';
import { nextSend } from '../../../src/domain/next-send';
import { standingOf } from '../../../src/domain/phase';
import { progress } from '../../../src/domain/progress';
import type { Leg, LegStatus } from '../../../src/domain/leg';
import type { LedgerState } from '../../../src/domain/ledger-state';
import type { Profile } from '../../../src/domain/profile';
import { ledgerView } from '../../../src/domain/view';
import { profiles, rulesOf } from '../../support/domain-arbitraries';
import { deepFrozen, LedgerModel, type Happened } from './ledger-model';
import { captureAmounts, histories, type Step } from './random-history';

const captureIds = Object.keys(captureAmounts);
const givenBack: readonly LegStatus[] = ['declined', 'notSent', 'failed'];
const legsOf = (state: LedgerState): readonly Leg[] => state.reversals.flatMap((reversal) => reversal.legs);
const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);

/** What was and may be given back of a capture, counted by the test itself. */
function claimed(state: LedgerState, captureId: string): number {
  const held = legsOf(state).filter((leg) => leg.captureId === captureId && !givenBack.includes(leg.status));
  const outside = state.refundsOutside.filter((one) => one.captureId === captureId);
  const disputed = state.disputes.filter((one) => one.captureId === captureId && one.status !== 'won');
  return sum([...held.map((leg) => leg.heldMinor), ...[...outside, ...disputed].map((one) => one.amountMinor)]);
}

function captured(state: LedgerState, captureId: string): number {
  const capture = state.payment?.captures.find((one) => one.captureId === captureId);
  return capture?.status === 'succeeded' ? capture.amountMinor : 0;
}

/** An expectation without its cost: the laws below are asked some hundred thousand times. */
function must(holds: boolean, why: string): void {
  if (!holds) throw new Error(why);
}

/** Lets a law look at every step of thousands of random histories. */
function always(law: (happened: Happened, model: LedgerModel) => void, runs = 2000): void {
  fc.assert(
    fc.property(profiles, histories, (profile: Profile, steps: readonly Step[]) => {
      const model = new LedgerModel(rulesOf(profile));
      for (const step of steps) law(model.run(step), model);
    }),
    { numRuns: runs },
  );
}

describe('whatever is asked, answered and told, in any order', () => {
  it('no step of ours makes what was and may be given back exceed what was captured, per capture', () => {
    always(({ step, before, after }) => {
      const byOthers =
        (step.do === 'tell' && step.outside) || (step.do === 'answer' && step.result.status === 'mismatch');
      if (byOthers) return;
      for (const id of captureIds) {
        must(claimed(after, id) <= Math.max(captured(after, id), claimed(before, id)), `${id} is promised twice`);
      }
    });
  });

  it('nothing is admitted while a capture is over-returned, and nothing is sent for that capture', () => {
    always(({ before, after, admission, sent }) => {
      const over = captureIds.filter((id) => captured(after, id) > 0 && claimed(after, id) > captured(after, id));
      must(admission?.kind !== 'admitted' || over.length === 0, 'admitted while over-returned');
      const sentFor = legsOf(before).find((leg) => leg.legId === sent)?.captureId ?? 'none';
      must(!over.includes(sentFor), 'sent for an over-returned capture');
    });
  });

  it('the gateway is never told to give back more than was captured, by its own book', () => {
    always(({ after }, { moved }) => {
      for (const id of captureIds) {
        const legs = [...moved.values()].filter((leg) => leg.captureId === id);
        must(sum(legs.map((leg) => leg.amountMinor)) <= captured(after, id), `${id} was given back twice`);
      }
    });
  });

  it('what the ledger shows as held covers what the gateway may have moved', () => {
    always(({ after }, { moved }) => {
      const held = legsOf(after).filter((leg) => ['succeeded', 'pending', 'unknown'].includes(leg.status));
      must(held.length === moved.size && held.every((leg) => moved.has(leg.legId)), 'the ledger forgot a movement');
    });
  });

  it('one leg at most is being sent, and none while the end of a void is open', () => {
    always(({ before, after, sent }) => {
      must(legsOf(after).filter((leg) => leg.status === 'sending').length <= 1, 'two calls in flight');
      const openVoids = legsOf(before).filter(
        (leg) => leg.operation === 'void' && ['sending', 'pending', 'unknown'].includes(leg.status),
      );
      must(sent === null || openVoids.length === 0, 'sent past an open void');
    });
  });

  it('a leg goes through its life in order, and a leg that has left is never forgotten', () => {
    const next: Record<LegStatus, readonly LegStatus[]> = {
      planned: ['planned', 'sending', 'notSent'],
      sending: ['sending', 'planned', 'notSent', 'succeeded', 'declined', 'pending', 'unknown'],
      succeeded: ['succeeded', 'failed'],
      pending: ['pending', 'failed'],
      unknown: ['unknown'],
      declined: ['declined'],
      notSent: ['notSent'],
      failed: ['failed'],
    };
    always(({ step, before, after }) => {
      const nothingLeft = step.do === 'answer' && step.result.status === 'notSent';
      const now = new Map(legsOf(after).map((leg) => [leg.legId, leg]));
      for (const leg of legsOf(before)) {
        const later = now.get(leg.legId);
        const mayGo = leg.status === 'planned' || (leg.status === 'sending' && nothingLeft);
        if (later === undefined) must(mayGo, `${leg.legId} was forgotten`);
        else must(next[leg.status].includes(later.status), `${leg.legId}: ${leg.status} became ${later.status}`);
      }
    });
  });

  it('a leg id is given once, and what has left is never sent again', () => {
    let seen = new Set<string>();
    let current: LedgerModel | null = null;
    always(({ before, after, sent }, model) => {
      if (current !== model) seen = new Set();
      current = model;
      const ids = legsOf(after).map((leg) => leg.legId);
      must(new Set(ids).size === ids.length, 'two legs share an id');
      const known = new Set(legsOf(before).map((leg) => leg.legId));
      for (const id of ids.filter((one) => !known.has(one))) must(!seen.has(id), `${id} was given twice`);
      ids.forEach((id) => seen.add(id));
      must(sent === null || !model.moved.has(sent), 'sent again');
    });
  });

  it('carrying on twice is carrying on once', () => {
    always(({ after, now, sent, admission }, { rules }) => {
      if (sent !== null || admission?.kind === 'refused') return;
      must(JSON.stringify(progress(after, rules, now)) === JSON.stringify(after), 'a second time changed something');
    });
  });

  it('an admitted request stays bound: the same body changes nothing, another body is refused', () => {
    always(({ after, now }, { rules, bound }) => {
      for (const [requestId, asked] of bound) {
        const standing = deepFrozen(progress(after, rules, now));
        const probe = new LedgerModel(rules);
        probe.state = standing;
        probe.now = now;
        probe.bound.set(requestId, asked);
        const repeated = probe.run({ do: 'repeat', which: 0 });
        expect(repeated.admission?.kind).toBe('repeated');
        expect(legsOf(repeated.after).map(({ legId, status }) => [legId, status])).toEqual(
          legsOf(standing).map(({ legId, status }) => [legId, status]),
        );
        expect(repeated.after.reversals.length).toBe(standing.reversals.length);
        probe.state = standing;
        const otherwise = probe.run({ do: 'askOtherwise', which: 0 });
        expect(otherwise.admission?.kind).toBe('refused');
        expect(otherwise.after.reversals).toEqual(standing.reversals);
      }
    }, 200);
  });

  it('the amount of a refund, once pinned, stays, and its legs never come to more', () => {
    always(({ before, after }) => {
      for (const reversal of after.reversals) {
        const was = before.reversals.find((one) => one.reversalId === reversal.reversalId)?.requestedMinor ?? null;
        must(was === null || reversal.requestedMinor === was, 'a pinned amount changed');
        if (reversal.operation === 'cancel' || reversal.requestedMinor === null) continue;
        const live = reversal.legs.filter((leg) => !givenBack.includes(leg.status));
        must(sum(live.map((leg) => leg.amountMinor)) <= reversal.requestedMinor, 'more than was asked');
      }
    });
  });

  it('who is shown as working has a leg under way or a leg whose turn it is in the ledger', () => {
    always(({ after, now }, { rules }) => {
      const state = progress(after, rules, now);
      const working = state.reversals.filter((one) => standingOf(state, one, now).phase === 'working');
      const goesOn = nextSend(state) !== null || legsOf(state).some((leg) => leg.status === 'sending');
      must(goesOn || working.length === 0, 'shown as working, and nothing can happen');
    });
  });

  it('the balance adds up, per capture and over all', () => {
    always(({ after, now }) => {
      const view = ledgerView(after, now);
      if (view === null) return;
      const balances = captureBalances(after);
      for (const one of balances) {
        const used = one.voidedMinor + one.refundedMinor + one.pendingMinor + one.unknownMinor + one.reservedMinor;
        const all = used + one.refundedOutsideMinor + one.disputedMinor + one.refundableMinor - one.overReturnedMinor;
        must(all === one.capturedMinor, 'a capture does not add up');
        must(used + one.refundedOutsideMinor + one.disputedMinor === claimed(after, one.captureId), 'miscounted');
      }
      const reserved = legsOf(after).filter((leg) => ['planned', 'sending'].includes(leg.status));
      const { balance } = view;
      must(balance.capturedMinor === sum(captureIds.map((id) => captured(after, id))), 'captured');
      must(balance.refundableMinor === sum(balances.map((one) => one.refundableMinor)), 'refundable');
      must(balance.refundedMinor === sum(balances.map((one) => one.refundedMinor)), 'refunded');
      must(balance.reservedMinor === sum(reserved.map((leg) => leg.heldMinor)), 'reserved');
    });
  });
});
