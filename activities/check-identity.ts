import type { IdentityInput, IdentityResult } from '../src/contract/activity-shapes';
import type { TokenPurpose } from '../src/contract/token-terms';
import type { AccountRules } from '../src/domain/model/profile';
import { noRoles, roleNamed, type RoleName } from '../src/domain/model/roles';
import { makeTokenCheck } from '../src/security/check-token';
import type { TokenRules } from '../src/security/token-rules';

export interface CheckIdentityDependencies {
  readonly rulesOf: (gatewayAccount: string) => AccountRules | null;
  /** The tokens that are accepted at an account; null: identities are not verified there. */
  readonly tokenRulesOf: (gatewayAccount: string) => TokenRules | null;
}

/** Checks who speaks, by this worker's rules. Reads only; safe to repeat. @throws if the keys cannot be fetched */
export function makeCheckIdentity({ rulesOf, tokenRulesOf }: CheckIdentityDependencies) {
  const checkToken = makeTokenCheck();
  return async ({ gatewayAccount, terms, person, token }: IdentityInput): Promise<IdentityResult> => {
    const tokenRules = tokenRulesOf(gatewayAccount);
    if (token === null) return { proven: false, why: `${person.id} gave no token` };
    // The ledger has read rules of before.
    if (tokenRules === null) return { proven: false, why: `this worker's rules check no tokens of ${gatewayAccount}` };
    const role = roleNamed(rulesOf(gatewayAccount)?.roles ?? noRoles, roleOf[terms.purpose]);
    return checkToken(token, { terms, person, role }, tokenRules);
  };
}

/** The role that an act needs. Who withdraws a request was its requester, so no other role is asked. */
const roleOf: Readonly<Record<TokenPurpose, RoleName>> = {
  request: 'mayRequest',
  withdraw: 'mayRequest',
  approve: 'mayApprove',
  reject: 'mayApprove',
  coSign: 'mayApprove',
  resolve: 'mayResolve',
  record: 'mayRecord',
  recover: 'mayRecover',
};
