/** The longest code that is kept; a longer one is prose, not a code, and is cut. */
const maxCodeLength = 64;

/** The longest reference that is kept. A cut reference would name another transaction, so a longer one is dropped. */
const maxReferenceLength = 255;

/**
 * A short code of the gateway's, fit for logs and history; `null` when it is empty or may hold a card number.
 *
 * Any 13 to 19 digits that pass the Luhn check count as a card number here: a lost support code costs little.
 */
export function safeCode(value: string | null): string | null {
  if (value === null) return null;
  const code = printable(value);
  if (code === '' || holdsLuhnRun(code)) return null;
  return code.slice(0, maxCodeLength);
}

/**
 * The gateway's transaction reference as it is; `null` when it is empty, over-long or a card number.
 *
 * Only a network's prefix, its lengths and Luhn together count as a card number here. Luhn alone would drop one numeric
 * reference in ten, and later calls need it.
 */
export function safeReference(value: string | null): string | null {
  if (value === null || value === '' || value.length > maxReferenceLength) return null;
  if (printable(value) !== value) return null;
  const runs = /^[\d -]+$/.test(value) ? [value.replace(/[ -]/g, '')] : (value.match(/\d+/g) ?? []);
  return runs.some(isCardNumber) ? null : value;
}

/** A field's name from a validation error; `null` when it does not look like a name. */
export function safeFieldName(value: unknown): string | null {
  if (typeof value !== 'string' || !/^[A-Za-z0-9_.[\]-]{1,64}$/.test(value)) return null;
  return holdsLuhnRun(value) ? null : value;
}

function printable(value: string): string {
  return value.replace(/\p{C}/gu, '').trim();
}

function holdsLuhnRun(text: string): boolean {
  // Spaces and dashes are how people group a card number, so they do not end a run.
  for (const run of text.match(/\d(?:[ -]?\d){12,}/g) ?? []) {
    const digits = run.replace(/[ -]/g, '');
    for (let start = 0; start + 13 <= digits.length; start += 1) {
      for (let length = 13; length <= 19 && start + length <= digits.length; length += 1) {
        if (passesLuhn(digits.slice(start, start + length))) return true;
      }
    }
  }
  return false;
}

/** Prefixes and lengths of the networks that the gateway names. Source: ISO/IEC 7812 ranges; SPEC, `Payments.CardTypes`. */
const networks: readonly RegExp[] = [
  /^4(?:\d{12}|\d{15}|\d{18})$/, // Visa, Electron, Delta
  /^(?:5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}$/, // MasterCard
  /^3[47]\d{13}$/, // American Express
  /^3(?:0[0-5]|[689]\d)\d{11,16}$/, // Diners Club
  /^35(?:2[89]|[3-8]\d)\d{12,15}$/, // JCB
  /^(?:6011|64[4-9]\d|65\d\d|62\d\d)\d{12,15}$/, // Discover, Elo, UnionPay
  /^(?:50|5[6-9]|6\d)\d{11,17}$/, // Maestro, Switch, Hipercard
  /^(?:1\d{14}|9792\d{12}|220[0-4]\d{12,15})$/, // UATP, Troy, Mir
];

function isCardNumber(digits: string): boolean {
  if (digits.length < 13 || digits.length > 19 || !passesLuhn(digits)) return false;
  return networks.some((network) => network.test(digits));
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let fromRight = 0; fromRight < digits.length; fromRight += 1) {
    const digit = Number(digits[digits.length - 1 - fromRight]);
    const weighed = fromRight % 2 === 1 ? digit * 2 : digit;
    sum += weighed > 9 ? weighed - 9 : weighed;
  }
  return sum % 10 === 0;
}
