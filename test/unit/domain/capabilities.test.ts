import fc from 'fast-check';
import { askApproval } from '../../../src/domain/model/approval';
import { isApprovalOverdue, termsOfPlan } from '../../../src/domain/decision/approval-of-plan';
import { canApprove, canReject, canRequest, canResolve, canWithdraw } from '../../../src/domain/views/capabilities';
import { decideApproval } from '../../../src/domain/transitions/decide-approval';
import type { LedgerState } from '../../../src/domain/model/ledger-state';
import { resolve } from '../../../src/domain/transitions/resolve';
import type { LegStatus } from '../../../src/domain/model/leg';
import type { Reversal } from '../../../src/domain/model/reversal';
import { findReversalView, ledgerView } from '../../../src/domain/views/view';
import { withdraw } from '../../../src/domain/transitions/withdraw';
import { policyOf } from '../../support/approval-rules';
import { askedOf, minutesAfter, rulesOf } from '../../support/domain-arbitraries';
import { LedgerModel } from './ledger-model';
import { histories, paymentTold } from './random-history';
import { admitted } from './stepping';

const policy = policyOf({
  thresholds: [{ currency: 'USD', aboveMinor: 10, approvers: 2 }],
  approversOtherwise: 0,
  expiresAfterMinutes: 30,
});
const rules = rulesOf({}, { approvals: policy });
const nobody = { onBehalfOf: null };

/** A ledger as some history left it, in which plans that wait for nothing else have been put to the approvers. */
const ledgers: fc.Arbitrary<{ state: LedgerState; now: string }> = fc
  .record({
    history: histories,
    askedAgoMinutes: fc.constantFrom(0, 29, 31),
    givers: fc.subarray(['bob', 'carol', 'dave']),
  })
  .map(({ history, askedAgoMinutes, givers }) => {
    const model = new LedgerModel(rules);
    for (const step of history) model.run(step);
    const asked = minutesAfter(model.now, -askedAgoMinutes);
    const put = (one: Reversal): Reversal => {
      const terms = termsOfPlan(one, 'USD');
      if (terms === null || one.completed !== null || one.wait !== null) return one;
      const given = givers.map((id) => ({ by: { id, ...nobody }, at: asked, comment: null }));
      return {
        ...one,
        approval: { ...askApproval(policy, { ...terms, countedMinor: terms.refundMinor }, asked), given },
      };
    };
    return { state: { ...model.state, reversals: model.state.reversals.map(put) }, now: model.now };
  });

const people = fc.constantFrom('alice', 'bob', 'carol', 'erin');

/** Every reversal of a ledger as it is shown, to somebody. */
function eachShown(judge: (shown: ReturnType<typeof shownOf>) => void): void {
  fc.assert(
    fc.property(ledgers, people, ({ state, now }, id) => {
      for (const reversal of state.reversals) judge(shownOf(state, reversal, now, id));
    }),
    { numRuns: 1_000 },
  );
}

function shownOf(state: LedgerState, reversal: Reversal, now: string, id: string) {
  const view = findReversalView(state, reversal.reversalId, now);
  const terms = termsOfPlan(reversal, 'USD');
  if (view === null) throw new Error('an admitted reversal is not shown');
  return { state, reversal, view, terms, now, who: { id, ...nobody } };
}

describe('What a page offers, the ledger takes, and what it does not, the ledger refuses:', () => {
  it.each(['approve', 'reject'] as const)('%s', (decision) => {
    let taken = 0;
    let refused = 0;
    eachShown(({ state, reversal, view, terms, now, who }) => {
      // What waits for the world is kept for later, whoever says it.
      if (terms === null || reversal.wait !== null) return;
      const said = { ...terms, decision, by: who, comment: 'because' };
      const { answer: why } = decideApproval(state, said, { rules, now });
      const can = decision === 'approve' ? canApprove : canReject;
      expect({ why: can(view, { who, now }) === null, view }).toEqual({ why: why === null, view });
      if (why === null) taken += 1;
      else refused += 1;
    });
    expect(Math.min(taken, refused)).toBeGreaterThan(0);
  });

  it('withdraw', () => {
    let taken = 0;
    eachShown(({ state, reversal, view, now, who }) => {
      const withdrawal = { reversalId: reversal.reversalId, by: who, reason: 'because' };
      const { answer: why } = withdraw(state, withdrawal, { rules, now });
      expect({ why: canWithdraw(view, { who }) === null, view }).toEqual({ why: why === null, view });
      if (why === null) taken += 1;
    });
    expect(taken).toBeGreaterThan(0);
  });

  it('resolve, of every leg that is open', () => {
    const seen = new Set<LegStatus>();
    eachShown(({ state, view, now, who }) => {
      for (const leg of view.legs.filter(({ status }) => !['notSent', 'failed', 'succeeded'].includes(status))) {
        const coSignedBy = ['frank', 'grace'].map((one) => ({ id: one, ...nobody }));
        const found = { gatewayReference: null, evidence: 'seen', actor: who, coSignedBy, amountMinor: null };
        const resolution = { legId: leg.legId, outcome: 'succeeded' as const, ...found };
        const { answer: why } = resolve(state, resolution, { rules, now });
        expect([leg.status, canResolve(leg) === null]).toEqual([leg.status, why === null]);
        seen.add(leg.status);
      }
    });
    expect([...seen]).toEqual(expect.arrayContaining(['planned', 'sending', 'unknown']));
  });

  it('what cannot be requested is refused, whatever the amount', () => {
    let impossible = 0;
    fc.assert(
      fc.property(ledgers, ({ state, now }) => {
        const view = ledgerView(state, now);
        if (view === null || canRequest(view, 'refund') === null) return;
        // What nobody approved in time is freed before anything is admitted; the page may not show that yet.
        if (state.reversals.some((one) => isApprovalOverdue(one, now))) return;
        const { answer } = admitted(state, askedOf('another', 1, paymentTold({})), rules, now);
        expect(answer.kind).toBe('refused');
        impossible += 1;
      }),
      { numRuns: 1_000 },
    );
    expect(impossible).toBeGreaterThan(0);
  });
});
