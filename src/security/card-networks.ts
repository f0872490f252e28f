/** A network's first digits, from and to, and the lengths that its card numbers have. */
interface NetworkRange {
  readonly from: string;
  readonly to: string;
  readonly lengths: readonly number[];
}

const upTo19 = [16, 17, 18, 19];

/**
 * Every network whose cards the gateway takes, and those that run on the same rails. Source: SPEC Payments.CardTypes for
 * which; the networks' published number ranges (ISO/IEC 7812) for the digits.
 */
const ranges: readonly NetworkRange[] = [
  ...range('4', '4', [13, 16, 18, 19]), // Visa, Electron, Delta, CartaSi; Switch has 18
  ...range('51', '55', [16]), // Mastercard
  ...range('2221', '2720', [16]), // Mastercard, second series
  ...range('2200', '2204', upTo19), // Mir
  ...range('34', '34', [15]), // American Express
  ...range('37', '37', [15]),
  ...range('300', '305', [14, 15, ...upTo19]), // Diners Club
  ...range('3095', '3095', [14, 15, ...upTo19]),
  ...range('36', '36', [14, 15, ...upTo19]),
  ...range('38', '39', [14, 15, ...upTo19]),
  ...range('3841', '3841', [13]), // Hipercard
  ...range('3528', '3589', upTo19), // JCB; RuPay has 353 and 356
  ...range('1800', '1800', [15]),
  ...range('2131', '2131', [15]),
  ...range('2014', '2014', [15]), // enRoute
  ...range('2149', '2149', [15]),
  ...range('1', '1', [15]), // UATP
  ...range('62', '62', upTo19), // UnionPay
  ...range('81', '82', upTo19), // UnionPay, RuPay
  ...range('50', '50', upTo19), // Maestro, Dankort, Elo, RuPay, Verve
  ...range('56', '58', upTo19), // Maestro, Switch
  ...range('60', '69', upTo19), // Maestro, Discover, Elo, Hipercard, RuPay, Switch, Troy
  // Maestro's shorter numbers: its whole range at these lengths would match too many ids.
  ...['5018', '5020', '5038', '5612', '5893', '6304', '6390', '67'].flatMap((prefix) =>
    range(prefix, prefix, [12, 13, 14, 15]),
  ),
  ...range('9792', '9792', [16]), // Troy
  ...range('94', '94', [16]), // BC
];

export const shortestCard = 12;
export const longestCard = 19;

/**
 * The lengths that a card number which begins with these digits can have, by the networks' prefixes; none: no network has
 * it. At least four digits, so that every prefix is seen.
 */
export function lengthsOf(digits: string): ReadonlySet<number> {
  const first = digits.slice(0, longestPrefix);
  const cached = lengthsByPrefix.get(first);
  if (cached !== undefined) return cached;
  const fitting = ranges.filter(({ from, to }) => {
    const own = first.slice(0, from.length);
    return own >= from && own <= to;
  });
  const lengths = new Set(fitting.flatMap((one) => one.lengths));
  lengthsByPrefix.set(first, lengths);
  return lengths;
}

const longestPrefix = 4;
/** At most ten thousand: one for each four digits. */
const lengthsByPrefix = new Map<string, ReadonlySet<number>>();

/** Decides whether digits are a card number: a network's prefix, that network's length and a right check digit. */
export function isCardNumber(digits: string): boolean {
  return lengthsOf(digits).has(digits.length) && isLuhn(digits) && !isArticleNumber(digits);
}

function range(from: string, to: string, lengths: readonly number[]): readonly NetworkRange[] {
  return [{ from, to, lengths }];
}

function isLuhn(digits: string): boolean {
  let sum = 0;
  for (let fromRight = 0; fromRight < digits.length; fromRight += 1) {
    const digit = (digits.charCodeAt(digits.length - 1 - fromRight) - 48) * (fromRight % 2 === 0 ? 1 : 2);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 === 0;
}

/** An EAN-13 has a check digit of its own kind. Cards of 13 digits are no longer issued; articles are everywhere. */
function isArticleNumber(digits: string): boolean {
  if (digits.length !== 13) return false;
  let sum = 0;
  for (let index = 0; index < 13; index += 1) sum += (digits.charCodeAt(index) - 48) * (index % 2 === 0 ? 1 : 3);
  return sum % 10 === 0;
}
