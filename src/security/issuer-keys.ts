import { createPublicKey, type KeyObject } from 'node:crypto';
import type { JWTVerifyGetKey } from 'jose' with { 'resolution-mode': 'import' };
import { jose } from './jose';
import type { IssuerKeys } from './token-rules';

/** Well below what the activity may take. */
const fetchWithinMs = 5_000;
/** How soon after a fetch an unknown key is looked for again: an issuer may have just changed its key. */
const fetchAgainAfterMs = 5_000;

/** A key, or what finds it by what a token says of itself. */
export type KeyFinder = KeyObject | JWTVerifyGetKey;

/** Finds issuers' public keys. Each address keeps what it has fetched, for ten minutes or until an unknown key is met. */
export function makeKeyFinders(): (keys: IssuerKeys) => Promise<KeyFinder> {
  const remote = new Map<string, KeyFinder>();
  return async (keys) => {
    if (keys.kind === 'publicKey') return createPublicKey(keys.pem);
    const { createRemoteJWKSet } = await jose();
    const remembered =
      remote.get(keys.url) ??
      createRemoteJWKSet(new URL(keys.url), { timeoutDuration: fetchWithinMs, cooldownDuration: fetchAgainAfterMs });
    remote.set(keys.url, remembered);
    return remembered;
  };
}
