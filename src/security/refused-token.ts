import { actTokenType } from '../contract/token-terms';
import type { Jose } from './jose';
import type { TokenRules } from './token-rules';

/** Says why a token cannot be read or believed; null: the fault is not the token's. Never repeats anything of it. */
export function whyRefused(error: unknown, token: string, rules: TokenRules, { errors, decodeProtectedHeader }: Jose) {
  if (error instanceof errors.JOSEAlgNotAllowed)
    return algorithmProblem(algorithmOf(token, decodeProtectedHeader), rules);
  if (error instanceof errors.JWTExpired) return 'the token has expired; get a new one';
  if (error instanceof errors.JWTClaimValidationFailed) return claimProblem(error.claim, error.reason, rules);
  if (error instanceof errors.JWSSignatureVerificationFailed) return wrongSignature;
  if (error instanceof errors.JWKSNoMatchingKey)
    return 'the token is signed with a key that its issuer does not publish';
  if (error instanceof errors.JWKSMultipleMatchingKeys) {
    return 'the token does not name its key (kid), and its issuer has several';
  }
  if (error instanceof errors.JWTInvalid) return 'the token contains no readable claims';
  if (error instanceof errors.JWSInvalid) return noToken(token);
  if (error instanceof errors.JOSENotSupported) return 'the token is signed with an algorithm that is not supported';
  return null;
}

const wrongSignature = 'the token is not signed by its issuer, or was changed after that';

function noToken(token: string): string {
  if (token.trim() === '') return 'the token is empty';
  const parts = token.split('.').length;
  return parts === 2 ? 'the token is cut off: it has no signature' : 'the text is not a signed token (JWT)';
}

function algorithmProblem(algorithm: unknown, { algorithms }: TokenRules): string {
  const wanted = `signed with ${algorithms.join(', ')}`;
  if (algorithm === 'none') return `the token is not signed at all ("none"): it must be ${wanted}`;
  return typeof algorithm === 'string' && /^HS\d{3}$/.test(algorithm)
    ? `the token is signed with a shared secret (HMAC): it must be ${wanted}`
    : `the token is signed with an algorithm that is not accepted: it must be ${wanted}`;
}

function algorithmOf(token: string, decodeProtectedHeader: Jose['decodeProtectedHeader']): unknown {
  try {
    return decodeProtectedHeader(token).alg;
  } catch {
    return undefined;
  }
}

function claimProblem(claim: string, reason: string, { issuer, audience }: TokenRules): string {
  const isMissing = reason === 'missing';
  switch (claim) {
    case 'iss':
      return isMissing ? 'the token does not say who issued it (iss)' : `the token is of another issuer than ${issuer}`;
    case 'aud':
      return isMissing
        ? 'the token does not say for whom it is (aud)'
        : `the token is for another audience than ${audience}`;
    case 'typ':
      return `the token is not made for an act: its header says another type (typ) than ${actTokenType}, as that of a sign-in does`;
    case 'nbf':
      return 'the token is not valid yet';
    case 'exp':
      return isMissing
        ? 'the token has no end (exp), so it could be used for ever'
        : 'the token has no readable end (exp)';
    case 'iat':
      return isMissing
        ? 'the token does not say when it was issued (iat)'
        : 'the token has no readable time of issue (iat)';
    default:
      return 'the token contains no readable claims';
  }
}
