import { z } from 'zod';
import { listOf, number, strict, text, word } from './schema-parts';
import { idRule, isRecord, textRule, wholeNumberRule, wordRule, type ValueRule } from '../contract/value-rules';
import { tokenAlgorithms } from '../security/token-rules';
import { wordOr } from './word-or-object';

const longestAddress = 500;

const jwksRule: ValueRule = (value) => {
  const problem = textRule(longestAddress)(value);
  if (problem !== null || typeof value !== 'string') return problem;
  const wanted = 'write one like https://id.example.com/.well-known/jwks.json';
  if (!URL.canParse(value)) return `is no address: ${wanted}`;
  const { protocol, username, password } = new URL(value);
  if (username !== '' || password !== '') return 'holds a user or a password: take them out';
  return protocol === 'https:' || protocol === 'http:' ? null : `is no https address: ${wanted}`;
};

const algorithmRule: ValueRule = (value) => {
  if (typeof value === 'string' && value.toLowerCase() === 'none') {
    return 'is "none", which is no signature: anybody could write such a token';
  }
  if (typeof value === 'string' && /^HS\d/i.test(value)) {
    return 'is a shared secret, so a worker that checks tokens could also issue them: use a key pair, like EdDSA';
  }
  return wordRule(tokenAlgorithms)(value);
};

const identityRule: ValueRule = (value) =>
  isRecord(value)
    ? null
    : 'is neither trusted nor an object: give issuer, audience and jwks or publicKeyFile, or write trusted';

const tokens = strict({
  issuer: text(idRule(longestAddress)),
  audience: text(idRule(longestAddress)),
  jwks: z.exactOptional(text(jwksRule)),
  publicKeyFile: z.exactOptional(text(textRule(1000))),
  algorithms: z.exactOptional(listOf(word(tokenAlgorithms, algorithmRule))),
  clockSkewSeconds: z.exactOptional(number(wholeNumberRule(0, 300))),
  longestLifetimeMinutes: z.exactOptional(number(wholeNumberRule(1, 1_440))),
});

/** How people prove who they are, as it is written. `trusted`: identities are not verified. */
export const identitySchema = wordOr('trusted', tokens, identityRule);

export type WrittenIdentity = z.output<typeof identitySchema>;
