import { createPrivateKey, createPublicKey, randomUUID, type JsonWebKey, type KeyObject } from 'node:crypto';
import { actTokenType, termsClaim, type TokenTerms } from '../contract/token-terms';
import type { Requester } from '../domain/model/requester';
import { jose } from './jose';
import type { TokenAlgorithm } from './token-rules';

/** A private key that signs tokens, and the name under which its public half is found. */
export interface SigningKey {
  readonly key: KeyObject;
  readonly algorithm: TokenAlgorithm;
  readonly kid: string;
}

export interface TokenInput {
  readonly issuer: string;
  readonly audience: string;
  readonly person: Requester;
  /** Roles, by the name of their claim. */
  readonly roles: Readonly<Record<string, readonly unknown[]>>;
  readonly terms: TokenTerms;
  readonly lifetimeSeconds: number;
}

export interface MadeToken {
  readonly token: string;
  /** Its own id (`jti`): each token proves one thing once. */
  readonly tokenId: string;
  /** ISO 8601. */
  readonly expiresAt: string;
}

/** Makes a token that is good for one act. For trying out; in production your identity provider makes them. */
export async function makeToken(input: TokenInput, { key, algorithm, kid }: SigningKey): Promise<MadeToken> {
  const { SignJWT } = await jose();
  const { person, issuer, audience, roles, terms } = input;
  const { id, onBehalfOf } = person;
  const issuedAt = Math.floor(Date.now() / 1000);
  const expiresAt = issuedAt + input.lifetimeSeconds;
  const tokenId = randomUUID();
  // `act` names the person who acts for another. Source: RFC 8693 section 4.1.
  const claims = onBehalfOf === null ? {} : { act: { sub: id } };
  const token = await new SignJWT({ ...roles, ...claims, [termsClaim]: terms })
    .setProtectedHeader({ alg: algorithm, kid, typ: actTokenType })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(onBehalfOf ?? id)
    .setJti(tokenId)
    .setIssuedAt(issuedAt)
    .setExpirationTime(expiresAt)
    .sign(key);
  return { token, tokenId, expiresAt: new Date(expiresAt * 1000).toISOString() };
}

/**
 * Reads a private key: PEM (PKCS 8), or a JWK as `reversals keys new` writes it.
 *
 * @throws Error that repeats nothing of it
 */
export async function readSigningKey(text: string): Promise<SigningKey> {
  const key = privateKeyIn(text);
  const algorithm = algorithmOf(key);
  if (algorithm === null) throw new Error('its key is of a kind that signs no tokens: take Ed25519, P-256 or RSA');
  return { key, algorithm, kid: await kidOf(createPublicKey(key)) };
}

/** The name of a public key: its thumbprint, which every holder of the key can compute. Source: RFC 7638. */
export async function kidOf(publicKey: KeyObject): Promise<string> {
  const { calculateJwkThumbprint, exportJWK } = await jose();
  return calculateJwkThumbprint(await exportJWK(publicKey));
}

function privateKeyIn(text: string): KeyObject {
  try {
    return text.trimStart().startsWith('{')
      ? createPrivateKey({ key: JSON.parse(text) as JsonWebKey, format: 'jwk' })
      : createPrivateKey(text);
  } catch {
    // The parser's own words could repeat the key, so they stay here.
    return refuse();
  }
}

function refuse(): never {
  throw new Error('holds no readable private key: give a PEM (PKCS 8) or a JWK, as "reversals keys new" writes it');
}

function algorithmOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): TokenAlgorithm | null {
  if (asymmetricKeyType === 'ed25519') return 'EdDSA';
  if (asymmetricKeyType === 'rsa') return 'RS256';
  return asymmetricKeyDetails?.namedCurve === 'prime256v1' ? 'ES256' : null;
}
