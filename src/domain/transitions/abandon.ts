import { isUnsent, type AbandonCode, type Leg } from '../model/leg';
import { notSent } from '../model/leg-states';
import { addAudit, withReversal, type LedgerState } from '../model/ledger-state';
import { outcomeOf, reasonOf, complete } from '../decision/outcome';
import type { Reason } from '../model/reasons';
import { hasOpenLegs, type Reversal } from '../model/reversal';

/** Why people, or a deadline, abandoned what a reversal had not sent yet. */
export interface Abandonment {
  readonly code: AbandonCode;
  readonly message: string;
}

/**
 * Ends a reversal as far as nothing of it was sent: its unsent legs are marked as never sent, which frees their amount
 * and keeps them from being planned again. What was sent stays, and is waited for.
 */
export function abandoned(reversal: Reversal, why: Abandonment, now: string): Reversal {
  const legs = reversal.legs.map((leg): Leg => (isUnsent(leg) ? notSent(leg, why.code, now) : leg));
  const left = { ...reversal, legs };
  if (hasOpenLegs(left)) return { ...left, wait: null };
  const outcome = legs.length === 0 ? withoutLegs(why) : outcomeOf(left);
  const reason: Reason | null = outcome === 'withdrawn' || outcome === 'rejected' ? why : reasonOf(left);
  return complete(left, outcome, reason, now);
}

/** No approver decided in time: the deadline rejects it. */
export function expireApproval(state: LedgerState, reversal: Reversal, now: string): LedgerState {
  const why: Abandonment = {
    code: 'approvalExpired',
    message: `version ${String(reversal.plan?.version ?? 0)} of the plan was not approved in time; its amount is released`,
  };
  const entry = {
    at: now,
    act: 'expired' as const,
    by: null,
    reversalId: reversal.reversalId,
    planVersion: reversal.plan?.version ?? null,
    comment: null,
    refused: null,
  };
  return addAudit(withReversal(state, abandoned(reversal, why, now)), entry);
}

function withoutLegs({ code }: Abandonment): 'withdrawn' | 'rejected' {
  return code === 'withdrawnByRequester' ? 'withdrawn' : 'rejected';
}
