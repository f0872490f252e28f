import { captureBalances } from '../../../src/domain/decision/balance';
import {
  declaredNotSent,
  isStopped,
  lookupOf,
  releasesReservation,
  type Leg,
  type LegStatus,
} from '../../../src/domain/model/leg';
import { findLeg } from '../../../src/domain/model/leg-change';
import { allLegs, type LedgerState } from '../../../src/domain/model/ledger-state';
import { statusOf, type WaitingFor } from '../../../src/domain/views/status';
import type { Reversal } from '../../../src/domain/model/reversal';
import { always, must, status, sum } from './law';

const held: readonly LegStatus[] = ['sending', 'succeeded', 'pending', 'unknown'];

/** What there must be in the ledger for a reversal to be shown as waiting for this. */
const grounds: Record<WaitingFor, (state: LedgerState, now: string) => boolean> = {
  approval: () => false,
  capture: ({ reversals }) => reversals.some(({ wait }) => wait?.for === 'capture'),
  settlement: ({ reversals }) => reversals.some(({ wait }) => wait?.for === 'settlement'),
  gateway: ({ gateway }) => gateway.status === 'waiting',
  pending: (state) => allLegs(state).some((leg) => leg.status === 'pending' && leg.lookup !== null),
  lookup: (state) => allLegs(state).some((leg) => isOpenEnded(leg) && isSought(state, leg)),
  operator: (state, now) =>
    allLegs(state).some((leg) => isStopped(leg) || (isOpenEnded(leg) && !isSought(state, leg))) ||
    state.reversals.some(({ wait }) => wait?.until != null && Date.parse(wait.until) <= Date.parse(now)),
  mismatch: (state) => allLegs(state).some((leg) => leg.status === 'unknown' && leg.mismatch !== null),
  recovery: ({ frozen }) => frozen !== null,
};

const isOpenEnded = (leg: Leg): boolean => leg.status === 'unknown' || leg.status === 'pending';
/** The machine will do something for it by itself. */
function isSought(state: LedgerState, leg: Leg): boolean {
  const isOver = captureBalances(state).some((one) => one.captureId === leg.captureId && one.overRefundedMinor > 0);
  const isSentAgain = leg.status === 'unknown' && leg.resendDue && !isStopped(leg) && !isOver;
  return lookupOf(leg) !== null || isSentAgain;
}

function reversalOf(state: LedgerState, legId: string): Reversal | undefined {
  return state.reversals.find((one) => one.legs.some((leg) => leg.legId === legId));
}

