import { termsClaim, type TokenTerms } from '../contract/token-terms';
import type { HoldersOfRole } from '../domain/model/roles';
import { tokenRulesFor, type Rules } from '../rules/rules-file';
import { makeToken, type SigningKey } from '../security/make-token';
import { heldBy, type Viewer } from './viewer';

/** One act of a person about a payment, for which a ledger requires proof. */
export interface Act {
  readonly viewer: Viewer;
  readonly gatewayAccount: string;
  readonly terms: TokenTerms;
}

/** Signs one act of a person, so that the ledger accepts it. null: identities of this account are not verified. */
export type ActSigner = (act: Act) => Promise<string | null>;

/** Long enough for a backlog in front of the worker, short enough to be useless to a thief. */
const lifetimeSeconds = 120;

/**
 * Signs for the accounts whose rules require tokens, with their issuer and audience. The sign-in has verified the person;
 * the token says so for one act only.
 */
export function actSigner(key: SigningKey, rules: Rules): ActSigner {
  return async ({ viewer, gatewayAccount, terms }) => {
    const required = tokenRulesFor(rules, gatewayAccount);
    if (required === null) return null;
    const { issuer, audience } = required;
    const roles = Object.fromEntries(
      claimsOfRoles(rules, gatewayAccount).map((claim) => [claim, heldBy(viewer, claim)] as const),
    );
    const { token } = await makeToken({ issuer, audience, person: viewer.person, roles, terms, lifetimeSeconds }, key);
    return token;
  };
}

/** The claims in which the account's rules look for roles. Who somebody is stands in `sub` anyway. */
function claimsOfRoles(rules: Rules, gatewayAccount: string): readonly string[] {
  const account = rules.accounts.get(gatewayAccount) ?? rules.default;
  const roles = account === null ? [] : Object.values(account.roles);
  const claims = roles.flatMap((role: HoldersOfRole | null) => (role === null ? [] : [role.claim]));
  return [...new Set(['roles', ...claims])].filter((claim) => claim !== 'sub' && !reserved.includes(claim));
}

/** What a token says of itself, which is never copied from another. */
const reserved: readonly string[] = ['iss', 'aud', 'exp', 'nbf', 'iat', 'jti', 'act', termsClaim];
