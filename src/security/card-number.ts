import { isCardNumber, lengthsOf, longestCard, shortestCard } from './card-networks';
import { digitRuns, type DigitGroup, type DigitRun } from './digit-groups';

/** A UUID. One in a thousand holds digits that would pass for a card number, and ids are often made of them. */
const uuid = /(?<![0-9a-f])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![0-9a-f])/gi;

/** How people group the digits of a card. */
const cardGroupings = ['4-4-4-4', '4-4-4-4-3', '4-6-5', '4-6-4', '4-4-5', '6-13'];

/** A phone number has at most 15 digits (E.164), and in a country's own way of writing a zero first. */
const longestInternational = 14;
const longestNational = 15;

/**
 * Decides whether a text holds a card number anywhere: digits with a network's prefix, that network's length and a right
 * check digit, in any script and however they are grouped. The check digit alone would match one number in ten.
 *
 * Not a card number is a stretch inside a longer unbroken run of digits, unless a card's expiry follows it, one inside a
 * UUID that has letters, an EAN-13, and what is written as a phone number: after a plus sign, or with a zero first.
 * Takes time in proportion to the text.
 */
export function holdsCardNumber(text: string): boolean {
  return searchedFor(text).found;
}

/** The same, and how many groups of digits were looked at: never more than 20 for each. */
export function searchedFor(text: string): { readonly found: boolean; readonly looks: number } {
  let looks = 0;
  // Circled digits and the like become plain ones.
  const plain = withoutUuids(/^[\p{ASCII}]*$/u.test(text) ? text : text.normalize('NFKC'));
  for (const run of digitRuns(plain)) {
    if (isPhoneNumber(run)) continue;
    for (let start = 0; start < run.groups.length; start += 1) {
      const read = startsCard(run.groups, start);
      looks += read.looks;
      if (read.found) return { found: true, looks };
    }
  }
  return { found: false, looks };
}

/** A UUID of digits alone stays: nobody's generator makes one, and a person might group a number in such a way. */
function withoutUuids(text: string): string {
  return text.length < 36 ? text : text.replace(uuid, (found) => (/[a-f]/i.test(found) ? 'x' : found));
}

/** So written, it is no card: unless its groups are a card's. */
function isPhoneNumber({ groups, isInternational }: DigitRun): boolean {
  const length = groups.reduce((sum, { digits }) => sum + digits.length, 0);
  if (cardGroupings.includes(groupingOf(groups))) return false;
  const isNational = groups[0]?.digits.startsWith('0') === true;
  return (isInternational && length <= longestInternational) || (isNational && length <= longestNational);
}

function groupingOf(groups: readonly DigitGroup[]): string {
  return groups.map(({ digits }) => digits.length).join('-');
}

/**
 * Whether the whole groups from one on are a card number: it may stand next to other groups ("2 of 4111 ..."). At most 19
 * groups are looked at, and only where a network's number begins like them.
 */
function startsCard(groups: readonly DigitGroup[], start: number): { readonly found: boolean; readonly looks: number } {
  const first = groups[start]?.digits ?? '';
  if (first.length > longestCard) return { found: isCardWithExpiry(first), looks: 1 };
  let digits = '';
  let looks = 0;
  for (let end = start; end < groups.length; end += 1) {
    digits += groups[end]?.digits ?? '';
    looks += 1;
    if (digits.length > longestCard) break;
    if (digits.length < shortestCard) continue;
    if (lengthsOf(digits).size === 0) break;
    if (isCardNumber(digits) && areOneNumber(groups.slice(start, end + 1))) return { found: true, looks };
  }
  return { found: first.length === longestCard && isCardWithExpiry(first), looks };
}

/** Amounts and dates in a row have other marks between them, and other groups. */
function areOneNumber(groups: readonly DigitGroup[]): boolean {
  const kinds = new Set(groups.slice(1).map(({ after }) => after));
  return kinds.size <= 1 || cardGroupings.includes(groupingOf(groups));
}

