import type { ApprovalTerms } from '../model/approval';
import type { CurrencyCode } from '../model/currency';
import { isUnsent, type Leg } from '../model/leg';
import type { Reversal } from '../model/reversal';

/** The terms that approvers of a reversal's plan decide about; null: it has no plan. */
export function termsOfPlan({ reversalId, plan, legs }: Reversal, currency: CurrencyCode): ApprovalTerms | null {
  if (plan === null) return null;
  const sum = (operation: Leg['operation']): number =>
    legs
      .filter((leg) => leg.operation === operation && plan.legIds.includes(leg.legId))
      .reduce((all, leg) => all + leg.amountMinor, 0);
  return {
    requestId: reversalId,
    planVersion: plan.version,
    refundMinor: sum('refund'),
    voidMinor: sum('void'),
    currency,
    destination: plan.destination.digest,
  };
}

/** Enough people have approved the plan as it is now, or the policy requires none. Nothing is sent before. */
export function isApproved({ plan, approval }: Reversal): boolean {
  if (plan === null || approval?.planVersion !== plan.version) return false;
  return approval.given.length >= approval.needed;
}

/** It waits for its approvers. What people have abandoned needs no approval any more. */
export function awaitsApproval(reversal: Reversal): boolean {
  const { completed, plan, approval, legs } = reversal;
  if (completed !== null || approval === null || approval.planVersion !== plan?.version) return false;
  return legs.some(isUnsent) && !isApproved(reversal);
}

/** It was not approved in time. */
export function isApprovalOverdue(reversal: Reversal, now: string): boolean {
  const expiresAt = reversal.approval?.expiresAt ?? null;
  return expiresAt !== null && awaitsApproval(reversal) && Date.parse(expiresAt) <= Date.parse(now);
}

/** How late the approvers are by the policy; null: in time, or nothing is asked of them. */
export function latenessOf(reversal: Reversal, now: string): 'reminder' | 'escalated' | null {
  const { approval } = reversal;
  if (approval === null || !awaitsApproval(reversal)) return null;
  const isPast = (instant: string | null): boolean => instant !== null && Date.parse(instant) <= Date.parse(now);
  return isPast(approval.escalateAt) ? 'escalated' : isPast(approval.remindAt) ? 'reminder' : null;
}
