import type { IdentityResult } from '../contract/activity-shapes';
import { actTokenType } from '../contract/token-terms';
import { claimsProblem, type ExpectedClaims } from './check-claims';
import { makeKeyFinders, type KeyFinder } from './issuer-keys';
import { jose, type Jose } from './jose';
import { whyRefused } from './refused-token';
import type { TokenRules } from './token-rules';

export type CheckToken = (token: string, expected: ExpectedClaims, rules: TokenRules) => Promise<IdentityResult>;

/**
 * Makes what checks tokens: signature, issuer, audience, times, whose it is, and that it says word by word what is asked
 * for and nothing else. A token that proves nothing is a value with the reason, which repeats nothing of the token.
 *
 * The check throws when the issuer's keys cannot be fetched; it may then be tried again.
 */
export function makeTokenCheck(now: () => Date = () => new Date()): CheckToken {
  const findKeys = makeKeyFinders();
  return async (token, expected, rules) => {
    const library = await jose();
    const keys = await findKeys(rules.keys);
    const refused = (why: string): IdentityResult => ({ proven: false, why });
    const read = await verified(library, token, keys, rules, now()).catch((error: unknown) => ({
      why: whyRefused(error, token, rules, library),
      fault: kindOf(error),
    }));
    if ('payload' in read) {
      const problem = claimsProblem(read.payload, expected, rules, now());
      return problem === null
        ? { proven: true, by: expected.person, tokenId: read.payload.jti ?? '', until: endOf(read.payload.exp, rules) }
        : refused(problem);
    }
    if (read.why !== null) return refused(read.why);
    // What this says reaches histories: the failure itself is not passed on.
    throw new Error(`the keys of issuer ${rules.issuer} cannot be had now (${read.fault})`);
  };
}

/** Far more than a check takes, and than the clocks of two workers differ. */
const graceSeconds = 600;

/** After this instant nobody takes the token any more, whichever worker is asked, ISO 8601. */
function endOf(expiresAt: number | undefined, { clockSkewSeconds }: TokenRules): string {
  return new Date(((expiresAt ?? 0) + clockSkewSeconds + graceSeconds) * 1000).toISOString();
}

function verified(
  { jwtVerify }: Jose,
  token: string,
  keys: KeyFinder,
  { issuer, audience, algorithms, clockSkewSeconds }: TokenRules,
  now: Date,
): ReturnType<Jose['jwtVerify']> {
  const options = {
    issuer,
    audience,
    typ: actTokenType,
    algorithms: [...algorithms],
    clockTolerance: clockSkewSeconds,
    currentDate: now,
    requiredClaims: ['exp', 'iat'],
  };
  return typeof keys === 'function' ? jwtVerify(token, keys, options) : jwtVerify(token, keys, options);
}

function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
