import type { ApprovalPolicy } from '../../src/domain/model/approval';
import { defaultRules, type Rules } from '../../src/rules/rules-file';

/** A refund of more than this needs one other person. Minor units of USD. */
export const approvalAboveMinor = 10_000;

/** A policy by which one other person approves what is above that, differing as told. */
export function policyOf(differing: Partial<ApprovalPolicy> = {}): ApprovalPolicy {
  return {
    thresholds: [{ currency: 'USD', aboveMinor: approvalAboveMinor, approvers: 1 }],
    approversOtherwise: 1,
    separateRequester: true,
    captureSources: [],
    expiresAfterMinutes: null,
    remindAfterMinutes: null,
    escalateAfterMinutes: null,
    ...differing,
  };
}

/** Rules by which refunds above 100.00 USD need approval, for every account or, told otherwise, for some of them. */
export function rulesWithApproval(differing: Readonly<Record<string, Partial<ApprovalPolicy>>> = {}): Rules {
  const { default: common } = defaultRules;
  if (common === null) throw new Error('the default rules have no account');
  const ofAccount = (more: Partial<ApprovalPolicy>) => ({ ...common, approvals: policyOf(more) });
  return {
    ...defaultRules,
    accounts: new Map(Object.entries(differing).map(([account, more]) => [account, ofAccount(more)])),
    default: ofAccount({}),
  };
}
