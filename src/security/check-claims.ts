import type { JWTPayload } from 'jose' with { 'resolution-mode': 'import' };
import type { IdentityInput } from '../contract/activity-shapes';
import { termsClaim } from '../contract/token-terms';
import { isRecord } from '../contract/value-rules';
import type { Requester } from '../domain/model/requester';
import type { RoleNeeded } from '../domain/model/roles';
import type { TokenRules } from './token-rules';

/** What a token must say: who speaks, and the terms of one act. */
export interface ExpectedClaims extends Pick<IdentityInput, 'terms' | 'person'> {
  /** The role that the act needs; null: anybody whose identity is proved may do it. */
  readonly role: RoleNeeded | null;
}

/**
 * Says what is wrong with the claims of a token whose signature, issuer, audience and times were checked; null: nothing.
 * What the token says is never repeated, only what was expected.
 */
export function claimsProblem(
  claims: JWTPayload,
  expected: ExpectedClaims,
  rules: TokenRules,
  now: Date,
): string | null {
  return (
    lifetimeProblem(claims, rules, now) ??
    idProblem(claims) ??
    personProblem(claims, expected.person) ??
    termsProblem(claims[termsClaim], expected.terms) ??
    roleProblem(claims, expected)
  );
}

function lifetimeProblem({ iat, exp }: JWTPayload, rules: TokenRules, now: Date): string | null {
  if (exp === undefined) return 'the token has no end (exp), so it could be used for ever';
  if (iat === undefined) return 'the token does not say when it was issued (iat)';
  if (iat > now.getTime() / 1000 + rules.clockSkewSeconds) return 'the token was issued in the future';
  const minutes = rules.longestLifetimeMinutes;
  return exp - iat <= minutes * 60
    ? null
    : `the token lives too long: at most ${String(minutes)} minutes are taken here`;
}

/** Ledgers remember it, so it has a bound. */
const longestId = 128;

function idProblem({ jti }: JWTPayload): string | null {
  if (typeof jti !== 'string' || jti === '') return 'the token has no id of its own (jti), so it could be used twice';
  return jti.length <= longestId ? null : `the token's id (jti) is longer than ${String(longestId)} characters`;
}

/** `act` names the person who acts for another, and `sub` names that other person. Source: RFC 8693 section 4.1. */
function personProblem({ sub, act }: JWTPayload, { id, onBehalfOf }: Requester): string | null {
  if (typeof sub !== 'string' || sub === '') return 'the token does not say whose it is (sub)';
  if (act !== undefined && (!isRecord(act) || typeof act['sub'] !== 'string')) {
    return 'the token does not say who acts (act.sub)';
  }
  const speaker = act === undefined ? sub : act['sub'];
  const principal = act === undefined ? null : sub;
  if (speaker !== id) return `the token belongs to another person, not to ${id}`;
  if (principal === onBehalfOf) return null;
  return onBehalfOf === null
    ? `the token lets ${id} act for another person, whom the message does not name`
    : `the token does not let ${id} act for ${onBehalfOf}`;
}

function termsProblem(claimed: unknown, terms: ExpectedClaims['terms']): string | null {
  if (!isRecord(claimed)) return `the token does not say what it is for (claim "${termsClaim}")`;
  if (claimed['purpose'] !== terms.purpose) return `the token is for another act than "${terms.purpose}"`;
  for (const [name, value] of Object.entries(terms)) {
    if (!Object.hasOwn(claimed, name)) return `the token does not say its ${name}, which is ${String(value)} here`;
    if (claimed[name] !== value) return `the token is for another ${name} than ${String(value)}`;
  }
  const names = Object.keys(terms);
  return Object.keys(claimed).length === names.length
    ? null
    : `the token names more than it may: its claim "${termsClaim}" holds ${names.join(', ')} and nothing else`;
}

function roleProblem(claims: JWTPayload, { person, role }: ExpectedClaims): string | null {
  if (role === null || holdsOneOf(valuesOf(claims, role.claim, person), role.anyOf)) return null;
  const { name, claim, anyOf } = role;
  return `${person.id} lacks the role ${name} of the rules: the token's claim "${claim}" holds none of ${anyOf.join(', ')}`;
}

/** The values of a claim: a list, or one text with spaces between, as `scope` is written. Source: RFC 8693 section 4.2. */
export function valuesOf(
  claims: Readonly<Record<string, unknown>>,
  claim: string,
  person: Requester,
): readonly unknown[] {
  // Whoever acts for somebody else stands in `act`; it is they who need the role.
  if (claim === 'sub') return [person.id];
  const claimed = Object.hasOwn(claims, claim) ? claims[claim] : undefined;
  if (Array.isArray(claimed)) return claimed as readonly unknown[];
  return typeof claimed === 'string' ? [claimed, ...claimed.split(' ')] : [];
}

/** Decides whether one of the wanted values is among those held. */
export function holdsOneOf(held: readonly unknown[], wanted: readonly string[]): boolean {
  return wanted.some((value) => held.includes(value));
}
