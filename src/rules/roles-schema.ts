import { z } from 'zod';
import { problemAt, type Problem } from '../contract/problems';
import { idRule, isRecord, type ValueRule } from '../contract/value-rules';
import { noRoles, roleNames, type HoldersOfRole, type RoleName, type Roles } from '../domain/model/roles';
import type { FieldPath } from '../security/card-number';
import { listOf, strict, text } from './schema-parts';

const holdersRule: ValueRule = (value) =>
  isRecord(value) || Array.isArray(value)
    ? null
    : 'is no list of people and no claim: write [bob, order-service], or { claim: roles, anyOf: [refund-approver] }';

const names = listOf(text(idRule()));
const byClaim = strict({ claim: text(idRule()), anyOf: names });

/** Who holds a role: a list of people and services, or the values of a claim. */
const holders = z.unknown().transform((value, context): HoldersOfRole => {
  const message = holdersRule(value);
  if (message !== null) {
    context.issues.push({ code: 'custom', input: value, message });
    return z.NEVER;
  }
  const parsed = Array.isArray(value) ? names.safeParse(value) : byClaim.safeParse(value);
  if (parsed.success) return Array.isArray(parsed.data) ? { claim: 'sub', anyOf: parsed.data } : parsed.data;
  for (const issue of parsed.error.issues) context.issues.push({ ...issue, input: value } as z.core.$ZodRawIssue);
  return z.NEVER;
});

/** The roles as they are written, for all accounts or for one. A role that is left out: anybody whose identity is proved. */
export const rolesSchema = strict(
  Object.fromEntries(roleNames.map((name) => [name, z.exactOptional(holders)])) as Record<
    RoleName,
    z.ZodExactOptional<typeof holders>
  >,
);

/** The roles as they are written. */
export type WrittenRoles = z.output<typeof rolesSchema>;

/** What is wrong with written roles beyond their fields taken one by one: a role that nobody could hold. */
export function rolesProblems(value: unknown, path: FieldPath): Problem[] {
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([name, written]) => {
    const held: unknown = isRecord(written) ? written['anyOf'] : written;
    if (!Array.isArray(held) || held.length > 0) return [];
    const place = isRecord(written) ? [name, 'anyOf'] : [name];
    return [problemAt([...path, ...place], 'is empty, so no one may do it: name who may', 'the rules')];
  });
}

/** Who holds each role at an account: a role of its own takes the place of the one at the top. */
export function rolesOf(own: WrittenRoles | undefined, top: WrittenRoles | undefined): Roles {
  return { ...noRoles, ...top, ...own };
}
