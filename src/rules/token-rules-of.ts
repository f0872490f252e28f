import { dirname, resolve } from 'node:path';
import { problemAt, type Problem } from '../contract/problems';
import { isRecord } from '../contract/value-rules';
import type { FieldPath } from '../security/card-number';
import { allowHttpHint, isPlainHttp } from '../security/plain-http';
import type { TokenAlgorithm, TokenRules } from '../security/token-rules';
import type { WrittenIdentity } from './identity-schema';
import { readPublicKey } from './public-key-file';

/** What holds where the file is silent: common kinds of keys, clocks that are kept, tokens made for one act. */
const defaults = {
  algorithms: ['EdDSA', 'Ed25519', 'ES256', 'PS256', 'RS256'] as readonly TokenAlgorithm[],
  clockSkewSeconds: 30,
  longestLifetimeMinutes: 15,
};

/** Whether an http address of another machine is accepted. */
export interface HttpRule {
  readonly allowHttp: boolean;
}

/** What is wrong with a written identity beyond its fields taken one by one. Reads the key it names. */
export function identityProblems(
  value: unknown,
  path: FieldPath,
  rulesFile: string | null,
  { allowHttp }: HttpRule,
): Problem[] {
  if (!isRecord(value)) return [];
  const at = (more: FieldPath, message: string): Problem => problemAt([...path, ...more], message, 'the rules');
  const { jwks, publicKeyFile, algorithms } = value;
  if (jwks === undefined && publicKeyFile === undefined) {
    return [at(['jwks'], 'is missing: say where the keys are, jwks: https://… or publicKeyFile: a PEM file')];
  }
  if (typeof jwks === 'string' && URL.canParse(jwks) && isPlainHttp(new URL(jwks)) && !allowHttp) {
    // Keys fetched over an open line could be anybody's.
    return [at(['jwks'], `is an http address of another machine: ${allowHttpHint}`)];
  }
  const none = Array.isArray(algorithms) && algorithms.length === 0;
  const empty = none ? [at(['algorithms'], 'is empty, so no token would do: name one, or leave it out')] : [];
  if (jwks !== undefined && publicKeyFile !== undefined) {
    return [...empty, at(['publicKeyFile'], 'is given together with jwks: keep one of the two')];
  }
  if (typeof publicKeyFile !== 'string' || publicKeyFile.trim() === '') return empty;
  const key = readPublicKey(besideRules(publicKeyFile, rulesFile));
  if (!key.ok) return [...empty, at(['publicKeyFile'], key.problem)];
  const wanted: readonly unknown[] = Array.isArray(algorithms) ? algorithms : defaults.algorithms;
  const fits = none || wanted.some((algorithm) => key.algorithms.some((one) => one === algorithm));
  return fits ? empty : [at(['algorithms'], `names none that the key is for: ${key.algorithms.join(', ')}`)];
}

/** The tokens that are accepted, after nothing was found wrong with the rules; null: tokens are not required. */
export function tokenRulesOf(written: WrittenIdentity | undefined, rulesFile: string | null): TokenRules | null {
  if (written === undefined || written === 'trusted') return null;
  const { issuer, audience, jwks, publicKeyFile, ...rest } = written;
  if (publicKeyFile === undefined)
    return { ...defaults, ...rest, issuer, audience, keys: { kind: 'jwks', url: jwks ?? '' } };
  const key = readPublicKey(besideRules(publicKeyFile, rulesFile));
  // It was there when it was checked.
  if (!key.ok) throw new Error(`publicKeyFile ${key.problem}`);
  const algorithms = (rest.algorithms ?? defaults.algorithms).filter((one) => key.algorithms.includes(one));
  return { ...defaults, ...rest, issuer, audience, algorithms, keys: { kind: 'publicKey', pem: key.pem } };
}

function besideRules(file: string, rulesFile: string | null): string {
  return resolve(rulesFile === null ? '.' : dirname(rulesFile), file);
}
