import fc from 'fast-check';
import { at, pathsOf, withAt } from './valid-inputs';

/** Values at the edges of what the rules allow, on both sides of them, as JSON can hold them. */
export const edges: readonly unknown[] = [
  null, '', ' ', 'a', 'a/b', 'r/c/1', '@t', '@4111111111111111', 'USD', 'JPY', 'usd', 'auth', 'r/follow-up/c', 'charge',
  'cancel', 'refund', 'void', 'succeeded', 'notSent', 'started', 'approve', 'reject', 'Visa', 'US', 0, -0, 1, -1, 1.5,
  12, 13, 1999, 2000, 2027, 2199, 2200, 1_000_000, 1_000_001, 2 ** 53 - 1, 10000, 4111111111111111, 2 ** 53, true, [], {}, [null], '2026-11-20T10:00:00Z', '2026-02-30T10:00:00Z',
  '2026-11-20T10:00+02:00', '\u{1f41f}'.repeat(101), 'a\u200bb',
  ...[2, 5, 40, 128, 200, 500].flatMap((length) => ['x'.repeat(length), 'x'.repeat(length + 1)]),
  'a\u2028b', 'a\tb', ' a', '\u00a0a', 'captureSucceeded', 'won',
]; // prettier-ignore
const anything = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...edges) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
);
const keys = fc.oneof(
  fc.constantFrom('amountMinor', 'cvv', 'evidence', 'captures', 'card', '__proto__', 'toString', '4111111111111111'),
  fc.string({ maxLength: 12 }),
);

export interface Mutation {
  readonly place: number;
  readonly what: 'put' | 'drop' | 'add' | 'repeat';
  readonly key: string;
  readonly value: unknown;
}

/** Changes of a JSON value, few enough that it often stays right. */
export const jsonMutations = fc.array(
  fc.record<Mutation>({
    place: fc.nat(1000),
    what: fc.constantFrom('put', 'drop', 'add', 'repeat'),
    key: keys,
    value: anything,
  }),
  { maxLength: 4 },
);

/** The value with one change made somewhere in it. */
export function mutated(value: unknown, { place, what, key, value: put }: Mutation): unknown {
  const paths = pathsOf(value);
  const path = paths[place % Math.max(1, paths.length)];
  if (path === undefined || typeof value !== 'object' || value === null) return put;
  const held = at(value, path);
  const isBranch = typeof held === 'object' && held !== null;
  switch (what) {
    case 'put':
      return withAt(value, path, put);
    case 'drop':
      return withAt(value, path, undefined);
    case 'add':
      return isBranch && !Array.isArray(held)
        ? withAt(value, path, withKey(held, key, put))
        : Array.isArray(value)
          ? value
          : withKey(value, key, put);
    case 'repeat':
      return Array.isArray(held) ? withAt(value, path, [...(held as unknown[]), ...(held as unknown[])]) : value;
  }
}

function withKey(value: object, key: string, put: unknown): unknown {
  return Object.fromEntries([...Object.entries(value), [key, put]]);
}
