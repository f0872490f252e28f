import { isShowable } from '../security/card-number';
import { isCurrencyCode } from '../domain/model/currency';
import { isMinorAmount } from '../domain/model/money';

/**
 * Decides what is wrong with one value and what to write instead; null: nothing. Never repeats a value that could be a
 * card number. The guard and the schemas both use these rules, so that they cannot differ in meaning.
 */
export type ValueRule = (value: unknown) => string | null;

/**
 * Control characters and halves of characters cannot be shown, searched or stored faithfully. Format characters change
 * how others are shown: a text could read otherwise than it is.
 */
const unreadable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
/** The same, save what ends a line and what {@link plainLines} replaces. */
const unreadableInLines = /(?![\t\n\r])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** A text on one line: a name, a source. */
export function textRule(maxLength: number): ValueRule {
  return (value) => textProblem(value, maxLength, unreadable);
}

/** A text that people write on one line or more: a reason, a comment, evidence. */
export function linesRule(maxLength: number): ValueRule {
  return (value) => textProblem(value, maxLength, unreadableInLines);
}

/** The text with one kind of line break, and without tabs. */
export function plainLines(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n').replaceAll('\t', ' ');
}

export const longestId = 128;

/** An id or a reference: a text that is compared letter by letter. */
export function idRule(maxLength = longestId): ValueRule {
  return (value) => {
    const problem = textProblem(value, maxLength, unreadable);
    if (problem !== null || typeof value !== 'string') return problem;
    return value.trim() === value ? null : 'starts or ends with a space: take the space away';
  };
}

function textProblem(value: unknown, maxLength: number, forbidden: RegExp): string | null {
  if (typeof value !== 'string') return notA(value, 'a text');
  // Its length before its content: nothing is read of a text that is too long.
  if (value.length > maxLength) return `is too long: give at most ${maxLength} characters, not ${value.length}`;
  if (value.trim() === '') return 'is empty: give a text';
  const found = forbidden.exec(value)?.[0];
  return found === undefined ? null : `holds invisible or control characters (${codeOf(found)}): take them out`;
}

/** A character that cannot be shown is named by its code point. */
function codeOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

export const trueOrFalseRule: ValueRule = (value) => (typeof value === 'boolean' ? null : notA(value, 'true or false'));

/** The ledger makes ids of its own reversals with `/follow-up/`. */
export const requestIdRule: ValueRule = (value) =>
  idRule()(value) ??
  (String(value).includes(followUpMark)
    ? `holds "${followUpMark}", which marks reversals that the ledger adds: choose another`
    : null);

export const followUpMark = '/follow-up/';

/** Marks a leg's id where the authorization is reversed, not a capture. */
export const authorizationMark = 'auth';

/** A leg's id is `<requestId>/<captureId or auth>/<n>`, and two legs must never share one. */
export const captureIdRule: ValueRule = (value) => {
  const problem = idRule()(value);
  if (problem !== null) return problem;
  if (value === authorizationMark) return 'is "auth", which stands for the authorization itself: choose another';
  return String(value).includes('/') ? 'holds a slash: use another character' : null;
};

/** Source: DOC tokenization guide; a token's alphabet is not documented. */
export const vaultTokenPattern = /^@[A-Za-z0-9_-]{1,128}$/;

/** A reference to a value in the gateway's vault. */
export const vaultTokenRule: ValueRule = (value) => {
  if (typeof value === 'string' && vaultTokenPattern.test(value)) return null;
  if (value === undefined || value === null) return notA(value, 'an @token');
  return 'is not an @token: store the value in the vault first and give "@" and the token it answers';
};

export const digestPattern = /^[0-9a-f]{64}$/;

/** A SHA-256 digest as views show it. */
export const digestRule: ValueRule = (value) => {
  if (typeof value !== 'string') return notA(value, 'the digest that the plan shows (plan.destination.digest)');
  return digestPattern.test(value)
    ? null
    : 'is no digest of a destination: give the 64 hex digits that the plan shows (plan.destination.digest)';
};

export const instantPattern =
  /^(2[01]\d\d)-(\d\d)-(\d\d)T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

