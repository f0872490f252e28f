/** A network's prefix and the lengths its card numbers have. Source: the networks' published number ranges. */
const networks: readonly { readonly prefix: RegExp; readonly lengths: readonly number[] }[] = [
  { prefix: /^4/, lengths: [13, 16, 19] }, // Visa
  { prefix: /^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, lengths: [16] }, // Mastercard
  { prefix: /^3[47]/, lengths: [15] }, // American Express
  { prefix: /^(6011|64[4-9]|65)/, lengths: [16, 17, 18, 19] }, // Discover
  { prefix: /^(30[0-5]|36|3[89])/, lengths: [14, 15, 16, 17, 18, 19] }, // Diners Club
  { prefix: /^35(2[89]|[3-8])/, lengths: [16, 17, 18, 19] }, // JCB
  { prefix: /^62/, lengths: [16, 17, 18, 19] }, // UnionPay
  { prefix: /^(50|5[6-9]|6)/, lengths: [12, 13, 14, 15, 16, 17, 18, 19] }, // Maestro
];

const shortest = 12;
const longest = 19;

/** Digits written in groups: each group is followed by a few spaces or dashes, whatever kind of them, and the next. */
const groupedDigits = /\d+(?:[\s\p{Pd}\u2212]{1,3}\d+)*/gu;

/** A UUID. One in a thousand holds digits that would pass for a card number, and ids are often made of them. */
const uuid = /(?<![0-9a-f])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![0-9a-f])/gi;

/**
 * Decides whether a text holds a card number anywhere: digits with a network's prefix, that network's length and a
 * right Luhn digit, with spaces and dashes between them ignored. Luhn alone would match one number in ten.
 *
 * A stretch inside a longer unbroken run of digits is not a card number, nor is one inside a UUID that has letters.
 * Takes time in proportion to the text.
 */
export function holdsCardNumber(text: string): boolean {
  // Full-width digits and fixed-width spaces become plain ones.
  for (const [grouped] of withoutUuids(text.normalize('NFKC')).matchAll(groupedDigits)) {
    if (holdsCardInGroups(grouped.match(/\d+/g) ?? [])) return true;
  }
  return false;
}

/** A UUID of digits alone stays: no generator makes one, and a person might group a number in such a way. */
function withoutUuids(text: string): string {
  return text.replace(uuid, (found) => (/[a-f]/i.test(found) ? 'x' : found));
}

/** A card number may be next to other groups ("2 of 4111 ..."), so every stretch of whole groups is tried. */
function holdsCardInGroups(groups: readonly string[]): boolean {
  return groups.some((first, start) => {
    if (!/^[2-6]/.test(first)) return false;
    const stretches = stretchesFrom(groups, start);
    const head = stretches.at(-1) ?? '';
    // Asked once for each start: the networks' prefixes are all shorter than the shortest number.
    const possible = head.length < shortest ? [] : networks.filter(({ prefix }) => prefix.test(head));
    return stretches.some(
      (digits) => possible.some(({ lengths }) => lengths.includes(digits.length)) && isLuhn(digits),
    );
  });
}

/** The digits of one group, of two, ... as long as a card number can be: never more than 19 texts. */
function stretchesFrom(groups: readonly string[], start: number): string[] {
  const stretches: string[] = [];
  let digits = '';
  for (let index = start; index < groups.length; index += 1) {
    digits += groups[index] ?? '';
    if (digits.length > longest) break;
    stretches.push(digits);
  }
  return stretches;
}

function isLuhn(digits: string): boolean {
  let sum = 0;
  for (let fromRight = 0; fromRight < digits.length; fromRight += 1) {
    const digit = Number(digits.charAt(digits.length - 1 - fromRight)) * (fromRight % 2 === 0 ? 1 : 2);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 === 0;
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
  return text.length <= 64 && text.normalize('NFKC').replace(/\D/g, '').length < shortest;
}

/** Limits of one search: far above any message of this project, low enough that a hostile one costs little. */
const searchLimits = { depth: 32, values: 20_000, characters: 1_000_000 };

/**
 * Finds the fields of any JSON value that hold a card number, in their text, number or key. `exempt` spares a field's
 * own text, not what is below it. What is beyond the search's limits counts as holding one.
 *
 * @returns names as {@link fieldName} writes them, each once
 */
export function fieldsHoldingCardNumbers(value: unknown, exempt: (path: FieldPath) => boolean = () => false): string[] {
  const found = new Set<string>();
  const left = { values: searchLimits.values, characters: searchLimits.characters };

  const searchText = (text: string, path: FieldPath): void => {
    left.characters -= text.length;
    if (left.characters < 0 || holdsCardNumber(text)) found.add(fieldName(path));
  };

  const search = (current: unknown, path: FieldPath): void => {
    left.values -= 1;
    if (left.values < 0 || path.length > searchLimits.depth) {
      // One name for all that was not reached: naming each could be endless.
      found.add(fieldName(path.slice(0, 1)));
      return;
    }
    if (typeof current === 'object' && current !== null) {
      const isList = Array.isArray(current);
      for (const [key, child] of Object.entries(current)) {
        if (left.values < 0) return;
        const childPath = [...path, isList ? Number(key) : key];
        if (!isList) searchText(key, childPath);
        search(child, childPath);
      }
    } else if (typeof current === 'string' || typeof current === 'number' || typeof current === 'bigint') {
      if (!exempt(path)) searchText(String(current), path);
    }
  };

  search(value, []);
  return [...found];
}
