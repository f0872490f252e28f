import { createHmac, timingSafeEqual } from 'node:crypto';

/** A form may stay open for a working day. */
const validForMs = 12 * 60 * 60_000;

/**
 * A token for every form of one person. No other site can read it, and it is not valid for another person. `person` null:
 * before the sign-in.
 */
export function csrfToken(key: Buffer, person: string | null, nowMs: number): string {
  const issued = nowMs.toString(36);
  return `${issued}.${seal(key, issued, person)}`;
}

/** Whether a form came from a page of this console that was shown to this person, and not too long ago. */
export function isCsrfToken(key: Buffer, person: string | null, token: string, nowMs: number): boolean {
  const [issued = '', signature = ''] = token.split('.');
  const wanted = Buffer.from(seal(key, issued, person));
  const given = Buffer.from(signature);
  if (wanted.length !== given.length || !timingSafeEqual(wanted, given)) return false;
  const ageMs = nowMs - Number.parseInt(issued, 36);
  return ageMs >= 0 && ageMs <= validForMs;
}

function seal(key: Buffer, issued: string, person: string | null): string {
  return createHmac('sha256', key)
    .update(JSON.stringify(['form', issued, person]))
    .digest('base64url');
}