const longestInstant = 40;

/** ISO 8601 with its zone, of a day that exists, from 2000 to 2199. */
export const instantRule: ValueRule = (value) => {
  if (typeof value !== 'string') return notA(value, 'an instant like 2026-11-20T10:00:00Z');
  if (value.length > longestInstant) return 'is too long for an instant: write it like 2026-11-20T10:00:00Z';
  const parts = instantPattern.exec(value);
  const exists = parts !== null && isDay(Number(parts[1]), Number(parts[2]), Number(parts[3]));
  return exists ? null : 'is not an instant with a zone: write it like 2026-11-20T10:00:00Z';
};

function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** An amount that can be moved. */
export const amountRule: ValueRule = (value) => {
  if (typeof value !== 'number') return notA(value, 'a whole number of minor units, like 2500 for 25.00 USD');
  if (isMinorAmount(value)) return null;
  return 'is not an amount: give a whole number of minor units above zero, like 2500 for 25.00 USD';
};

/** An amount that may be nothing. */
export const amountOrZeroRule: ValueRule = (value) => (Object.is(value, 0) ? null : amountRule(value));

/** ISO 4217, of a currency that has minor units. */
export const currencyRule: ValueRule = (value) => {
  if (isCurrencyCode(value)) return null;
  if (typeof value !== 'string') return notA(value, 'an ISO 4217 code like USD');
  return `is not a current ISO 4217 code${shown(value)}: write one like USD`;
};

/** A whole number within bounds, both included. */
export function wholeNumberRule(least: number, most: number): ValueRule {
  return (value) => {
    if (typeof value !== 'number') return notA(value, `a whole number from ${least} to ${most}`);
    const within = Number.isInteger(value) && value >= least && value <= most;
    return within ? null : `is not a whole number from ${least} to ${most}`;
  };
}

/** One of a closed list of words. */
export function wordRule(words: readonly string[]): ValueRule {
  return (value) => {
    if (typeof value === 'string' && words.includes(value)) return null;
    const wanted = words.length === 1 ? `"${words.join('')}"` : `one of ${words.join(', ')}`;
    return typeof value === 'string' ? `is not ${wanted}${shown(value)}` : notA(value, wanted);
  };
}

/** The longest id of a leg: a request's id, a capture's and what the ledger adds. */
export const longestLegId = 500;

export const numberedLegIdPattern = /^.+\/[^/]+\/\d{1,9}$/;

/** `<requestId>/<captureId or auth>/<n>`: a recovery reads the parts off it. */
export const numberedLegIdRule: ValueRule = (value) =>
  idRule(longestLegId)(value) ??
  (numberedLegIdPattern.test(String(value)) ? null : 'is no leg id: write <requestId>/<captureId or auth>/<number>');

export const countryPattern = /^[A-Z]{2}$/;

/** ISO 3166 alpha-2. Source: SPEC PayerDetails.countryCode. */
export const countryRule: ValueRule = (value) => {
  if (typeof value !== 'string') return notA(value, 'a country code like US');
  return countryPattern.test(value) ? null : 'is not a country code: write two capital letters like US';
};

export const objectRule: ValueRule = (value) => (isRecord(value) ? null : notA(value, 'an object with named fields'));

/** No payment has more captures; what has no bound can fill a history. */
export const longestList = 500;
export function listRule(mostItems: number = longestList): ValueRule {
  return (value) => {
    if (!Array.isArray(value)) return notA(value, 'a list');
    return value.length > mostItems ? `is too long: give at most ${mostItems}, not ${value.length}` : null;
  };
}

/** Decides whether a value is a JSON object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function notA(value: unknown, wanted: string): string {
  return value === undefined ? `is missing: give ${wanted}` : `is ${kindOf(value)}: give ${wanted}`;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return (
    { string: 'a text', number: 'a number', boolean: 'true or false', object: 'an object' }[typeof value as string] ??
    'no JSON value'
  );
}

/** Repeats a short value so that a slip is seen at once. */
function shown(value: string): string {
  return value.length <= 40 && isShowable(value) ? ` (${JSON.stringify(value)})` : '';
}
