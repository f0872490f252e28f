import { approversNeeded, type ApprovalPolicy } from '../domain/model/approval';
import type { Money } from '../domain/model/money';
import type { Roles } from '../domain/model/roles';
import type { TokenRules } from '../security/token-rules';
import { rulesFor, tokenRulesFor, type Rules } from './rules-file';

/** What the rules say of one account. */
export interface DescribedAccount {
  /** null: any account that is not listed. */
  readonly account: string | null;
  readonly profile: string;
  readonly refundWindowDays: number;
  readonly approvals: ApprovalPolicy | null;
  /** How people prove who they are. The key itself is left out. */
  readonly identity: 'trusted' | Omit<TokenRules, 'keys'>;
  /** Who may do what, where people prove who they are; null in it: anybody. */
  readonly roles: Roles;
  /** How many people would have to approve the refund that was asked about; null: none was. */
  readonly approvers: number | null;
}

/**
 * Describes all accounts of the rules, or one, and how many people each would ask to approve a refund. Empty: the
 * account is unknown.
 */
export function describeRules(rules: Rules, account: string | null, refund: Money | null): readonly DescribedAccount[] {
  const others = rules.default === null ? [] : [null];
  const names = account === null ? [...rules.accounts.keys(), ...others] : [account];
  return names.flatMap((name) => described(rules, name, refund) ?? []);
}

function described(rules: Rules, account: string | null, refund: Money | null): DescribedAccount | null {
  // No account can have an empty name, so this is one that is not listed.
  const found = rulesFor(rules, account ?? '');
  if (found === null) return null;
  const { profile, refundWindowDays, approvals, roles } = found;
  return {
    account,
    profile: profile.name,
    refundWindowDays,
    approvals,
    identity: identityOf(tokenRulesFor(rules, account ?? '')),
    roles,
    approvers: refund === null ? null : approversNeeded(approvals, refund.currency, refund.amountMinor),
  };
}

function identityOf(tokens: TokenRules | null): DescribedAccount['identity'] {
  if (tokens === null) return 'trusted';
  const { keys: _keys, ...withoutKeys } = tokens;
  return withoutKeys;
}
