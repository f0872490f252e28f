import { createHmac, timingSafeEqual } from 'node:crypto';

/** A form may stay open over a working day. */
const validForMs = 12 * 60 * 60_000;

/**
 * A token for every form of one person. Nobody else's page can read it, and it is worth nothing in the name of anybody
 * else. `person` null: nobody has signed in yet.
 */
export function csrfToken(key: Buffer, person: string | null, nowMs: number): string {
  const issued = nowMs.toString(36);
  return `${issued}.${seal(key, issued, person)}`;
}

/** Whether a form that was sent came from a page of this console, shown to this person, not too long ago. */
export function isCsrfToken(key: Buffer, person: string | null, told: string, nowMs: number): boolean {
  const [issued = '', signature = ''] = told.split('.');
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
