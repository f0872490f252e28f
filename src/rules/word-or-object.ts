import { z } from 'zod';
import type { ValueRule } from '../contract/value-rules';

/** One word in the place of an object. Anything that is neither is refused in the words of the rule. */
export function wordOr<const Word extends string, Schema extends z.ZodType>(
  word: Word,
  schema: Schema,
  rule: ValueRule,
) {
  return z.unknown().transform((value, context): Word | z.output<Schema> => {
    if (value === word) return word;
    const message = rule(value);
    if (message !== null) {
      context.issues.push({ code: 'custom', input: value, message });
      return z.NEVER;
    }
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) context.issues.push({ ...issue, input: value } as z.core.$ZodRawIssue);
    return z.NEVER;
  });
}
