import { awaitsApproval, isApprovalOverdue, termsOfPlan } from './approval-of-plan';
import { areBound, type Approval, type Decision } from './approval';
import {
  audited,
  earlyDecisionsKept,
  findReversal,
  kept,
  tokenIdsKept,
  unsettled,
  withReversal,
  type LedgerState,
} from './ledger-state';
import { givenUp } from './give-up';
import { wasRefusedByPeople } from './leg';
import { formatAmount } from './money';
import type { AccountRules } from './profile';
import type { Reason } from './reasons';
import type { Reversal } from './reversal';

/** `refused`: why a decision was not taken; null: it counts, now or as soon as it is asked for. */
export interface DecisionResult {
  readonly state: LedgerState;
  readonly refused: Reason | null;
}

/**
 * Takes one person's decision about one version of one plan. Whoever decides has proved who he is. What comes before it
 * is asked for is kept; what names another version or other amounts is refused, and stands in the audit trail too.
 * The caller carries the reversals on.
 */
export function decideApproval(
  state: LedgerState,
  decision: Decision,
  rules: AccountRules,
  now: string,
): DecisionResult {
  const why = usedToken(state, decision);
  if (why !== null) return refused(state, decision, why, now);
  const used = withTokenUsed(state, decision);
  const reversal = findReversal(state, decision.reversalId);
  if (reversal === undefined || isEarly(reversal, decision)) return keptForLater(used, decision, now);
  return judged(used, reversal, decision, rules, now);
}

/** Takes what came before it was asked for, for every plan that asks now. */
export function withEarlyDecisions(state: LedgerState, rules: AccountRules, now: string): LedgerState {
  let next = state;
  for (const reversal of unsettled(state).filter(awaitsApproval)) {
    const due = next.earlyDecisions.filter(
      (early) => early.reversalId === reversal.reversalId && !isEarly(reversal, early),
    );
    if (due.length === 0) continue;
    next = { ...next, earlyDecisions: next.earlyDecisions.filter((early) => !due.includes(early)) };
    for (const decision of due) {
      const current = findReversal(next, decision.reversalId);
      if (current !== undefined) next = judged(next, current, decision, rules, now).state;
    }
  }
  return next;
}

function judged(
  state: LedgerState,
  reversal: Reversal,
  decision: Decision,
  rules: AccountRules,
  now: string,
): DecisionResult {
  const { approval } = reversal;
  const why = objection(state, reversal, decision, rules, now);
  if (why !== null || approval === null) return refused(state, decision, why ?? nothingAsked(decision), now);
  const taken = audited(state, entryOf(decision, now, null));
  if (decision.decision === 'reject') {
    const message = `${decision.by.id} rejected version ${String(decision.planVersion)} of the plan: ${decision.comment ?? ''}`;
    const rejected = givenUp(reversal, { code: 'approvalRejected', message }, now);
    return { state: withReversal(taken, rejected), refused: null };
  }
  return { state: withReversal(taken, { ...reversal, approval: given(approval, decision, now) }), refused: null };
}

/** It names a plan that is not there yet, or one that still waits for the world. */
function isEarly({ settled, plan, wait }: Reversal, { planVersion }: Decision): boolean {
  if (settled !== null) return false;
  return plan === null || planVersion > plan.version || (planVersion === plan.version && wait !== null);
}

function objection(
  state: LedgerState,
  reversal: Reversal,
  decision: Decision,
  rules: AccountRules,
  now: string,
): Reason | null {
  const { settled, approval, requester } = reversal;
  const asked = state.payment === null ? null : termsOfPlan(reversal, state.payment.currency);
  if (settled !== null) {
    return { code: 'alreadyEnded', message: `reversal ${decision.reversalId} has ended: ${settled.outcome}` };
  }
  if (state.hold !== null) return state.hold.reason;
  if (asked === null || approval === null) return nothingAsked(decision);
  const asItIs = `version ${String(asked.planVersion)} refunds ${formatAmount(asked.refundMinor, asked.currency)} ${asked.currency} and voids ${formatAmount(asked.voidMinor, asked.currency)} ${asked.currency}`;
  if (decision.planVersion < asked.planVersion) {
    const message = `version ${String(decision.planVersion)} of the plan was replaced: ${asItIs}. Look at it and decide again`;
    return { code: 'planChanged', message };
  }
  if (
    decision.refundMinor !== asked.refundMinor ||
    decision.voidMinor !== asked.voidMinor ||
    decision.currency !== asked.currency
  ) {
    return { code: 'termsMismatch', message: `the decision names other amounts than the plan: ${asItIs}` };
  }
  if (approval.needed === 0) {
    return { code: 'noApprovalNeeded', message: `the policy asks nobody about reversal ${decision.reversalId}` };
  }
  if (isApprovalOverdue(reversal, now)) {
    return { code: 'approvalExpired', message: `the time to decide ended at ${approval.expiresAt ?? ''}` };
  }
  if (rules.approvals?.separateRequester !== false && areBound(decision.by, requester)) {
    const message = `${decision.by.id} asked for this reversal, or acts for whoever did; somebody else must decide`;
    return { code: 'ownRequest', message };
  }
  if (reversal.legs.some(wasRefusedByPeople)) {
    const message = `what was not sent of reversal ${decision.reversalId} was given up; it ends with what was sent`;
    return { code: 'alreadyDecided', message };
  }
  if (!awaitsApproval(reversal)) {
    return { code: 'alreadyDecided', message: `version ${String(asked.planVersion)} of the plan is approved already` };
  }
  if (decision.decision === 'approve' && approval.given.some(({ by }) => areBound(by, decision.by))) {
    return { code: 'alreadyDecided', message: `${decision.by.id} has approved it already, and counts once` };
  }
  return null;
}

function given(approval: Approval, { by, comment }: Decision, now: string): Approval {
  return { ...approval, given: [...approval.given, { by, at: now, comment }] };
}

function usedToken(state: LedgerState, { tokenId }: Decision): Reason | null {
  if (tokenId === null || !state.tokenIds.includes(tokenId)) return null;
  return { code: 'tokenReplayed', message: 'the token was used before; each decision needs a token of its own' };
}

function withTokenUsed(state: LedgerState, { tokenId }: Decision): LedgerState {
  return tokenId === null ? state : { ...state, tokenIds: kept(state.tokenIds, tokenId, tokenIdsKept) };
}

function keptForLater(state: LedgerState, decision: Decision, now: string): DecisionResult {
  const others = state.earlyDecisions.filter(
    (early) =>
      early.reversalId !== decision.reversalId ||
      early.planVersion !== decision.planVersion ||
      early.by.id !== decision.by.id,
  );
  if (others.length >= earlyDecisionsKept) {
    const message = 'too many decisions came before they were asked for; decide once the plan is shown';
    return refused(state, decision, { code: 'tooManyEarly', message }, now);
  }
  return { state: { ...state, earlyDecisions: [...others, decision] }, refused: null };
}

function refused(state: LedgerState, decision: Decision, why: Reason, now: string): DecisionResult {
  return { state: audited(state, entryOf(decision, now, why.message)), refused: why };
}

function entryOf({ decision, by, reversalId, planVersion, comment }: Decision, now: string, why: string | null) {
  const act = decision === 'approve' ? ('approved' as const) : ('rejected' as const);
  return { at: now, act, by, reversalId, planVersion, comment, refused: why };
}

function nothingAsked({ reversalId }: Decision): Reason {
  return { code: 'noApprovalNeeded', message: `nothing was asked of anybody about reversal ${reversalId}` };
}
