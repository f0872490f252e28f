import { awaitsApproval, termsOfPlan } from '../decision/approval-of-plan';
import { objectionToDecision } from '../decision/may-decide';
import type { Approval, ApproverDecision } from '../model/approval';
import {
  addAudit,
  earlyDecisionsKept,
  findReversal,
  openReversals,
  withReversal,
  type LedgerState,
} from '../model/ledger-state';
import { abandoned } from './abandon';
import { isUnsent } from '../model/leg';
import type { AccountRules } from '../model/profile';
import type { Reason } from '../model/reasons';
import type { Reversal } from '../model/reversal';
import type { Transition, Transitioned } from './transition';

/**
 * Takes one person's decision about one version of one plan. The approver's identity was proved before. A decision that
 * comes early is kept; one that names another version or other amounts is refused, and recorded in the audit trail too.
 * The answer is why it was not accepted; null: it counts, now or as soon as approval is requested.
 */
export const decideApproval: Transition<ApproverDecision, Reason | null> = function decideApproval(
  state,
  decision,
  { rules, now },
) {
  if (rules === null) return refused(state, decision, nothingAsked(decision), now);
  const reversal = findReversal(state, decision.requestId);
  if (reversal === undefined || isEarly(reversal, decision)) return keptForLater(state, decision, now);
  return evaluate(state, reversal, decision, rules, now);
};

/** Takes what came before it was asked for, for every plan that asks now. */
export function withEarlyDecisions(state: LedgerState, rules: AccountRules, now: string): LedgerState {
  if (state.earlyDecisions.length === 0) return state;
  let next = state;
  for (const reversal of openReversals(state).filter(awaitsApproval)) {
    const due = next.earlyDecisions.filter(
      (early) => early.requestId === reversal.reversalId && !isEarly(reversal, early),
    );
    if (due.length === 0) continue;
    next = { ...next, earlyDecisions: next.earlyDecisions.filter((early) => !due.includes(early)) };
    for (const decision of due) {
      const current = findReversal(next, decision.requestId);
      if (current !== undefined) next = evaluate(next, current, decision, rules, now).state;
    }
  }
  return next;
}

function evaluate(
  state: LedgerState,
  reversal: Reversal,
  decision: ApproverDecision,
  rules: AccountRules,
  now: string,
): Transitioned<Reason | null> {
  const { approval } = reversal;
  const why = objection(state, reversal, decision, rules, now);
  if (why !== null || approval === null) return refused(state, decision, why ?? nothingAsked(decision), now);
  const taken = addAudit(state, entryOf(decision, now, null));
  if (decision.decision === 'reject') {
    const message = `${decision.by.id} rejected version ${String(decision.planVersion)} of the plan: ${decision.comment ?? ''}`;
    const rejected = abandoned(reversal, { code: 'approvalRejected', message }, now);
    return { state: withReversal(taken, rejected), answer: null };
  }
  return { state: withReversal(taken, { ...reversal, approval: given(approval, decision, now) }), answer: null };
}

/** It names a plan that is not there yet, or one that still waits for the world. */
function isEarly({ completed, plan, wait }: Reversal, { planVersion }: ApproverDecision): boolean {
  if (completed !== null) return false;
  return plan === null || planVersion > plan.version || (planVersion === plan.version && wait !== null);
}

function objection(
  state: LedgerState,
  reversal: Reversal,
  decision: ApproverDecision,
  rules: AccountRules,
  now: string,
): Reason | null {
  const { completed, approval, requester, legs } = reversal;
  const decidable = {
    requester,
    outcome: completed?.outcome ?? null,
    frozen: state.frozen?.reason ?? null,
    terms: state.payment === null ? null : termsOfPlan(reversal, state.payment.currency),
    needed: approval?.needed ?? null,
    approvedBy: approval?.given.map(({ by }) => by) ?? [],
    expiresAt: approval?.expiresAt ?? null,
    hasPlannedLegs: legs.some(isUnsent),
  };
  const separateRequester = rules.approvals?.separateRequester !== false;
  const { decision: what, by } = decision;
  return objectionToDecision(decidable, { decision: what, by, terms: decision, now, separateRequester });
}

function given(approval: Approval, { by, comment }: ApproverDecision, now: string): Approval {
  return { ...approval, given: [...approval.given, { by, at: now, comment }] };
}

function keptForLater(state: LedgerState, decision: ApproverDecision, now: string): Transitioned<Reason | null> {
  const others = state.earlyDecisions.filter(
    (early) =>
      early.requestId !== decision.requestId ||
      early.planVersion !== decision.planVersion ||
      early.by.id !== decision.by.id,
  );
  if (others.length >= earlyDecisionsKept) {
    const message = 'too many decisions arrived before approval was requested; decide once the plan is shown';
    return refused(state, decision, { code: 'tooManyEarly', message }, now);
  }
  return { state: { ...state, earlyDecisions: [...others, decision] }, answer: null };
}

function refused(
  state: LedgerState,
  decision: ApproverDecision,
  why: Reason,
  now: string,
): Transitioned<Reason | null> {
  return { state: addAudit(state, entryOf(decision, now, why.message)), answer: why };
}

function entryOf({ decision, by, requestId, planVersion, comment }: ApproverDecision, now: string, why: string | null) {
  const act = decision === 'approve' ? ('approved' as const) : ('rejected' as const);
  return { at: now, act, by, reversalId: requestId, planVersion, comment, refused: why };
}

function nothingAsked({ requestId }: ApproverDecision): Reason {
  return { code: 'noApprovalNeeded', message: `no approval was requested for reversal ${requestId}` };
}
