import type { Problem } from '../contract/problems';
import { holdsCardNumber } from '../security/card-number';

/** Some gateways use references of digits. The rules of the account decide on these when the request is checked. */
const checkedLater = /^--(reference|capture-reference)$/;

/**
 * Finds card numbers anywhere on the command line, also in groups of digits, before anything reads or repeats it. The
 * message mentions the history of the shell, because a shell keeps what is typed.
 */
export function cardNumbersIn(argv: readonly string[]): Problem[] {
  const checked = argv.map((word, index) => (isExempt(argv, index) ? '--' : word));
  const fields = checked.flatMap((word, index) => (holdsCardNumber(word) ? [placeOf(argv, index)] : []));
  const places = fields.length === 0 && holdsCardNumber(checked.join(' ')) ? ['the command line'] : fields;
  return [...new Set(places)].map((field) => ({
    field,
    message:
      'looks like a card number: remove it, here and from the history of your shell. Use the @token of the card; get one with: reversals store-card',
  }));
}

function isExempt(argv: readonly string[], index: number): boolean {
  const [option = '', ...value] = (argv[index] ?? '').split('=');
  return checkedLater.test(argv[index - 1] ?? '') || (value.length > 0 && checkedLater.test(option));
}

function placeOf(argv: readonly string[], index: number): string {
  const [word = '', before = ''] = [argv[index], argv[index - 1]];
  const own = /^(--[a-z][a-z-]*)=/.exec(word)?.[1];
  if (own !== undefined) return own;
  if (/^--[a-z][a-z-]*$/.test(before)) return before;
  return `argument ${index + 1}`;
}
