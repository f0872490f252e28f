import type { z } from 'zod';
import { holdsCardNumber } from './card-number';

/** One thing wrong with an input: which field, and what to send instead. Never holds the value that was sent. */
export interface InputProblem {
  readonly field: string;
  readonly message: string;
}

/** Thrown for options, faults or controls that cannot be meant. Holds every problem at once. */
export class SimulatorInputError extends Error {
  override readonly name = 'SimulatorInputError';
  readonly problems: readonly InputProblem[];

  constructor(what: string, problems: readonly InputProblem[]) {
    super(`${what}: ${problems.map(({ field, message }) => `${field} ${message}`).join('; ')}`);
    this.problems = problems;
  }
}

/** Checks a value against a schema. @throws SimulatorInputError with all problems. */
export function parseOrThrow<Schema extends z.ZodType>(schema: Schema, value: unknown, what: string): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new SimulatorInputError(what, problemsOfZod(parsed.error, what));
}

/** Turns zod's issues into problems that name the field and the fix; `whole` names the input itself. */
export function problemsOfZod(error: z.ZodError, whole: string): InputProblem[] {
  return error.issues.flatMap((issue): InputProblem[] => {
    const path = issue.path.map((part) => readableName(String(part)));
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        field: [...path, readableName(key)].join('.'),
        message: 'is not a known property: remove it',
      }));
    }
    return [{ field: path.length === 0 ? whole : path.join('.'), message: fixFor(issue) }];
  });
}

/** The sender chooses a property's name, so the name may be a card number itself: such a name is not repeated. */
export function readableName(name: string): string {
  return /^\w{1,64}$/.test(name) && !holdsCardNumber(name) ? name : '(unreadable name)';
}

function fixFor(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.message.endsWith('received undefined')
        ? `is required: send ${article(issue.expected)}`
        : `must be ${article(issue.expected)}`;
    case 'too_small':
      return `must be ${issue.inclusive === true ? 'at least' : 'greater than'} ${String(issue.minimum)}${unitOf(issue.origin)}`;
    case 'too_big':
      return `must be at most ${String(issue.maximum)}${unitOf(issue.origin)}`;
    case 'invalid_value':
      return `must be one of: ${issue.values.map(String).join(', ')}`;
    case 'invalid_union':
      return `must be one of: ${unionOptions(issue).join(', ')}`;
    case 'custom':
    case 'invalid_format':
      return issue.message;
    case 'unrecognized_keys':
    case 'not_multiple_of':
    case 'invalid_key':
    case 'invalid_element':
      return 'is not valid: see the documented shape';
  }
}

function unionOptions(issue: z.core.$ZodIssueInvalidUnion): string[] {
  return 'options' in issue && Array.isArray(issue.options) ? issue.options.map(String) : ['the documented shapes'];
}

function unitOf(origin: string): string {
  return origin === 'string' ? ' characters long' : '';
}

function article(type: string): string {
  if (type === 'int') return 'a whole number';
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}
