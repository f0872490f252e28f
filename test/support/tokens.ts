import { createHmac, generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';
import { actTokenType, termsClaim, type TokenTerms } from '../../src/contract/token-terms';
import type { Requester } from '../../src/domain/model/requester';

export interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
  readonly kid: string;
  readonly pem: string;
  /** The public half as a key set holds it. */
  readonly jwk: object;
}

export function keyPair(kid: string = randomUUID()): KeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  return {
    publicKey,
    privateKey,
    kid,
    pem,
    jwk: { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'EdDSA' },
  };
}

export type Claims = Readonly<Record<string, unknown>>;

export const issuer = 'https://id.example';
export const audience = 'payment-reversals';

/** The claims of a token that is good: made now, for five minutes, by an approver. `undefined` in `more` takes one out. */
export function claimsFor({ id, onBehalfOf }: Requester, terms: TokenTerms, more: Claims = {}): Claims {
  const iat = Math.floor(Date.now() / 1000);
  return {
    iss: issuer,
    aud: audience,
    sub: onBehalfOf ?? id,
    ...(onBehalfOf === null ? {} : { act: { sub: id } }),
    iat,
    exp: iat + 300,
    jti: randomUUID(),
    roles: ['refund-approver'],
    [termsClaim]: terms,
    ...more,
  };
}

/** Signs claims by hand, so that a test depends on nothing that it checks. Source: RFC 7515 section 3, RFC 8037. */
export function signed(claims: Claims, { privateKey, kid }: KeyPair, header: Claims = {}): string {
  const text = unsigned(claims, { alg: 'EdDSA', kid, typ: actTokenType, ...header });
  return `${text}.${sign(null, Buffer.from(text), privateKey).toString('base64url')}`;
}

/** Header and claims, without a signature. */
export function unsigned(claims: Claims, header: Claims): string {
  return [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
}

/** What a forger can do who knows the public key and hopes that it is taken for a secret. */
export function signedWithPublicKey(claims: Claims, { pem, kid }: KeyPair): string {
  const text = unsigned(claims, { alg: 'HS256', kid });
  return `${text}.${createHmac('sha256', pem).update(text).digest('base64url')}`;
}
