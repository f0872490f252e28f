import type { ApprovalTerms } from '../model/approval';
import type { LegOperation } from '../model/leg';
import type { ReversalView } from './view';

/** What approvers of a reversal decide about, as its view shows it; null: it has no plan. */
export function shownTerms({ reversalId, plan, currency }: ReversalView): ApprovalTerms | null {
  if (plan === null) return null;
  const sum = (operation: LegOperation): number =>
    plan.legs.filter((leg) => leg.operation === operation).reduce((all, leg) => all + leg.amountMinor, 0);
  return {
    requestId: reversalId,
    planVersion: plan.version,
    refundMinor: sum('refund'),
    voidMinor: sum('void'),
    currency,
    destination: plan.destination.digest,
  };
}
