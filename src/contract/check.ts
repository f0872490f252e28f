import type { FieldPath } from '../security/card-number';
import { problemAt, problemsKept, unknownKeyMessage, type Problem, type Wording } from './problems';
import { isRecord, listRule, longestList, objectRule, wordRule, type ValueRule } from './value-rules';

/** Reports everything that is wrong with a value at a place. */
export type Judge = (value: unknown, path: FieldPath, report: Report) => void;
export type Report = (path: FieldPath, wording: Wording) => void;

/** Checks values, and describes those it accepts. */
export interface AnyCheck {
  readonly judge: Judge;
  /** From this the JSON Schemas are made. */
  readonly accepts: Accepted;
}

/**
 * A check of values of the type `T`. A shape is written once, as an interface and its check: a check that misses a field
 * of the interface, has one more, or takes another type does not compile.
 */
export interface Check<T> extends AnyCheck {
  /** Never there. Both ways, so that a check of some words does not pass for one of all. */
  readonly of?: (value: T) => T;
}

/** What a check accepts, as data. */
export type Accepted =
  | { readonly kind: 'anything' }
  | { readonly kind: 'text' | 'lines' | 'id' | 'numberedLegId'; readonly maxLength: number }
  | { readonly kind: 'requestId' | 'captureId'; readonly maxLength: number; readonly reserved: string }
  | { readonly kind: 'vaultToken' | 'digest' | 'instant' | 'currency' | 'country' | 'trueOrFalse' }
  | { readonly kind: 'wholeNumber'; readonly least: number; readonly most: number }
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'list'; readonly item: Accepted; readonly mostItems: number }
  | { readonly kind: 'object'; readonly fields: Readonly<Record<string, Accepted>> }
  | { readonly kind: 'optional'; readonly null: boolean; readonly value: Accepted }
  | { readonly kind: 'byTag'; readonly tag: string; readonly variants: Readonly<Record<string, Accepted>> }
  | { readonly kind: 'also'; readonly value: Accepted; readonly rules: readonly string[] };

/** One check for each field of `T`: that of a field which may be absent accepts `undefined`. */
export type FieldsOf<T> = {
  readonly [Key in keyof T]-?: Check<Partial<Pick<T, Key>> extends Pick<T, Key> ? T[Key] | undefined : T[Key]>;
};

/** Refuses at compile time what {@link FieldsOf} lets pass: fields that came in by a spread. */
type NoOthers<T, Fields> = Readonly<Record<Exclude<keyof Fields, keyof T>, never>>;

/** A value that one rule checks. */
export function value<T>(rule: ValueRule, accepts: Accepted): Check<T> {
  return {
    accepts,
    judge: (held, path, report) => {
      const message = rule(held);
      if (message !== null) report(path, message);
    },
  };
}

/** Whatever it is. */
export const anything: Check<unknown> = { accepts: { kind: 'anything' }, judge: () => undefined };

/** A field that may be absent or null. `undefined` is absent: JSON has no other way to say it. */
export function optional<T>(check: Check<T>): Check<T | null | undefined> {
  return maybe(check, { null: true });
}

/** A field that may be left out but is never null. */
export function omittable<T>(check: Check<T>): Check<T | undefined> {
  return maybe(check, { null: false });
}

function maybe(check: AnyCheck, may: { readonly null: boolean }): AnyCheck {
  return {
    accepts: { kind: 'optional', ...may, value: check.accepts },
    judge: (held, path, report) => {
      if (held === undefined || (held === null && may.null)) return;
      check.judge(held, path, report);
    },
  };
}

/** An object of the fields of `T` and no others. Say what `T` is by the constant's type. */
export function object<T, Fields extends FieldsOf<T>>(fields: Fields & NoOthers<T, Fields>): Check<T> {
  const checks: Readonly<Record<string, AnyCheck>> = fields;
  const knownKeys = Object.keys(checks);
  const judge: Judge = (held, path, report) => {
    if (!isRecord(held)) {
      report(path, objectRule(held) ?? '');
      return;
    }
    for (const [key, check] of Object.entries(checks)) {
      check.judge(Object.hasOwn(held, key) ? held[key] : undefined, [...path, key], report);
    }
    let unknown = 0;
    for (const key in held) {
      if (Object.hasOwn(checks, key) || !Object.hasOwn(held, key) || held[key] === undefined) continue;
      unknown += 1;
      // Each costs a look, and more than these are never told.
      if (unknown > problemsKept) break;
      report([...path, key], () => unknownKeyMessage(key, knownKeys));
    }
  };
  const accepted = Object.entries(checks).map(([key, check]) => [key, check.accepts] as const);
  return { accepts: { kind: 'object', fields: Object.fromEntries(accepted) }, judge };
}

/** A list of values of one kind. */
export function list<T>(item: Check<T>, mostItems: number = longestList): Check<readonly T[]> {
  const rule = listRule(mostItems);
  return {
    accepts: { kind: 'list', item: item.accepts, mostItems },
    judge: (held, path, report) => {
      const message = rule(held);
      if (message !== null || !Array.isArray(held)) {
        report(path, message ?? '');
        return;
      }
      Array.from<unknown>(held).forEach((entry, index) => {
        item.judge(entry, [...path, index], report);
      });
    },
  };
}

/**
 * One of several objects, distinguished by the word in one field. An unknown word is checked by `otherwise`, or alone,
 * because the fields that belong to it are not known.
 */
export function byTag<Tag extends string, T extends Readonly<Record<Tag, string>>>(
  tag: Tag,
  variants: { readonly [Word in T[Tag]]: Check<Extract<T, Readonly<Record<Tag, Word>>>> },
  otherwise?: AnyCheck,
): Check<T> {
  const checks: Readonly<Record<string, AnyCheck>> = variants;
  const rule = wordRule(Object.keys(checks));
  const judge: Judge = (held, path, report) => {
    const word = isRecord(held) && Object.hasOwn(held, tag) ? held[tag] : undefined;
    if (typeof word === 'string' && Object.hasOwn(checks, word)) checks[word]?.judge(held, path, report);
    else if (!isRecord(held)) report(path, objectRule(held) ?? '');
    else if (otherwise !== undefined) otherwise.judge(held, path, report);
    else report([...path, tag], rule(word) ?? '');
  };
  const accepted = Object.entries(checks).map(([word, check]) => [word, check.accepts] as const);
  return { accepts: { kind: 'byTag', tag, variants: Object.fromEntries(accepted) }, judge };
}

/** The same with a check of what its fields say about each other. `rules`: what that is, in sentences. */
export function also<T>(check: Check<T>, judge: Judge, rules: readonly string[]): Check<T> {
  return {
    accepts: { kind: 'also', value: check.accepts, rules },
    judge: (held, path, report) => {
      check.judge(held, path, report);
      judge(held, path, report);
    },
  };
}

/** Runs a check over a whole value. `top` names the value itself in a problem. */
export function problemsIn(check: AnyCheck, held: unknown, top: string): Problem[] {
  const problems: Problem[] = [];
  check.judge(held, [], (path, wording) => {
    // Anything can be sent to a ledger, whose workflow task has a few seconds in all.
    if (problems.length < problemsKept) problems.push(problemAt(path, wording, top));
  });
  return problems;
}
