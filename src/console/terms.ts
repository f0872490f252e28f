import type { ApprovalTerms } from '../domain/approval';
import type { PlanView, ReversalView } from '../domain/view';

/** What somebody decides about who decides about this view: the plan as it is shown, and no other. */
export function termsOf({ reversalId, plan, currency }: ReversalView): ApprovalTerms {
  const sum = (operation: PlanView['legs'][number]['operation']): number =>
    (plan?.legs ?? []).filter((leg) => leg.operation === operation).reduce((all, leg) => all + leg.amountMinor, 0);
  return { reversalId, planVersion: plan?.version ?? 0, refundMinor: sum('refund'), voidMinor: sum('void'), currency };
}
