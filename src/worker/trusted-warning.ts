import type { Rules } from '../rules/rules-file';

/** The warning of a worker at every start if identities are not verified; null: they are. */
export function trustedWarning({ trusted }: Rules): string | null {
  if (trusted === null) return null;
  return (
    `IDENTITIES ARE NOT CHECKED (identity: trusted, for ${trusted}). Any client of this Temporal namespace can request, ` +
    'approve, reject and resolve in any name, and roles are not checked. Development only: for real money write ' +
    'identity: { issuer, audience, jwks } in the rules file'
  );
}
