/** A network's prefix and the lengths its card numbers have. Source: the networks' published number ranges. */
const networks: readonly (readonly [network: string, prefix: RegExp, lengths: readonly number[]])[] = [
  ['visa', /^4/, [13, 16, 19]],
  ['mastercard', /^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  ['amex', /^3[47]/, [15]],
  ['diners', /^(30[0-5]|3095|36|3[89])/, [14, 15, 16, 17, 18, 19]],
  ['discover', /^(6011|64[4-9]|65)/, [16, 17, 18, 19]],
  ['jcb', /^35(2[89]|[3-8])/, [16, 17, 18, 19]],
  ['unionpay', /^62/, [16, 17, 18, 19]],
  ['maestro', /^(50|5[6-8]|6)/, [12, 13, 14, 15, 16, 17, 18, 19]],
];

/** One UUID in 14,000 ends in twelve digits that would pass for a card number, and references are often made of them. */
const uuidWithLetters = /^(?=.*[a-f])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/**
 * Decides whether a text is, or holds as one run of digits, a card number. Spaces and dashes are ignored. A UUID with
 * letters is none.
 */
export function holdsCardNumber(text: string): boolean {
  if (uuidWithLetters.test(text)) return false;
  const candidates = [text.replace(/[ -]/g, ''), ...(text.match(/\d{12,}/g) ?? [])];
  return candidates.some((candidate) => isCardNumber(candidate));
}

function isCardNumber(digits: string): boolean {
  if (!/^\d{12,19}$/.test(digits)) return false;
  const known = networks.some(([, prefix, lengths]) => prefix.test(digits) && lengths.includes(digits.length));
  return known && passesLuhn(digits);
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let fromRight = 0; fromRight < digits.length; fromRight += 1) {
    const value = Number(digits.charAt(digits.length - 1 - fromRight)) * (fromRight % 2 === 1 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}
