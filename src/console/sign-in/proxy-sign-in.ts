import type { JWTVerifyGetKey } from 'jose';
import { idRule } from '../../contract/value-rules';
import { tokenAlgorithms } from '../../security/token-rules';
import type { Viewer } from '../viewer';
import type { SignIn } from './sign-in';

/** Which tokens of a proxy in front of the console are accepted. */
export interface ProxySignInOptions {
  /** The header that holds the token, with or without "Bearer" before it. */
  readonly header: string;
  readonly issuer: string;
  readonly audience: string;
  /** Where the issuer's keys are. */
  readonly jwksUrl: string;
  /** The claim that names the person. */
  readonly personClaim: string;
  /** The claim that holds the person's roles. */
  readonly rolesClaim: string;
}

const clockToleranceSeconds = 30;

/** The issuer's keys could not be fetched, not in time, or not read. Source: jose, util/errors. */
const faultsOfTheIssuer: ReadonlySet<string> = new Set(['ERR_JOSE_GENERIC', 'ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID']);

/** Accepts tokens of the issuer. Every request is verified. */
export function proxySignIn(options: ProxySignInOptions): SignIn {
  let keys: JWTVerifyGetKey | null = null;
  return {
    demo: null,
    viewerOf: async (context) => {
      const token = (context.req.header(options.header) ?? '').replace(/^Bearer /i, '');
      if (token === '') return null;
      const { createRemoteJWKSet, jwtVerify, errors } = await import('jose');
      keys ??= createRemoteJWKSet(new URL(options.jwksUrl));
      try {
        const { payload } = await jwtVerify(token, keys, {
          issuer: options.issuer,
          audience: options.audience,
          algorithms: [...tokenAlgorithms],
          clockTolerance: clockToleranceSeconds,
          requiredClaims: ['exp'],
        });
        return viewerIn(payload, options);
      } catch (error) {
        // An invalid token means nobody is signed in. Missing keys are a fault of the console's environment.
        if (error instanceof errors.JOSEError && !faultsOfTheIssuer.has(error.code)) return null;
        throw error;
      }
    },
  };
}

/** The person that a verified token names; null: it names none. */
export function viewerIn(
  claims: Readonly<Record<string, unknown>>,
  { personClaim, rolesClaim }: Pick<ProxySignInOptions, 'personClaim' | 'rolesClaim'>,
): Viewer | null {
  const id = claims[personClaim];
  if (typeof id !== 'string' || idRule()(id) !== null) return null;
  const { name } = claims;
  return {
    person: { id, onBehalfOf: null },
    name: typeof name === 'string' && name !== '' ? name : id,
    roles: rolesIn(claims[rolesClaim]),
  };
}

/** A list, or one text with spaces between the roles. */
function rolesIn(claim: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(claim) ? claim : typeof claim === 'string' ? claim.split(/\s+/) : [];
  return list.filter((role): role is string => typeof role === 'string' && role !== '');
}