/** MMYY or MMYYYY, and perhaps the digits from the back of the card. */
const expiry = /^(0[1-9]|1[0-2])(20)?[2-4]\d(\d{3,4})?$/;

function isCardWithExpiry(digits: string): boolean {
  if (digits.length < 19 || digits.length > longestCard + 10) return false;
  return [15, 16, 19].some((length) => expiry.test(digits.slice(length)) && isCardNumber(digits.slice(0, length)));
}

/** A field's place in JSON: names of keys, numbers of list entries. */
export type FieldPath = readonly (string | number)[];

/**
 * Writes a place as its teller would: `payment.captures[0].amountMinor`. A key that is not a plain name is quoted, and
 * hidden when it could be a card number. The top itself is `''`.
 */
export function fieldName(path: FieldPath): string {
  let name = '';
  for (const part of path) {
    if (typeof part === 'number') name += `[${String(part)}]`;
    else if (!isShowable(part)) name += '["…"]';
    else if (/^[A-Za-z_$][\w$-]*$/.test(part)) name += name === '' ? part : `.${part}`;
    else name += `[${JSON.stringify(part)}]`;
  }
  return name;
}

/** Decides whether a text may be repeated to its teller: short, and not digits enough for a card number. */
export function isShowable(text: string): boolean {
  return text.length <= 64 && text.normalize('NFKC').replace(/[^\p{Nd}]/gu, '').length < shortestCard;
}

/** Limits of one search: far above any message of this project, low enough that a hostile one costs little. */
const searchLimits = { depth: 32, values: 20_000, characters: 1_000_000, charactersOfOne: 16_384 };

/** The fields of a value that hold a card number, and those that were not read because of their length or depth. */
interface SearchedFields {
  readonly holding: readonly string[];
  readonly unread: readonly string[];
}

/**
 * Finds the fields of any JSON value that hold a card number, in their text, number or key. `exempt` spares a field's
 * own text, not what lies below it. What is beyond the search's limits counts as holding one.
 *
 * @returns names as {@link fieldName} writes them, each once
 */
export function fieldsHoldingCardNumbers(value: unknown, exempt?: (path: FieldPath) => boolean): string[] {
  const { holding, unread } = searchedFields(value, exempt);
  return [...new Set([...holding, ...unread])];
}

/** The same, with what was not read apart. A text that is too long is not looked into. */
export function searchedFields(value: unknown, exempt: (path: FieldPath) => boolean = () => false): SearchedFields {
  const holding = new Set<string>();
  const unread = new Set<string>();
  const left = { values: searchLimits.values, characters: searchLimits.characters };

  const searchText = (text: string, path: FieldPath): void => {
    left.characters -= text.length;
    if (text.length > searchLimits.charactersOfOne || left.characters < 0) unread.add(fieldName(path));
    else if (holdsCardNumber(text)) holding.add(fieldName(path));
  };

  const searchChild = (key: string | number, child: unknown, path: FieldPath): void => {
    const childPath = [...path, key];
    if (typeof key === 'string') searchText(key, childPath);
    search(child, childPath);
  };

  const search = (current: unknown, path: FieldPath): void => {
    left.values -= 1;
    if (left.values < 0 || path.length > searchLimits.depth) {
      // One name for all that was not reached: naming each could be endless.
      unread.add(fieldName(path.slice(0, 1)));
      return;
    }
    if (Array.isArray(current)) {
      for (let index = 0; index < current.length && left.values >= 0; index += 1)
        searchChild(index, current[index], path);
    } else if (typeof current === 'object' && current !== null) {
      for (const key in current) {
        if (left.values < 0) return;
        if (Object.hasOwn(current, key)) searchChild(key, (current as Record<string, unknown>)[key], path);
      }
    } else if (typeof current === 'string' || typeof current === 'number' || typeof current === 'bigint') {
      if (!exempt(path)) searchText(String(current), path);
    }
  };

  search(value, []);
  return { holding: [...holding], unread: [...unread] };
}
