import { createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { TokenAlgorithm } from '../security/token-rules';

export type ReadKey =
  | { readonly ok: true; readonly pem: string; readonly algorithms: readonly TokenAlgorithm[] }
  | { readonly ok: false; readonly problem: string };

const howTo = 'give a PEM file with one public key, as "reversals keys new" writes it';

/** Reads an issuer's public key, and says with which algorithms it can be used. Nothing of the file is repeated. */
export function readPublicKey(file: string): ReadKey {
  let pem: string;
  try {
    pem = readFileSync(file, 'utf8');
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown error';
    return { ok: false, problem: `names a file that cannot be read (${code}): ${howTo}` };
  }
  if (/PRIVATE KEY|"d"\s*:/.test(pem)) {
    return {
      ok: false,
      problem: 'names a private key, which only the issuer of the tokens may have: give the public key',
    };
  }
  try {
    const algorithms = algorithmsOf(createPublicKey(pem));
    return algorithms.length > 0
      ? { ok: true, pem, algorithms }
      : { ok: false, problem: `names a key of a kind that signs no tokens: ${howTo}` };
  } catch {
    return { ok: false, problem: `names a file without a readable key: ${howTo}` };
  }
}

/** Source: RFC 7518 section 3, RFC 8037 section 3.1. */
function algorithmsOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): readonly TokenAlgorithm[] {
  if (asymmetricKeyType === 'ed25519') return ['EdDSA', 'Ed25519'];
  if (asymmetricKeyType === 'rsa') return ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'];
  return asymmetricKeyType === 'ec' ? (ofCurve[asymmetricKeyDetails?.namedCurve ?? ''] ?? []) : [];
}

const ofCurve: Readonly<Record<string, readonly TokenAlgorithm[]>> = {
  prime256v1: ['ES256'],
  secp384r1: ['ES384'],
  secp521r1: ['ES512'],
};
