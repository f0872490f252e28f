import { holdsCardNumber } from '../security/card-number';

/** The longest code that is kept; a longer one is prose, not a code, and is cut. */
const maxCodeLength = 64;

/** The longest reference that is kept. A cut reference would name another transaction, so a longer one is dropped. */
const maxReferenceLength = 255;

/**
 * A short code of the gateway's, fit for logs and history; `null` when it is empty or may hold a card number.
 *
 * Here 13 to 19 digits that pass the Luhn check count as one whatever their prefix, and longer runs as well: the gateway
 * knows more networks than the world agrees on, and a lost support code costs little.
 */
export function safeCode(value: string | null): string | null {
  if (value === null) return null;
  const code = withoutControls(value.normalize('NFKC')).trim();
  return code === '' || holdsCardDigits(code) ? null : code.slice(0, maxCodeLength);
}

/**
 * The gateway's transaction reference as it is; `null` when it is empty, over-long or holds a card number.
 *
 * Later calls need it, so only a network's prefix, its lengths and Luhn together count: Luhn alone would drop one numeric
 * reference in ten.
 */
export function safeReference(value: string | null): string | null {
  if (value === null || value === '' || value.length > maxReferenceLength) return null;
  return withoutControls(value) !== value || holdsCardNumber(value) ? null : value;
}

/** A field's name from a validation error; `null` when it does not look like a name. */
export function safeFieldName(value: unknown): string | null {
  if (typeof value !== 'string' || !/^[A-Za-z0-9_.[\]-]{1,64}$/.test(value)) return null;
  return holdsCardDigits(value) ? null : value;
}

function withoutControls(text: string): string {
  return text.replace(/\p{C}/gu, '');
}

function holdsCardDigits(text: string): boolean {
  // Spaces and dashes are how people group a card number, so they do not end a run.
  const runs = (text.match(/\d(?:[ -]?\d){12,}/g) ?? []).map((run) => run.replace(/[ -]/g, ''));
  return runs.some((digits) => digits.length > 19 || passesLuhn(digits)) || holdsCardNumber(text);
}

function passesLuhn(digits: string): boolean {
  const sum = Array.from(digits, Number)
    .reverse()
    .reduce((total, digit, fromRight) => {
      const weighed = digit * (fromRight % 2 === 1 ? 2 : 1);
      return total + (weighed > 9 ? weighed - 9 : weighed);
    }, 0);
  return sum % 10 === 0;
}
