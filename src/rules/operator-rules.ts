import type { Problem } from '../contract/problems';
import { isRecord } from '../contract/value-rules';
import type { FieldPath } from '../security/card-number';
import { policyProblems } from './approval-policy';
import { rolesProblems } from './roles-schema';
import type { WrittenRules } from './rules-schema';
import { identityProblems, type HttpRule } from './token-rules-of';

/** What is wrong with approvals and identities of a rules file beyond its fields taken one by one. */
export function operatorProblems(value: unknown, file: string | null, http: HttpRule): Problem[] {
  if (!isRecord(value)) return [];
  const places = [{ path: [] as FieldPath, written: value }, ...accountsIn(value)];
  const problems = places.flatMap(({ path, written }) => [
    ...policyProblems(written['approvals'], [...path, 'approvals']),
    ...identityProblems(written['identity'], [...path, 'identity'], file, http),
    ...rolesProblems(written['roles'], [...path, 'roles']),
  ]);
  return asksUnknownPeople(value) ? [...problems, noIdentity] : problems;
}

/** At which accounts nobody proves who they are, in words; null: at none. */
export function trustedAccounts(written: WrittenRules): string | null {
  const accounts = Object.entries(written.accounts ?? {});
  const isTrusted = (own: WrittenRules['identity']): boolean => (own ?? written.identity ?? 'trusted') === 'trusted';
  const named = accounts.filter(([, account]) => isTrusted(account.identity)).map(([name]) => name);
  const others = written.default != null && isTrusted(written.default.identity);
  if (named.length === 0 && !others) return null;
  if (named.length === accounts.length && (others || written.default == null)) return 'every account';
  return [...named, ...(others ? ['every account that is not listed'] : [])].join(', ');
}

const noIdentity: Problem = {
  field: 'identity',
  message:
    'is missing, so anybody could approve in the name of anybody. Say how people prove who they are ' +
    '(identity: { issuer: …, audience: …, jwks: https://… or publicKeyFile: … }), ' +
    'or write identity: trusted, which does not verify identities and is for development only',
};

/** An account asks for approvals, and nothing is said of who people are. */
function asksUnknownPeople(value: Readonly<Record<string, unknown>>): boolean {
  if (value['identity'] !== undefined) return false;
  return accountsIn(value).some(({ written }) => {
    const approvals = written['approvals'] ?? value['approvals'];
    return approvals !== undefined && approvals !== 'none' && written['identity'] === undefined;
  });
}

function accountsIn(
  value: Readonly<Record<string, unknown>>,
): readonly { readonly path: FieldPath; readonly written: Readonly<Record<string, unknown>> }[] {
  const { accounts, default: fallback } = value;
  const accountEntries = isRecord(accounts) ? Object.entries(accounts) : [];
  const all = [
    ...accountEntries.map(([name, written]) => ({ path: ['accounts', name], written })),
    { path: ['default'], written: fallback },
  ];
  return all.flatMap(({ path, written }) => (isRecord(written) ? [{ path, written }] : []));
}
