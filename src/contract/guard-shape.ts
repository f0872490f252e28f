import type { FieldPath } from '../security/card-number';
import { problemAt, problemsKept, unknownKeyMessage, type Wording } from './problems';
import type { Problem } from './shapes';
import { isRecord, listRule, objectRule, type ValueRule } from './value-rules';

/** Adds everything that is wrong with a value at a place. */
export type Check = (value: unknown, path: FieldPath, report: Report) => void;
export type Report = (path: FieldPath, wording: Wording) => void;

/** A field that must be there, judged by one rule. */
export function needed(rule: ValueRule): Check {
  return (value, path, report) => {
    const message = rule(value);
    if (message !== null) report(path, message);
  };
}

/** A field that may be absent or null. `undefined` is absent: JSON has no other way to say it. */
export function optional(check: Check): Check {
  return (value, path, report) => {
    if (value !== undefined && value !== null) check(value, path, report);
  };
}

/** An object of these fields and no others. */
export function object(fields: Readonly<Record<string, Check>>): Check {
  const known = Object.keys(fields);
  return (value, path, report) => {
    if (!isRecord(value)) {
      needed(objectRule)(value, path, report);
      return;
    }
    for (const [key, check] of Object.entries(fields)) {
      check(Object.hasOwn(value, key) ? value[key] : undefined, [...path, key], report);
    }
    for (const [key, held] of Object.entries(value)) {
      if (!Object.hasOwn(fields, key) && held !== undefined)
        report([...path, key], () => unknownKeyMessage(key, known));
    }
  };
}

/** A list of values of one kind. */
export function list(item: Check): Check {
  return (value, path, report) => {
    const before = listRule(value);
    if (before !== null || !Array.isArray(value)) {
      report(path, before ?? '');
      return;
    }
    Array.from<unknown>(value).forEach((entry, index) => {
      item(entry, [...path, index], report);
    });
  };
}

/** Runs a check over a whole value. `top` names the value itself in a problem. */
export function runCheck(check: Check, value: unknown, top: string): Problem[] {
  const problems: Problem[] = [];
  check(value, [], (path, wording) => {
    // Anything can be sent to a ledger, whose workflow task has a few seconds in all.
    if (problems.length < problemsKept) problems.push(problemAt(path, wording, top));
  });
  return problems;
}
