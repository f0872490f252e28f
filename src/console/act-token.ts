import type { TokenTerms } from '../contract/token-terms';
import { tokenRulesFor, type Rules } from '../rules/rules-file';
import { makeToken, type SigningKey } from '../security/make-token';
import type { Viewer } from './viewer';

/** What one person does about a payment, as a ledger wants it proved. */
export interface Act {
  readonly viewer: Viewer;
  readonly gatewayAccount: string;
  readonly terms: TokenTerms;
}

/** Signs what one person does, so that the ledger believes it. null: this account takes people at their word. */
export type ActSigner = (act: Act) => Promise<string | null>;

/** Long enough for a queue in front of the worker, too short to be found and used by somebody else. */
const lifetimeSeconds = 120;

/**
 * Signs for the accounts whose rules want tokens, with their issuer and audience. The person was proved by the sign-in;
 * the token says so for one act alone.
 */
export function actSigner(key: SigningKey, rules: Rules): ActSigner {
  return async ({ viewer, gatewayAccount, terms }) => {
    const wanted = tokenRulesFor(rules, gatewayAccount);
    if (wanted === null) return null;
    const { issuer, audience } = wanted;
    const roles = { [rolesClaimOf(rules, gatewayAccount)]: viewer.roles };
    const { token } = await makeToken({ issuer, audience, person: viewer.person, roles, terms, lifetimeSeconds }, key);
    return token;
  };
}

/** The claim in which the policy of the account looks for the roles of an approver. */
function rolesClaimOf(rules: Rules, gatewayAccount: string): string {
  const account = rules.accounts.get(gatewayAccount) ?? rules.default;
  return account?.approvals?.mayApprove?.claim ?? 'roles';
}
