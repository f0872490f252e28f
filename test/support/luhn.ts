import { randomInt } from 'node:crypto';

/** Sixteen digits that look like a card number: of Visa's range, with the right check digit. Another one each time. */
export function numberWithCheckDigit(): string {
  const digits = [4, ...Array.from({ length: 14 }, () => randomInt(10))];
  const sum = digits.reduce((all, digit, place) => {
    const doubled = place % 2 === 0 ? digit * 2 : digit;
    return all + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return [...digits, (10 - (sum % 10)) % 10].join('');
}
