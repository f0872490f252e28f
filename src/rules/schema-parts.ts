import { z } from 'zod';
import { problemAt, problemsKept, unknownKeyMessage } from '../contract/problems';
import type { Problem } from '../contract/problems';
import { isRecord, listRule, objectRule, type ValueRule } from '../contract/value-rules';

/** A text that a rule checks. */
export function text(rule: ValueRule): z.ZodString {
  return withRule(z.string(saying(rule)), rule);
}

/** A number that a rule checks. */
export function number(rule: ValueRule): z.ZodNumber {
  return withRule(z.number(saying(rule)), rule);
}

/** One of a closed list of words; the rule finds the words of refusal. */
export function word<const Words extends readonly string[]>(
  words: Words,
  rule: ValueRule,
): z.ZodEnum<{ [Word in Words[number]]: Word }> {
  return z.enum(words, saying(rule));
}

/** A field that may be absent or null. */
export function maybe<Schema extends z.ZodType>(schema: Schema): z.ZodExactOptional<z.ZodNullable<Schema>> {
  return z.exactOptional(z.nullable(schema));
}

/** An object of these fields and no others. A field that is `undefined` is absent: JSON has no other way to say it. */
export function strict<Shape extends z.ZodRawShape>(shape: Shape): z.ZodPreprocess<z.ZodObject<Shape, z.core.$strict>> {
  const knownKeys = Object.keys(shape);
  const error = (issue: z.core.$ZodRawIssue): string | undefined =>
    issue.code === 'unrecognized_keys'
      ? firstOf(issue.keys)
          .map((key) => unknownKeyMessage(key, knownKeys))
          .join('\n')
      : (objectRule(issue.input) ?? undefined);
  return z.preprocess(withoutUndefined, z.strictObject(shape, { error }));
}

/** A list of values of one kind. */
export function listOf<Schema extends z.ZodType>(schema: Schema): z.ZodArray<Schema> {
  return withRule(z.array(schema, saying(listRule())), listRule());
}

/** What a schema found, in the doors' own form. No value is repeated but what a rule chose to repeat. */
export function problemsOf(error: z.ZodError, top: string): Problem[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
    if (issue.code !== 'unrecognized_keys') return [problemAt(path, issue.message, top)];
    const messages = issue.message.split('\n');
    return firstOf(issue.keys).map((key, index) => problemAt([...path, key], messages[index] ?? issue.message, top));
  });
}

function firstOf(keys: readonly string[]): readonly string[] {
  return keys.slice(0, problemsKept);
}

function saying(rule: ValueRule): { error: (issue: { input?: unknown }) => string | undefined } {
  return { error: (issue) => rule(issue.input) ?? undefined };
}

function withRule<Schema extends z.ZodType>(schema: Schema, rule: ValueRule): Schema {
  return schema.check((payload) => {
    const message = rule(payload.value);
    if (message !== null) payload.issues.push({ code: 'custom', input: payload.value, message });
  });
}

function withoutUndefined(value: unknown): unknown {
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, held]) => held !== undefined));
}
