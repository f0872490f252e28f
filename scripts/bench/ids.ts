import { randomBytes } from 'node:crypto';

/** A random id of letters alone: one with digits could be taken for a card number once in a while. */
export function randomId(): string {
  return [...randomBytes(20)].map((byte) => String.fromCharCode(97 + (byte % 26))).join('');
}
