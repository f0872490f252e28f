import { fieldName, isShowable, type FieldPath } from '../security/card-number';

/** One thing wrong with an input. Never holds the value of a suspected card number. */
export interface Problem {
  /** Where, in the input's own terms: `payment.captures[0].amountMinor`. */
  readonly field: string;
  /** What is wrong and what to write instead. */
  readonly message: string;
}

/** More than this many problems help nobody, and an answer must stay small enough to be sent. */
export const problemsKept = 50;

/** What is wrong in words, or how to find them: looking for what was meant takes time, which only what is kept is worth. */
export type Wording = string | (() => string);

/** Writes a problem at a place; `top` is what its teller calls the whole value. */
export function problemAt(path: FieldPath, wording: Wording, top: string): Problem {
  const message = typeof wording === 'string' ? wording : wording();
  return { field: path.length === 0 ? top : fieldName(path), message };
}

/** Keeps the first problem of each field, in order, and not more than can be read. */
export function finished(problems: readonly Problem[]): Problem[] {
  const byField = new Map<string, Problem>();
  for (const problem of problems) {
    if (!byField.has(problem.field)) byField.set(problem.field, problem);
  }
  return [...byField.values()].slice(0, problemsKept);
}

/** Writes problems as one text, a line each, for people. */
export function describeProblems(problems: readonly Problem[], indent = ''): string {
  return problems.map(({ field, message }) => `${indent}${field} ${message}`).join('\n');
}

/** Suggests which known key an unknown one may have been meant to be. */
export function unknownKeyMessage(key: string, knownKeys: readonly string[]): string {
  const near = isShowable(key) ? knownKeys.filter((name) => isNear(key, name)) : [];
  if (near.length > 0) return `is not a known field: did you mean ${near.join(' or ')}?`;
  return `is not a known field: take it out (known here: ${knownKeys.join(', ')})`;
}

function isNear(key: string, name: string): boolean {
  const [one, other] = [plain(key), plain(name)];
  if (one.length >= 3 && (other.includes(one) || one.includes(other))) return true;
  return editDistance(one, other) <= Math.min(2, Math.floor(other.length / 3));
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** Levenshtein's distance; both texts are short. */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
