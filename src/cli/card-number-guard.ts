import type { CheckOptions } from '../contract/message-check';
import type { Problem } from '../contract/problems';
import { holdsCardNumber } from '../security/card-number';

/** Some gateways use references of digits. The rules of the account decide on these when the request is checked. */
const references = /^--(reference|capture-reference|gateway-reference)$/;
const ids = /^--(event-id|capture-id|dispute-id|refund-event-id|leg)$/;
const switches = /^--(json|yes|debug)$/;

/**
 * Finds card numbers anywhere on the command line, also in groups of digits, before anything reads or repeats it. The
 * message mentions the history of the shell, because a shell keeps what is typed. `numericIds`: some account's ids are
 * digits, so that an id may look like a card number.
 */
export function cardNumbersIn(argv: readonly string[], { numericIds = false }: CheckOptions = {}): Problem[] {
  const checked = argv.map((word, index) => (isExempt(argv, index, numericIds) ? '--' : word));
  const fields = checked.flatMap((word, index) => (holdsCardNumber(word) ? [placeOf(argv, index)] : []));
  const places = fields.length === 0 && holdsCardNumber(checked.join(' ')) ? ['the command line'] : fields;
  return [...new Set(places)].map((field) => ({
    field,
    message:
      'looks like a card number: remove it, here and from the history of your shell. Use the @token of the card; get one with: reversals store-card. If your own ids are digits, set numericIds in the rules of the account',
  }));
}

function isExempt(argv: readonly string[], index: number, numericIds: boolean): boolean {
  const word = argv[index] ?? '';
  const before = argv[index - 1] ?? '';
  const own = word.includes('=') ? word.slice(0, word.indexOf('=')) : '';
  const isNamed = (options: RegExp): boolean => options.test(before) || options.test(own);
  return isNamed(references) || (numericIds && (isNamed(ids) || isIdAlone(word, before)));
}

/** A whole argument without an option. Of a number that is typed in groups, no group is exempt. */
function isIdAlone(word: string, before: string): boolean {
  const isArgument = !word.startsWith('-') && (!before.startsWith('-') || switches.test(before));
  return isArgument && /^[\w./:-]+$/.test(word) && holdsCardNumber(word);
}

function placeOf(argv: readonly string[], index: number): string {
  const [word = '', before = ''] = [argv[index], argv[index - 1]];
  const own = /^(--[a-z][a-z-]*)=/.exec(word)?.[1];
  if (own !== undefined) return own;
  if (/^--[a-z][a-z-]*$/.test(before)) return before;
  return `argument ${index + 1}`;
}
