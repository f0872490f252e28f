import type { ApprovalPolicy } from '../../domain/model/approval';
import { formatAmount, type Money } from '../../domain/model/money';
import type { Roles } from '../../domain/model/roles';
import type { DescribedAccount } from '../../rules/describe-rules';
import { moneyText } from './money-text';
import { detailTable, listTable } from './table';

/** The accounts of a rules file, one line each. */
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

/** Which approvals a refund needs, for people. */
export function approvalsText(described: DescribedAccount, refund: Money): string {
  const { account, approvals, approvers } = described;
  const title = `a refund of ${moneyText(refund.amountMinor, refund.currency)} of ${account ?? 'any other account'}`;
  if (approvals === null || approvers === null || approvers === 0) {
    const why = approvals === null ? '' : `, because ${whyNone(approvals, refund)}`;
    return `${title}\n${detailTable([['approvals', `none${why}: it is sent at once`]])}`;
  }
  const table = detailTable([
    ['approvals', `${people(approvers)}, because ${whySo(approvals, refund, approvers)}`],
    ['approvers', whoMay(described.roles, approvals)],
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
  return count === 1 ? '1 person' : `${count} people`;
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

function whyNone({ thresholds }: ApprovalPolicy, { currency }: Money): string {
  const lowest = thresholds
    .filter((threshold) => threshold.currency === currency)
    .reduce<number | null>((least, { aboveMinor }) => Math.min(least ?? aboveMinor, aboveMinor), null);
  return lowest === null ? `no threshold names ${currency}` : `it is not above ${moneyText(lowest, currency)}`;
}

function whoMay({ mayApprove }: Roles, { separateRequester }: ApprovalPolicy): string {
  const role =
    mayApprove === null
      ? 'any person'
      : mayApprove.claim === 'sub'
        ? mayApprove.anyOf.join(' or ')
        : `people whose claim "${mayApprove.claim}" contains ${mayApprove.anyOf.join(' or ')}`;
  return separateRequester ? `${role}, except the requester and anyone who acts for the same person` : role;
}

function provedBy({ identity }: DescribedAccount): string {
  if (identity === 'trusted') return 'nothing: identities are not verified';
  return `a token of ${identity.issuer} for ${identity.audience}, valid for at most ${identity.longestLifetimeMinutes} minutes`;
}

function after(minutes: number | null): string | null {
  return minutes === null ? null : `after ${timeText(minutes)}`;
}

function expiry({ expiresAfterMinutes }: ApprovalPolicy): string {
  const time = after(expiresAfterMinutes);
  return time === null ? 'never' : `${time}: it then counts as rejected, and its amount is released`;
}

function timeText(minutes: number): string {
  if (minutes < 60) return `${Number(minutes.toFixed(2))} minutes`;
  return `${Number((minutes / 60).toFixed(2))} hours`;
}
