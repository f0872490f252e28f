import { objectionToDecision, type Decidable, type WouldDecide } from '../decision/may-decide';
import { needsFinding, objectionsToResolution } from '../decision/may-resolve';
import { objectionToWithdrawal } from '../decision/may-withdraw';
import type { Reason } from '../model/reasons';
import type { Requester } from '../model/requester';
import type { Operation } from '../model/reversal';
import { shownTerms } from './shown-terms';
import type { LedgerView, LegView, ReversalView } from './view';

/**
 * What a person may do with what a view shows, by the ledger's own rules: null, or the reason why not, as one sentence.
 * The ledger checks again; this spares people an act that it would refuse. `now` is ISO 8601.
 */
export interface Looking {
  readonly who: Requester;
  readonly now: string;
  /** What the account's policy says, where the rules are at hand. @default true */
  readonly separateRequester?: boolean | undefined;
}

/** May this person approve the plan as it is shown? */
export function canApprove(reversal: ReversalView, looking: Looking): string | null {
  return objectionToDecision(decidable(reversal), wouldDecide('approve', looking))?.message ?? null;
}

/** May this person reject the plan as it is shown? A person who has approved it may still change their mind. */
export function canReject(reversal: ReversalView, looking: Looking): string | null {
  return objectionToDecision(decidable(reversal), wouldDecide('reject', looking))?.message ?? null;
}

/** May this person withdraw the request? Only its requester, and only while nothing was sent. */
export function canWithdraw(reversal: ReversalView, { who }: Pick<Looking, 'who'>): string | null {
  const { requester, outcome, legs } = reversal;
  // As `wasSent` of the ledger: a leg that was refused until its capture settles has moved nothing.
  const wasSent = legs.some(
    ({ status, sentAgain }) => status !== 'planned' && !(status === 'declined' && sentAgain === true),
  );
  return objectionToWithdrawal({ requester, outcome, frozen: frozenIn(reversal), wasSent }, who)?.message ?? null;
}

/** May an operator resolve this leg by what was found at the gateway? */
export function canResolve({ status }: Pick<LegView, 'status'>): string | null {
  if (needsFinding(status)) return null;
  const why = objectionsToResolution[status];
  return why.notSent ?? 'it has ended, and its amount was released';
}

/** Can this be requested now? It may still be refused for its amount: a preview shows that. */
export function canRequest(
  { balance, overRefunded, captures }: Pick<LedgerView, 'balance' | 'overRefunded' | 'captures'>,
  operation: Operation,
): string | null {
  if (overRefunded) return 'more was refunded than was captured, so nothing more is admitted';
  if (operation === 'cancel' || captures.some(({ status }) => status === 'started')) return null;
  if (balance.capturedMinor === 0) {
    return 'nothing was captured, so there is nothing to refund; cancel to release the hold';
  }
  return balance.refundableMinor === 0 ? 'nothing is left to refund' : null;
}

function decidable(reversal: ReversalView): Decidable {
  const { requester, outcome, approvals, legs } = reversal;
  return {
    requester,
    outcome,
    frozen: frozenIn(reversal),
    terms: shownTerms(reversal),
    needed: approvals.needed,
    approvedBy: approvals.given.map(({ by }) => by),
    expiresAt: approvals.expiresAt,
    hasPlannedLegs: legs.some(({ status }) => status === 'planned'),
  };
}

function wouldDecide(decision: WouldDecide['decision'], { who, now, separateRequester = true }: Looking): WouldDecide {
  return { decision, by: who, terms: null, now, separateRequester };
}

/** A view names the ledger's frozen state as what the reversal waits for. */
function frozenIn({ waitingFor, reason }: ReversalView): Reason | null {
  return waitingFor === 'recovery' ? reason : null;
}
