import { isUnsent, type GiveUpCode, type Leg } from './leg';
import { audited, withReversal, type LedgerState } from './ledger-state';
import { outcomeOf, reasonOf, settle } from './outcome';
import type { Reason } from './reasons';
import { hasOpenLegs, type Reversal } from './reversal';

/** Why people, or the clock, gave up what a reversal had not sent yet. */
export interface GivenUp {
  readonly code: GiveUpCode;
  readonly message: string;
}

/**
 * Ends a reversal as far as nothing of it was sent: its unsent legs are marked as never sent, which frees their amount
 * and keeps them from being planned again. What was sent stays, and is waited for.
 */
export function givenUp(reversal: Reversal, why: GivenUp, now: string): Reversal {
  const legs = reversal.legs.map((leg): Leg =>
    isUnsent(leg) ? { ...leg, status: 'notSent', code: why.code, stopped: false, since: now } : leg,
  );
  const left = { ...reversal, legs };
  if (hasOpenLegs(left)) return { ...left, wait: null };
  const outcome = legs.length === 0 ? withoutLegs(why) : outcomeOf(legs);
  const reason: Reason | null = outcome === 'withdrawn' || outcome === 'rejected' ? why : reasonOf(legs);
  return settle(left, outcome, reason, now);
}

/** Nobody approved in time: a rejection by the clock. */
export function expireApproval(state: LedgerState, reversal: Reversal, now: string): LedgerState {
  const why: GivenUp = {
    code: 'approvalExpired',
    message: `nobody approved version ${String(reversal.plan?.version ?? 0)} of the plan in time; its amount is free again`,
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
  return audited(withReversal(state, givenUp(reversal, why, now)), entry);
}

function withoutLegs({ code }: GivenUp): 'withdrawn' | 'rejected' {
  return code === 'withdrawnByRequester' ? 'withdrawn' : 'rejected';
}
