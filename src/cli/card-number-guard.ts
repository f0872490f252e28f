import type { Problem } from '../contract/problems';
import { holdsCardNumber } from '../security/card-number';

/** Some gateways give references of digits: these are judged with the rules of their account, in the request. */
const judgedLater = /^--(reference|capture-reference)$/;

/**
 * Finds card numbers anywhere on the command line, also one typed in groups, before anything reads or repeats it. A
 * shell keeps what is typed in its history: the message says so.
 */
export function cardNumbersIn(argv: readonly string[]): Problem[] {
  const judged = argv.map((word, index) => (isExempt(argv, index) ? '--' : word));
  const fields = judged.flatMap((word, index) => (holdsCardNumber(word) ? [placeOf(argv, index)] : []));
  const places = fields.length === 0 && holdsCardNumber(judged.join(' ')) ? ['the command line'] : fields;
  return [...new Set(places)].map((field) => ({
    field,
    message:
      'holds what looks like a card number: take it out, here and in the history of your shell. A card is named by its @token; get one with: reversals store-card',
  }));
}

function isExempt(argv: readonly string[], index: number): boolean {
  const [option = '', ...value] = (argv[index] ?? '').split('=');
  return judgedLater.test(argv[index - 1] ?? '') || (value.length > 0 && judgedLater.test(option));
}

function placeOf(argv: readonly string[], index: number): string {
  const [word = '', before = ''] = [argv[index], argv[index - 1]];
  const own = /^(--[a-z][a-z-]*)=/.exec(word)?.[1];
  if (own !== undefined) return own;
  if (/^--[a-z][a-z-]*$/.test(before)) return before;
  return `argument ${index + 1}`;
}
