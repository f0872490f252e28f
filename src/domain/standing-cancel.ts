import { awaitsApproval } from './approval-of-plan';
import { captureBalances } from './balance';
import { endsAsking } from './leg';
import type { LedgerState } from './ledger-state';
import { settle, withoutUnsent } from './outcome';
import { adoptPlan, decideFor } from './plan';
import type { AccountRules } from './profile';
import type { Reason } from './reasons';
import { isSettled, wasSent, type Outcome, type Reversal } from './reversal';

/** A settled cancel that stands: whatever is captured or given back later is returned on its behalf. */
function standingCancel(state: LedgerState): Reversal | undefined {
  const standing: readonly Outcome[] = ['voided', 'refunded', 'partlyReversed', 'alreadyReversed'];
  return state.reversals.find(
    (one) => one.operation === 'cancel' && one.settled !== null && standing.includes(one.settled.outcome),
  );
}

/** A cancelled payment stays cancelled: a capture that lands later, or an amount given back by another, is returned. */
export function withLateReversals(state: LedgerState, rules: AccountRules, now: string): LedgerState {
  const cancel = standingCancel(state);
  if (cancel === undefined || state.payment === null) return state;
  let next = state;
  for (const { captureId, refundableMinor } of captureBalances(state)) {
    if (refundableMinor === 0 || isGivenUp(next, cancel, captureId)) continue;
    const late = lateReversal(next, cancel, captureId, refundableMinor, now);
    const decision = decideFor({ ...next, reversals: [...next.reversals, late] }, late, rules, now);
    if (decision?.kind !== 'send' && decision?.kind !== 'wait') continue;
    next = { ...next, reversals: [...next.reversals, adoptPlan(late, decision, state.payment, rules, now)] };
  }
  return next;
}

/** The gateway, or a person, has declined to give this capture back to the cancel or a late reversal of it. */
function isGivenUp(state: LedgerState, cancel: Reversal, captureId: string): boolean {
  return state.reversals
    .filter((one) => one.reversalId === cancel.reversalId || one.lateFor === cancel.reversalId)
    .some((one) => isRefusedFor(one, captureId) || one.legs.some((leg) => endsAsking(leg, captureId)));
}

/** People gave it up before it had a leg. */
function isRefusedFor({ lateCaptureId, settled }: Reversal, captureId: string): boolean {
  return lateCaptureId === captureId && (settled?.outcome === 'withdrawn' || settled?.outcome === 'rejected');
}

function lateReversal(
  state: LedgerState,
  cancel: Reversal,
  captureId: string,
  amountMinor: number,
  now: string,
): Reversal {
  return {
    reversalId: freeLateId(state, `${cancel.reversalId}/late/${captureId}`),
    operation: 'refund',
    askedMinor: amountMinor,
    requestedMinor: amountMinor,
    requester: cancel.requester,
    requestReason: `the payment was cancelled by ${cancel.reversalId}`,
    admittedAt: now,
    plan: null,
    approval: null,
    wait: null,
    legs: [],
    legsMade: 0,
    lateFor: cancel.reversalId,
    lateCaptureId: captureId,
    settled: null,
  };
}

/** Of those known from former runs only the ones that sent something are, so that counting them may meet a taken id. */
function freeLateId(state: LedgerState, first: string): string {
  const taken = new Set(state.reversals.map(({ reversalId }) => reversalId));
  let id = first;
  for (let number = 2; taken.has(id); number += 1) id = `${first}/${String(number)}`;
  return id;
}

/** A cancel takes over from refunds that wait, or were stopped for a person, and of which nothing was sent. */
export function superseded(state: LedgerState, cancelId: string, now: string): LedgerState {
  if (state.hold !== null) return state;
  const reason: Reason = { code: 'supersededByCancel', message: `cancel ${cancelId} gives back everything` };
  return {
    ...state,
    reversals: state.reversals.map((one) => {
      const waits =
        one.wait !== null ||
        awaitsApproval(one) ||
        state.gateway.status === 'waiting' ||
        one.legs.some((leg) => leg.stopped);
      if (isSettled(one) || one.operation === 'cancel' || wasSent(one) || !waits) return one;
      return settle(withoutUnsent(one), 'superseded', reason, now);
    }),
  };
}
