/**
 * Signatures that only the holder of a private key can make. `none` is no signature, and one made with a shared secret
 * (HS256 …) could be made by every party that can check it. Source: RFC 7518 section 3.1, RFC 8037, RFC 9864.
 */
export const tokenAlgorithms = [
  'EdDSA',
  'Ed25519',
  'ES256',
  'ES384',
  'ES512',
  'PS256',
  'PS384',
  'PS512',
  'RS256',
  'RS384',
  'RS512',
] as const;
export type TokenAlgorithm = (typeof tokenAlgorithms)[number];

/** Where the issuer's public keys are. */
export type IssuerKeys =
  { readonly kind: 'jwks'; readonly url: string } | { readonly kind: 'publicKey'; readonly pem: string };

/** Whose tokens are believed, and for how long. */
export interface TokenRules {
  readonly issuer: string;
  readonly audience: string;
  readonly keys: IssuerKeys;
  readonly algorithms: readonly TokenAlgorithm[];
  /** By how much the issuer's clock may differ from the worker's. */
  readonly clockSkewSeconds: number;
  /** A token that lives longer is refused: it could be found and used by another person. */
  readonly longestLifetimeMinutes: number;
}
