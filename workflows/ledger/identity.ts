import { proxyActivities } from '@temporalio/workflow';
import type { IdentityResult, ReversalActivities } from '../../src/contract/activity-shapes';
import type { Requester as Person } from '../../src/contract/person';
import { requestTerms, type TokenTerms } from '../../src/contract/token-terms';
import type { CoSignature } from '../../src/domain/model/payment-event';
import type { AccountRules } from '../../src/domain/model/profile';
import type { AskedReversal } from '../../src/domain/model/request';
import type { SpentToken } from '../../src/domain/model/ledger-state';
import type { Reason } from '../../src/domain/model/reasons';
import type { Requester } from '../../src/domain/model/requester';
import { spendTokens } from '../../src/domain/transitions/spend-tokens';
import { commit } from './commit';
import type { Ledger } from './ledger';

const { checkIdentity } = proxyActivities<Pick<ReversalActivities, 'checkIdentity'>>({
  startToCloseTimeout: '10s',
  // The issuer's keys may be unreachable for a moment. After that, the caller is asked to try again.
  scheduleToCloseTimeout: '45s',
  retry: { initialInterval: '500ms', backoffCoefficient: 2 },
});

/** Somebody whose identity is proved. `token` null: identities are taken on trust. */
export interface Proven {
  readonly proven: true;
  readonly by: Requester;
  readonly token: SpentToken | null;
}

/** The person or service whose identity is proved, or why it is not. */
export type Identity = Proven | { readonly proven: false; readonly why: string };

/** Checks who says something about a payment of this account. */
export async function identityOf(
  { gatewayAccount, identity }: AccountRules,
  terms: TokenTerms,
  person: Person,
  token: string | null,
): Promise<Identity> {
  const by = { id: person.id, onBehalfOf: person.onBehalfOf ?? null };
  if (identity === 'trusted') return { proven: true, by, token: null };
  if (token === null) return { proven: false, why: `${by.id} gave no token; these rules require one` };
  return checked({ gatewayAccount, terms, person: by, token });
}

/**
 * Spends the tokens of those who speak in one act: to be called right before the act is committed, with no wait between.
 * Returns why the act is not believed; null: it is.
 */
export function spend(ledger: Ledger, people: readonly Proven[]): Reason | null {
  const tokens = people.flatMap(({ by, token }) => (token === null ? [] : [{ ...token, by }]));
  return tokens.length === 0 ? null : commit(ledger, spendTokens, tokens);
}

/** Checks who asks. A service proves itself as a person does, by a token whose subject it is. */
export function requesterOf(rules: AccountRules, asked: AskedReversal): Promise<Identity> {
  return identityOf(rules, requestTerms(asked), asked.requester, asked.token);
}

/** Those whose co-signature is proved. The others are left out, so their co-signature is missing where it is needed. */
export async function coSigners(
  rules: AccountRules,
  terms: TokenTerms,
  coSignedBy: readonly CoSignature[] | null | undefined,
): Promise<readonly Proven[]> {
  const checks = (coSignedBy ?? [])
    .slice(0, coSignersRead)
    .map(({ id, token }) => identityOf(rules, terms, { id, onBehalfOf: null }, token ?? null));
  const identities = await Promise.all(checks);
  return identities.filter((identity) => identity.proven);
}

/** More people than any policy asks. */
const coSignersRead = 10;

async function checked(input: Parameters<typeof checkIdentity>[0]): Promise<Identity> {
  try {
    const result: IdentityResult = await checkIdentity(input);
    return result.proven ? { proven: true, by: result.by, token: { id: result.tokenId, until: result.until } } : result;
  } catch {
    return { proven: false, why: 'the token could not be checked now; send the same again' };
  }
}
