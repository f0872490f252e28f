import type { Rules } from '../rules/rules-file';

/** What a worker says at every start when people are taken at their word; null: nobody wrote that they are. */
export function trustedWarning({ trusted }: Rules): string | null {
  if (trusted === null) return null;
  return (
    `IDENTITIES ARE NOT CHECKED (identity: trusted, for ${trusted}). Whoever reaches this Temporal namespace can ask, approve, ` +
    'reject and resolve in the name of anybody, and roles are not looked at. This is for development only: for money that ' +
    'is real write identity: { issuer, audience, jwks } into the rules file'
  );
}
