import { randomBytes } from 'node:crypto';

/** A string in the vault. It may be a card number: it stays in this process and is shown only to who asks by token. */
export interface StoredString {
  readonly token: string;
  readonly payload: string;
  readonly createTime: string;
}

/** Tokens that work without being stored first, so that an example can be typed. */
export const wellKnownTokens: readonly string[] = ['tok', 'tok_visa', 'tok_mastercard'];

/** The gateway's vault of strings. Source: SPEC StringTokens. */
export class Vault {
  readonly #stored = new Map<string, StoredString>();

  /** Keeps a string under a new token of 32 letters. The same string twice gets two tokens. */
  store(payload: string): StoredString {
    const token = newToken();
    const stored = { token, payload, createTime: new Date().toISOString() };
    this.#stored.set(token, stored);
    return stored;
  }

  find(token: string): StoredString | null {
    return this.#stored.get(token) ?? null;
  }

  delete(token: string): boolean {
    return this.#stored.delete(token);
  }

  /** Whether a card's field may be used: digits, a stored `@token` or a well-known one. */
  knows(field: string): boolean {
    if (!field.startsWith('@')) return true;
    const token = field.slice(1);
    return this.#stored.has(token) || wellKnownTokens.includes(token);
  }

  clear(): void {
    this.#stored.clear();
  }
}

/** Letters only: a run of digits could look like a card number. Source: SPEC, 32 letters or digits. */
function newToken(): string {
  return [...randomBytes(32)].map((byte) => String.fromCharCode(97 + (byte % 26))).join('');
}
