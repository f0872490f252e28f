import fc from 'fast-check';
import { parsePaymentEvent } from '../../../src/contract/event-schema';
import { checkPaymentSnapshot, checkReversalRequest } from '../../../src/contract/guard';
import { checkPaymentEvent } from '../../../src/contract/guard-event';
import { parsePaymentSnapshot, parseReversalRequest } from '../../../src/contract/schemas';
import type { Problem } from '../../../src/contract/shapes';
import { at, eventsOfEachKind, fullPayment, fullRequest, pathsOf, smallestRequest, withAt } from './valid-inputs';

/** Values at the edges of what the rules allow. */
const edges = [
  undefined, null, '', ' ', 'a', 'a/b', '@t', '@4111111111111111', 'USD', 'JPY', 'usd', 'auth', 'r/follow-up/c', 'charge',
  'cancel', 'refund', 'succeeded', 'started', 'Visa', 'US', 0, -0, 1, -1, 1.5, 12, 13, 2027, 10000, 4111111111111111,
  2 ** 53, Number.NaN, true, [], {}, [null], '2026-11-20T10:00:00Z', '2026-02-30T10:00:00Z', 'x'.repeat(129),
  'x'.repeat(201), 'x'.repeat(501), 'captureSucceeded', 'won', new Date(0), 10n,
]; // prettier-ignore
const anything = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...edges) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.double() },
);
const keys = fc.oneof(
  fc.constantFrom(
    'amountMinor',
    'cvv',
    'evidence',
    'captures',
    'card',
    '__proto__',
    'constructor',
    'toString',
    '4111111111111111',
  ),
  fc.string({ maxLength: 12 }),
);

interface Mutation {
  readonly place: number;
  readonly what: 'put' | 'drop' | 'add' | 'repeat';
  readonly key: string;
  readonly value: unknown;
}
const mutations = fc.array(
  fc.record<Mutation>({
    place: fc.nat(1000),
    what: fc.constantFrom('put', 'drop', 'add', 'repeat'),
    key: keys,
    value: anything,
  }),
  { maxLength: 4 },
);

function mutate(value: unknown, { place, what, key, value: put }: Mutation): unknown {
  const paths = pathsOf(value);
  const path = paths[place % Math.max(1, paths.length)];
  if (path === undefined) return put;
  const held = at(value, path);
  const isBranch = typeof held === 'object' && held !== null;
  switch (what) {
    case 'put':
      return withAt(value, path, put);
    case 'drop':
      return withAt(value, path, undefined);
    case 'add':
      return isBranch && !Array.isArray(held)
        ? withAt(value, path, Object.fromEntries([...Object.entries(held), [key, put]]))
        : Object.fromEntries([...Object.entries(value as object), [key, put]]);
    case 'repeat':
      return Array.isArray(held) ? withAt(value, path, [...(held as unknown[]), ...(held as unknown[])]) : value;
  }
}

function sameVerdict(guarded: readonly Problem[], parsed: { ok: boolean; problems?: readonly Problem[] }): void {
  const byField = (problems: readonly Problem[]): string[] => problems.map((one) => JSON.stringify(one)).sort();
  expect({ ok: parsed.ok, problems: byField(parsed.problems ?? []) }).toEqual({
    ok: guarded.length === 0,
    problems: byField(guarded),
  });
}

const cases = { numRuns: 2000 };
const options = fc.constantFrom({}, { numericReferences: true });

describe('the guard and the schemas', () => {
  it('say the same of requests that are nearly right', () => {
    const requests = fc.constantFrom(fullRequest(), smallestRequest());
    fc.assert(
      fc.property(requests, mutations, options, (request, changes, told) => {
        const value = changes.reduce<unknown>(mutate, request);
        sameVerdict(checkReversalRequest(value, told), parseReversalRequest(value, told));
      }),
      cases,
    );
  });

  it('say the same of snapshots that are nearly right', () => {
    fc.assert(
      fc.property(mutations, options, (changes, told) => {
        const value = changes.reduce<unknown>(mutate, fullPayment());
        sameVerdict(checkPaymentSnapshot(value, told), parsePaymentSnapshot(value, told));
      }),
      cases,
    );
  });

  it('say the same of events that are nearly right', () => {
    fc.assert(
      fc.property(fc.constantFrom(...eventsOfEachKind), mutations, (event, changes) => {
        const value = changes.reduce<unknown>(mutate, event);
        sameVerdict(checkPaymentEvent(value), parsePaymentEvent(value));
      }),
      cases,
    );
  });

  it('say the same of anything at all', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        sameVerdict(checkReversalRequest(value), parseReversalRequest(value));
        sameVerdict(checkPaymentSnapshot(value), parsePaymentSnapshot(value));
        sameVerdict(checkPaymentEvent(value), parsePaymentEvent(value));
      }),
      cases,
    );
  });

  it('both accept a good share of what the mutations make, so that their agreement means something', () => {
    const accepted = fc
      .sample(mutations, { numRuns: 1000, seed: 1 })
      .filter((changes) => checkReversalRequest(changes.reduce<unknown>(mutate, fullRequest())).length === 0);
    expect(accepted.length).toBeGreaterThan(100);
    expect(accepted.length).toBeLessThan(900);
  });
});
