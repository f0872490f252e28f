import { isSamePerson } from '../model/approval';
import { assertNever } from '../model/assert-never';
import type { Requester } from '../model/requester';
import type { Operation } from '../model/reversal';
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
  const { who } = looking;
  const why = cannotDecide(reversal, looking);
  if (why !== null) return why;
  const isCounted = reversal.approvals.given.some(({ by }) => isSamePerson(by, who));
  return isCounted ? `${who.id} has approved it already, and counts once` : null;
}

/** May this person reject the plan as it is shown? A person who has approved it may still change their mind. */
export function canReject(reversal: ReversalView, looking: Looking): string | null {
  return cannotDecide(reversal, looking);
}

/** May this person withdraw the request? Only its requester, and only while nothing was sent. */
export function canWithdraw(reversal: ReversalView, { who }: Pick<Looking, 'who'>): string | null {
  const { legs, requester } = reversal;
  const why = completedOrFrozen(reversal);
  if (why !== null) return why;
  if (legs.some(({ status }) => status !== 'planned'))
    return 'a part of it was sent, so it continues and cannot be withdrawn';
  if (!isSamePerson(who, requester)) return `${requester.id} asked for it; only its requester may withdraw it`;
  return null;
}

/** May an operator resolve this leg by what was found at the gateway? */
export function canResolve({ status }: Pick<LegView, 'status'>): string | null {
  switch (status) {
    case 'unknown':
    case 'pending':
      return null;
    case 'sending':
      return 'it is being sent right now; wait for its answer';
    case 'planned':
      return 'nothing of it was sent; there is nothing to resolve';
    case 'succeeded':
      return 'the gateway has confirmed it';
    case 'declined':
      return 'the gateway declined it, so its outcome is final';
    case 'notSent':
    case 'failed':
      return 'it has ended, and its amount was released';
    default:
      return assertNever(status);
  }
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

function cannotDecide(reversal: ReversalView, { who, now, separateRequester = true }: Looking): string | null {
  const { approvals, plan, requester, legs } = reversal;
  const why = completedOrFrozen(reversal);
  if (why !== null) return why;
  if (plan === null || approvals.needed === 0) return 'it needs no approval as it is planned now';
  if (!legs.some(({ status }) => status === 'planned')) return 'nothing of it is left to decide';
  if (approvals.expiresAt !== null && isOpen(reversal) && Date.parse(approvals.expiresAt) <= Date.parse(now)) {
    return `the time to decide ended at ${approvals.expiresAt}`;
  }
  if (separateRequester && isSamePerson(who, requester)) {
    return `${who.id} requested it, or acts for its requester; another person must decide`;
  }
  return isOpen(reversal) ? null : `version ${plan.version} of the plan is approved already`;
}

/** More people must approve it. */
function isOpen({ approvals }: ReversalView): boolean {
  return approvals.given.length < approvals.needed;
}

function completedOrFrozen({ phase, outcome, waitingFor, reason }: ReversalView): string | null {
  if (phase === 'completed') return `it has ended: ${outcome ?? 'completed'}`;
  if (waitingFor === 'recovery') return reason?.message ?? 'everything is frozen until the ledger is recovered';
  return null;
}
