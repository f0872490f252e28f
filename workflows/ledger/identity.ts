import { proxyActivities } from '@temporalio/workflow';
import type { IdentityResult, ReversalActivities } from '../../src/contract/activity-shapes';
import type { Requester as Person } from '../../src/contract/person';
import { coSignatureTerms, requestTerms, type TokenTerms } from '../../src/contract/token-terms';
import type { CoSignature } from '../../src/domain/model/payment-event';
import type { AccountRules } from '../../src/domain/model/profile';
import type { AskedReversal } from '../../src/domain/model/request';
import type { Requester } from '../../src/domain/model/requester';

const { checkIdentity } = proxyActivities<Pick<ReversalActivities, 'checkIdentity'>>({
  startToCloseTimeout: '10s',
  // The issuer's keys may be unreachable for a moment. After that, the caller is asked to try again.
  scheduleToCloseTimeout: '45s',
  retry: { initialInterval: '500ms', backoffCoefficient: 2 },
});

/** The person whose identity is proved, or why it is not. `tokenId` null: identities are taken on trust. */
export type Identity =
  | { readonly proven: true; readonly by: Requester; readonly tokenId: string | null }
  | { readonly proven: false; readonly why: string };

/** Checks who says something about a payment of this account. */
export async function identityOf(
  { gatewayAccount, identity }: AccountRules,
  terms: TokenTerms,
  person: Person,
  token: string | null,
): Promise<Identity> {
  const by = { id: person.id, onBehalfOf: person.onBehalfOf ?? null };
  if (identity === 'trusted') return { proven: true, by, tokenId: null };
  if (token === null) return { proven: false, why: `${by.id} gave no token; these rules require one` };
  return checked({ gatewayAccount, terms, person: by, token });
}

/** A service that the rules name needs no token to request, nor does a person where nothing needs approval. */
export function needsProof({ identity, approvals }: AccountRules, { requester, token }: AskedReversal): boolean {
  if (identity !== 'tokens') return false;
  return token !== null || (approvals !== null && !approvals.services.includes(requester.id));
}

/** Checks who asks. */
export function requesterOf(rules: AccountRules, asked: AskedReversal): Promise<Identity> {
  return identityOf(rules, requestTerms(asked), asked.requester, asked.token);
}

/** Those whose co-signature is proved. The others are left out, so their co-signature is missing where it is needed. */
export async function coSigners(
  rules: AccountRules,
  paymentId: string,
  legId: string,
  coSignedBy: readonly CoSignature[] | null | undefined,
): Promise<readonly Requester[]> {
  const terms = coSignatureTerms(paymentId, { legId });
  const checks = (coSignedBy ?? [])
    .slice(0, coSignersRead)
    .map(({ id, token }) => identityOf(rules, terms, { id, onBehalfOf: null }, token ?? null));
  const identities = await Promise.all(checks);
  return identities.flatMap((identity) => (identity.proven ? [identity.by] : []));
}

/** More people than any policy asks. */
const coSignersRead = 10;

async function checked(input: Parameters<typeof checkIdentity>[0]): Promise<IdentityResult> {
  try {
    return await checkIdentity(input);
  } catch {
    return { proven: false, why: 'the token could not be checked now; send the same again' };
  }
}