describe('whatever lookups, people and recoveries say', () => {
  it('an amount is released only by a result: a rejection, a lookup, a finding or an event', () => {
    always(({ step, before, after, about }) => {
      for (const leg of allLegs(before).filter((one) => held.includes(one.status))) {
        const later = findLeg(after, leg.legId);
        if (step.do === 'reset' || later === undefined || !releasesReservation(later)) continue;
        const answered = leg.status === 'sending' && step.do === 'answer';
        must(!answered || later.status === 'declined' || step.result.status === 'notSent', `${leg.legId} is lost`);
        const sentTwice = step.do === 'answer' && leg.operation === 'void' && later.status === 'declined';
        const foundOut = (step.do === 'lookUp' || step.do === 'resolve') && about === leg.legId;
        const failedLate = step.do === 'refundFailed' && later.status === 'failed';
        const read = step.do === 'recover' && later.status === 'declined';
        must(answered || sentTwice || foundOut || failedLate || read, `${leg.legId} became free by ${step.do}`);
      }
    });
  });

  it('a recovery loses no leg that was ever scheduled and may have left', () => {
    always(({ step, after }, { sends, moved }) => {
      if ((step.do !== 'reset' && step.do !== 'recover') || after.payment === null) return;
      for (const { legId, results } of sends.values()) {
        const left = results.some((result) => result?.status !== 'notSent' && result?.status !== 'resetDetected');
        const leg = findLeg(after, legId);
        must(!left || (leg !== undefined && leg.status !== 'planned'), `${legId} was forgotten`);
        must(!moved.has(legId) || (leg !== undefined && held.includes(leg.status)), `${legId} was freed`);
      }
    });
  });

  it('a lookup, a finding or a recovery received twice counts once', () => {
    always(({ step, after, again }) => {
      if (again === null) return;
      must(status(again(after)) === status(after), `${step.do} again changed something`);
    });
  });

  it('a finding that contradicts what is known is refused and changes nothing, and is in the audit trail', () => {
    always(({ step, before, after, about, refused }) => {
      if (step.do !== 'resolve' || about === null) return;
      const leg = findLeg(before, about);
      const isSettledOtherwise = leg !== undefined && ['planned', 'sending', 'declined'].includes(leg.status);
      must(!isSettledOtherwise || refused, `a finding about a ${leg?.status ?? 'missing'} leg was believed`);
      const later = findLeg(after, about);
      must(leg?.status !== 'succeeded' || later?.status === 'succeeded', 'a confirmed success was overwritten');
      if (!refused) return;
      must(JSON.stringify(after.reversals) === JSON.stringify(before.reversals), 'a refused finding changed a leg');
      must(status(after) === status(before), 'a refused finding moved something');
      const noted = after.audit.at(-1);
      must(noted?.act === 'resolved' && noted.refused !== null, 'it does not stand in the audit trail');
    });
  });

  it('a leg that was declared not sent and is found after all becomes a mismatch for a person, and its end is not overwritten', () => {
    always(({ step, before, after, about, now }) => {
      if (step.do !== 'lookUp' || about === null) return;
      const leg = findLeg(before, about);
      const later = findLeg(after, about);
      if (leg?.status !== 'notSent' || later === undefined || later.status === 'notSent') return;
      must(later.status === 'unknown' && later.mismatch === declaredNotSent, 'it was overwritten');
      must(later.reservedMinor >= leg.amountMinor && lookupOf(later) === null, 'it is not held');
      const reversal = reversalOf(after, about);
      if (reversal === undefined || reversal.legs.some((one) => ['planned', 'sending'].includes(one.status))) return;
      must(after.frozen !== null || statusOf(after, reversal, now).waitingFor === 'mismatch', 'nobody is told');
    });
  });

  it('a lookup changes the end of no other leg', () => {
    always(({ step, before, after, about }) => {
      if (step.do !== 'lookUp') return;
      for (const leg of allLegs(before)) {
        if (leg.legId === about || leg.status === 'planned') continue;
        must(findLeg(after, leg.legId)?.status === leg.status, `${leg.legId} changed with ${about ?? 'nothing'}`);
      }
    });
  });

  it('every reversal that is not working has a reason that exists', () => {
    always(({ after, now }) => {
      for (const reversal of after.reversals) {
        const { phase, waitingFor, reason } = statusOf(after, reversal, now);
        must((phase === 'completed') === (reversal.completed !== null), 'settled and not, at once');
        must((phase === 'waiting' || phase === 'stuck') === (waitingFor !== null), `${phase} for nothing`);
        must(waitingFor === null || reason !== null, `${phase} without a reason`);
        must(
          waitingFor === null || grounds[waitingFor](after, now),
          `nothing is there to wait for: ${waitingFor ?? ''}`,
        );
      }
    });
  });

  it('money of unknown outcome is always looked up or shown to a person', () => {
    always(({ after, now }) => {
      for (const leg of allLegs(after).filter(isOpenEnded)) {
        const reversal = reversalOf(after, leg.legId);
        must(reversal !== undefined && reversal.completed === null, `${leg.legId} is open in a settled reversal`);
        if (isSought(after, leg) || reversal === undefined) continue;
        const { phase, waitingFor } = statusOf(after, reversal, now);
        const isShown = phase === 'stuck' && waitingFor !== 'lookup';
        const goesOn = reversal.legs.some((one) => one.status === 'planned' || one.status === 'sending');
        must(
          isShown || goesOn || reversal.legs.some((one) => isOpenEnded(one) && isSought(after, one)),
          `nobody sees ${leg.legId}`,
        );
      }
    });
  });

  it('the ledger keeps at least what was answered for every leg that may have moved', () => {
    always(({ after }, { moved }) => {
      for (const { captureId } of captureBalances(after)) {
        const legs = [...moved.values()].filter((leg) => leg.captureId === captureId);
        const kept = allLegs(after).filter((leg) => leg.captureId === captureId && !releasesReservation(leg));
        must(
          sum(legs.map((leg) => leg.amountMinor)) <= sum(kept.map((leg) => leg.reservedMinor)),
          `${captureId} is short`,
        );
      }
    });
  });
});
