import type { CurrencyCode } from '../domain/model/currency';
import { value, type Check } from './check';
import {
  authorizationMark,
  amountOrZeroRule,
  amountRule,
  captureIdRule,
  countryRule,
  currencyRule,
  digestRule,
  followUpMark,
  idRule,
  instantRule,
  longestId,
  linesRule,
  longestLegId,
  numberedLegIdRule,
  requestIdRule,
  textRule,
  trueOrFalseRule,
  vaultTokenRule,
  wholeNumberRule,
  wordRule,
} from './value-rules';

/** The longest texts of each kind. */
const longest = { name: 200, reference: 200, reason: 500, evidence: 500, token: 8192 } as const;

/** A text on one line. */
export function text(maxLength: number): Check<string> {
  return value(textRule(maxLength), { kind: 'text', maxLength });
}

/** A text that people write, on as many lines as they like. */
function lines(maxLength: number): Check<string> {
  return value(linesRule(maxLength), { kind: 'lines', maxLength });
}

/** An id of at most so many characters. */
export function idOf(maxLength: number): Check<string> {
  return value(idRule(maxLength), { kind: 'id', maxLength });
}

export const id: Check<string> = idOf(longestId);
export const requestId: Check<string> = value(requestIdRule, {
  kind: 'requestId',
  maxLength: longestId,
  reserved: followUpMark,
});
export const captureId: Check<string> = value(captureIdRule, {
  kind: 'captureId',
  maxLength: longestId,
  reserved: authorizationMark,
});
export const legId: Check<string> = idOf(longestLegId);
/** A leg's id whose parts are read. */
export const numberedLegId: Check<string> = value(numberedLegIdRule, {
  kind: 'numberedLegId',
  maxLength: longestLegId,
});
/** A gateway's reference. */
export const reference: Check<string> = idOf(longest.reference);
/** A signed token. */
export const token: Check<string> = idOf(longest.token);

export const name: Check<string> = text(longest.name);
export const reason: Check<string> = lines(longest.reason);
export const evidence: Check<string> = lines(longest.evidence);

export const vaultToken: Check<string> = value(vaultTokenRule, { kind: 'vaultToken' });
/** The digest of a destination. */
export const digest: Check<string> = value(digestRule, { kind: 'digest' });
export const instant: Check<string> = value(instantRule, { kind: 'instant' });
export const country: Check<string> = value(countryRule, { kind: 'country' });
export const currency: Check<CurrencyCode> = value(currencyRule, { kind: 'currency' });
/** The same for shapes in which a caller may write any text. */
export const currencyText: Check<string> = value(currencyRule, { kind: 'currency' });

export const amount: Check<number> = value(amountRule, {
  kind: 'wholeNumber',
  least: 1,
  most: Number.MAX_SAFE_INTEGER,
});
export const amountOrZero: Check<number> = value(amountOrZeroRule, {
  kind: 'wholeNumber',
  least: 0,
  most: Number.MAX_SAFE_INTEGER,
});

/** A whole number within bounds, both included. */
export function wholeNumber(least: number, most: number): Check<number> {
  return value(wholeNumberRule(least, most), { kind: 'wholeNumber', least, most });
}

export const trueOrFalse: Check<boolean> = value(trueOrFalseRule, { kind: 'trueOrFalse' });

/** One of a closed list of words. */
export function word<const Words extends readonly string[]>(words: Words): Check<Words[number]> {
  return value(wordRule(words), { kind: 'words', words });
}
