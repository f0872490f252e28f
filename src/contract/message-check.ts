import { searchedFields, type FieldPath } from '../security/card-number';
import { problemsIn, type AnyCheck, type Check } from './check';
import { finished, type Problem } from './problems';
import { isRecord } from './value-rules';

/** What of the account's rules decides how a message is checked. */
export interface CheckOptions {
  /** The account's gateway gives references of digits: its two reference fields may look like card numbers. */
  readonly numericReferences?: boolean;
  /** The caller's own ids are digits: those of payments, requests, legs, captures, events and disputes may look so. */
  readonly numericIds?: boolean;
}

/** What the account's rules exempt; null: no rules are known, so nothing is. */
export function exemptionsOf(
  rules: { readonly numericReferences: boolean; readonly numericIds?: boolean } | null,
): CheckOptions {
  return { numericReferences: rules?.numericReferences === true, numericIds: rules?.numericIds === true };
}

/** For a check before the rules are at hand: whoever has them checks again. */
export const allExempt: CheckOptions = { numericReferences: true, numericIds: true };

const idFields = ['paymentId', 'requestId', 'legId', 'captureId', 'eventId', 'refundEventId', 'corrects', 'disputeId'];
const referenceFields = ['authorizationReference', 'gatewayReference'];

/** Which fields of any message may hold digits like those of a card, by their names. */
function exemptFields({ numericReferences, numericIds }: CheckOptions): (path: FieldPath) => boolean {
  const names = new Set([...(numericReferences ? referenceFields : []), ...(numericIds ? idFields : [])]);
  return (path) => names.has(String(path.at(-1)));
}

/** The result of reading an input: the value, or everything that is wrong with it. */
export type Parsed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Everything that is wrong with a whole message, one problem for each field. `top` names the message itself; `options` say
 * which fields may hold digits like those of a card.
 */
export function messageProblems(check: AnyCheck, value: unknown, top: string, options: CheckOptions = {}): Problem[] {
  // A value that is no object gets one clear problem, which never repeats it.
  const cardNumbers = isRecord(value) ? cardNumberProblems(value, top, exemptFields(options)) : [];
  return finished([...cardNumbers, ...problemsIn(check, value, top)]);
}

/** Says which fields hold a card number, and never which, and which are too long or too deep to be searched. */
export function cardNumberProblems(value: unknown, top: string, exempt?: (path: FieldPath) => boolean): Problem[] {
  const { holding, unread } = searchedFields(value, exempt);
  const problem = (field: string, message: string): Problem => ({ field: field === '' ? top : field, message });
  return [
    ...holding.map((field) => problem(field, cardNumberMessage)),
    ...unread.map((field) => problem(field, 'is too long, or holds too much, to be read: make it shorter')),
  ];
}

const cardNumberMessage =
  'holds what looks like a card number: take it out. A card is named by its @token only; where a gateway gives ' +
  'references of digits, set numericReferences in the rules of the account, and numericIds where your own ids are digits.';

/** What a check with these problems has read: a copy that holds the known fields only, without those that are undefined. */
export function parsed<T>(_check: Check<T>, value: unknown, problems: readonly Problem[]): Parsed<T> {
  // The check has looked at every field, and an unknown field is a problem.
  return problems.length === 0 ? { ok: true, value: withoutUndefined(value) as T } : { ok: false, problems };
}

function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).filter(([, held]) => held !== undefined);
  return Object.fromEntries(entries.map(([key, held]) => [key, withoutUndefined(held)]));
}
