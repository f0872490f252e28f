import type { JWTVerifyGetKey } from 'jose';
import { actTokenType, termsClaim } from '../../contract/token-terms';
import { idRule, isRecord } from '../../contract/value-rules';
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
        const { payload, protectedHeader } = await jwtVerify(token, keys, {
          issuer: options.issuer,
          audience: options.audience,
          algorithms: [...tokenAlgorithms],
          clockTolerance: clockToleranceSeconds,
          requiredClaims: ['exp'],
        });
        // A token for one act is found in histories, and signs nobody in.
        return isForAct(protectedHeader.typ, payload) ? null : viewerIn(payload, options);
      } catch (error) {
        // An invalid token means nobody is signed in. Missing keys are a fault of the console's environment.
        if (error instanceof errors.JOSEError && !faultsOfTheIssuer.has(error.code)) return null;
        throw error;
      }
    },
  };
}

/** By its type or by what it says: an issuer may leave the type out, or write it in full. Source: RFC 7515 section 4.1.9. */
function isForAct(type: string | undefined, claims: Readonly<Record<string, unknown>>): boolean {
  return (type ?? '').toLowerCase().replace(/^application\//, '') === actTokenType || Object.hasOwn(claims, termsClaim);
}

/** The person that a verified token names; null: it names none. */
export function viewerIn(
  claims: Readonly<Record<string, unknown>>,
  { personClaim, rolesClaim }: Pick<ProxySignInOptions, 'personClaim' | 'rolesClaim'>,
): Viewer | null {
  const id = claims[personClaim];
  if (typeof id !== 'string' || idRule()(id) !== null) return null;
  const { name, act } = claims;
  // Who acts for somebody else stands in `act`: it is they who have signed in. Source: RFC 8693 section 4.1.
  const actor = isRecord(act) ? act['sub'] : undefined;
  if (act !== undefined && (typeof actor !== 'string' || idRule()(actor) !== null)) return null;
  const person = typeof actor === 'string' ? { id: actor, onBehalfOf: id } : { id, onBehalfOf: null };
  return {
    person,
    name: typeof name === 'string' && name !== '' ? name : person.id,
    roles: rolesIn(claims[rolesClaim]),
    claims,
  };
}

/** A list, or one text with spaces between the roles. */
function rolesIn(claim: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(claim) ? claim : typeof claim === 'string' ? claim.split(/\s+/) : [];
  return list.filter((role): role is string => typeof role === 'string' && role !== '');
}
