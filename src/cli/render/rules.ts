import type { ApprovalPolicy } from '../../domain/model/approval';
import { formatAmount, type Money } from '../../domain/model/money';
import type { DescribedAccount } from '../../rules/describe-rules';
import { moneyText } from './money-text';
import { eventTable, listTable } from './table';

/** The accounts of a rules file, a line each. */
export function accountsText(accounts: readonly DescribedAccount[]): string {
  return listTable(
    [
      { heading: 'account' },
      { heading: 'profile' },
      { heading: 'refunds for', align: 'right' },
      { heading: 'identity' },
      { heading: 'approvals' },
    ],
    accounts.map(({ account, profile, refundWindowDays, identity, approvals }) => [
      account ?? 'any other',
      profile,
      `${refundWindowDays} days`,
      identity === 'trusted' ? 'trusted' : `tokens of ${identity.issuer}`,
      policyText(approvals),
    ]),
  );
}

/** Whose approval an account would ask for a refund, for people. */
export function asksText(described: DescribedAccount, refund: Money): string {
  const { account, approvals, approvers } = described;
  const title = `a refund of ${moneyText(refund.amountMinor, refund.currency)} of ${account ?? 'any other account'}`;
  if (approvals === null || approvers === null || approvers === 0) {
    const why = approvals === null ? '' : `, as ${whyNobody(approvals, refund)}`;
    return `${title}\n${eventTable([['asks', `nobody${why}: it is sent at once`]])}`;
  }
  const table = eventTable([
    ['asks', `${people(approvers)}, as ${whySo(approvals, refund, approvers)}`],
    ['who', whoMay(approvals)],
    ['proved by', provedBy(described)],
    ['reminder', after(approvals.remindAfterMinutes)],
    ['escalation', after(approvals.escalateAfterMinutes)],
    ['expires', expiry(approvals)],
  ]);
  return `${title}\n${table}`;
}

function policyText(approvals: ApprovalPolicy | null): string {
  if (approvals === null) return 'none';
  const { thresholds, approversOtherwise } = approvals;
  const lines = thresholds.map(
    ({ currency, aboveMinor, approvers }) => `${currency} above ${formatAmount(aboveMinor, currency)}: ${approvers}`,
  );
  return [...lines, `${lines.length === 0 ? 'all' : 'others'}: ${approversOtherwise}`].join(', ');
}

function people(count: number): string {
  return count === 1 ? 'one person' : `${count} people`;
}

function whySo({ thresholds }: ApprovalPolicy, { currency, amountMinor }: Money, approvers: number): string {
  const passed = thresholds.find(
    (threshold) =>
      threshold.currency === currency && amountMinor > threshold.aboveMinor && threshold.approvers === approvers,
  );
  return passed === undefined
    ? `no threshold names ${currency}`
    : `it is above ${moneyText(passed.aboveMinor, currency)}`;
}

function whyNobody({ thresholds }: ApprovalPolicy, { currency }: Money): string {
  const lowest = thresholds
    .filter((threshold) => threshold.currency === currency)
    .reduce<number | null>((least, { aboveMinor }) => Math.min(least ?? aboveMinor, aboveMinor), null);
  return lowest === null ? `no threshold names ${currency}` : `it is not above ${moneyText(lowest, currency)}`;
}

function whoMay({ mayApprove, separateRequester }: ApprovalPolicy): string {
  const role =
    mayApprove === null ? 'anybody' : `whoever's claim "${mayApprove.claim}" holds ${mayApprove.anyOf.join(' or ')}`;
  return separateRequester ? `${role}, but not the requester nor anybody who acts for the same person` : role;
}

function provedBy({ identity }: DescribedAccount): string {
  if (identity === 'trusted') return 'nothing: everybody is taken at their word';
  return `a token of ${identity.issuer} for ${identity.audience}, of at most ${identity.longestLifetimeMinutes} minutes`;
}

function after(minutes: number | null): string | null {
  return minutes === null ? null : `after ${timeText(minutes)}`;
}

function expiry({ expiresAfterMinutes }: ApprovalPolicy): string {
  const time = after(expiresAfterMinutes);
  return time === null ? 'never' : `${time}: then it counts as rejected, and the amount is free again`;
}

function timeText(minutes: number): string {
  if (minutes < 60) return `${Number(minutes.toFixed(2))} minutes`;
  return `${Number((minutes / 60).toFixed(2))} hours`;
}
