import { awaitsApproval } from '../decision/approval-of-plan';
import { captureBalances } from '../decision/balance';
import { isFinalFor, isStopped } from '../model/leg';
import { addReversal, openReversals, withReversal, type LedgerState } from '../model/ledger-state';
import { indexOf } from '../model/list-index';
import { complete, withoutUnsent } from '../decision/outcome';
import { adoptPlan, decideFor } from '../decision/plan';
import type { AccountRules } from '../model/profile';
import type { Reason } from '../model/reasons';
import { wasSent, type Outcome, type Reversal } from '../model/reversal';

/** A completed cancel that stays in force: what is captured or released later is refunded on its behalf. */
function effectiveCancel(state: LedgerState): Reversal | undefined {
  if (indexOf(state.reversals).endedCancels === 0) return undefined;
  const status: readonly Outcome[] = ['voided', 'refunded', 'partiallyReversed', 'alreadyReversed'];
  return state.reversals.find(
    (one) => one.operation === 'cancel' && one.completed !== null && status.includes(one.completed.outcome),
  );
}

/** A cancelled payment stays cancelled: a later capture, or an amount that another reversal releases, is refunded. */
export function withFollowUps(state: LedgerState, rules: AccountRules, now: string): LedgerState {
  const balances = captureBalances(state);
  if (state.payment === null || !balances.some(({ refundableMinor }) => refundableMinor > 0)) return state;
  const cancel = effectiveCancel(state);
  if (cancel === undefined) return state;
  let next = state;
  for (const { captureId, refundableMinor } of balances) {
    if (refundableMinor === 0 || isAbandoned(next, cancel, captureId)) continue;
    const followUp = followUpReversal(next, cancel, captureId, refundableMinor, now);
    const decision = decideFor(addReversal(next, followUp), followUp, rules, now);
    if (decision?.kind !== 'send' && decision?.kind !== 'wait') continue;
    next = addReversal(next, adoptPlan(followUp, decision, state.payment, rules, now, next.reversals));
  }
  return next;
}

/** The gateway, or a person, has declined to give this capture back to the cancel or a late reversal of it. */
function isAbandoned(state: LedgerState, cancel: Reversal, captureId: string): boolean {
  return state.reversals
    .filter((one) => one.reversalId === cancel.reversalId || one.followUpOf === cancel.reversalId)
    .some((one) => isRefusedFor(one, captureId) || one.legs.some((leg) => isFinalFor(leg, captureId)));
}

/** People gave it up before it had a leg. */
function isRefusedFor({ followUpCaptureId, completed }: Reversal, captureId: string): boolean {
  return followUpCaptureId === captureId && (completed?.outcome === 'withdrawn' || completed?.outcome === 'rejected');
}

function followUpReversal(
  state: LedgerState,
  cancel: Reversal,
  captureId: string,
  amountMinor: number,
  now: string,
): Reversal {
  return {
    reversalId: freeFollowUpId(state, `${cancel.reversalId}/follow-up/${captureId}`),
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
    followUpOf: cancel.reversalId,
    followUpCaptureId: captureId,
    completed: null,
  };
}

/** Of those known from former runs only the ones that sent something are, so that counting them may meet a taken id. */
function freeFollowUpId(state: LedgerState, first: string): string {
  const taken = new Set(state.reversals.map(({ reversalId }) => reversalId));
  let id = first;
  for (let number = 2; taken.has(id); number += 1) id = `${first}/${String(number)}`;
  return id;
}

/** A cancel takes over from refunds that wait, or were stopped for a person, and of which nothing was sent. */
export function superseded(state: LedgerState, cancelId: string, now: string): LedgerState {
  if (state.frozen !== null) return state;
  const reason: Reason = { code: 'supersededByCancel', message: `cancel ${cancelId} reverses everything` };
  let next = state;
  for (const one of openReversals(state)) {
    const waits =
      one.wait !== null || awaitsApproval(one) || state.gateway.status === 'waiting' || one.legs.some(isStopped);
    if (one.operation === 'cancel' || wasSent(one) || !waits) continue;
    next = withReversal(next, complete(withoutUnsent(one), 'superseded', reason, now));
  }
  return next;
}
