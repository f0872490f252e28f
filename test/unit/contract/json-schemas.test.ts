import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import fc from 'fast-check';
import { checkDecision } from '../../../src/contract/decision';
import { checkPaymentEvent } from '../../../src/contract/payment-event';
import { checkPaymentSnapshot } from '../../../src/contract/payment-snapshot';
import type { Problem } from '../../../src/contract/problems';
import { checkRecovery } from '../../../src/contract/recovery';
import { checkResolution } from '../../../src/contract/resolution';
import { checkReversalRequest } from '../../../src/contract/reversal-request';
import { checkWithdrawal } from '../../../src/contract/withdrawal';
import { fieldName } from '../../../src/security/card-number';
import { schemaFiles } from '../../../scripts/schemas/published';
import { edges, jsonMutations, mutated } from './mutations';
import {
  at,
  decisionsOfEachKind,
  eventsOfEachKind,
  fullPayment,
  fullRecovery,
  fullRequest,
  fullResolution,
  fullWithdrawal,
  pathsOf,
  smallestRequest,
  withAt,
} from './valid-inputs';

interface Input {
  readonly check: (value: unknown) => readonly Problem[];
  readonly right: readonly unknown[];
}

const inputs: Readonly<Record<string, Input>> = {
  'reversal-request': { check: checkReversalRequest, right: [smallestRequest(), fullRequest()] },
  'payment-snapshot': { check: checkPaymentSnapshot, right: [smallestRequest()['payment'], fullPayment()] },
  'payment-event': { check: checkPaymentEvent, right: eventsOfEachKind },
  decision: { check: checkDecision, right: decisionsOfEachKind },
  withdrawal: { check: checkWithdrawal, right: [fullWithdrawal] },
  resolution: { check: checkResolution, right: [fullResolution] },
  recovery: { check: checkRecovery, right: [fullRecovery] },
};

interface Difference {
  /** What the schema's description says about it. */
  readonly described: string;
  /** Whether a problem, with the value at its field, is this difference. */
  readonly is: (message: string, held: unknown) => boolean;
  /** An input that the schema accepts and the check refuses. */
  readonly example: readonly [name: string, value: unknown];
}

const twoCaptures = (second: object): unknown => withAt(fullRequest(), ['payment', 'captures', 1], second);
const succeeded = { captureId: 'c1', status: 'succeeded', amountMinor: 4000 };
const saysOf = (pattern: RegExp) => (message: string) => pattern.test(message);

/** Everywhere a schema is wider than its check. There is no other place: the laws below would find it. */
const differences: readonly Difference[] = [
  {
    described: 'A card number in any text, number or name of a field.',
    is: saysOf(/card number/),
    example: ['reversal-request', { ...fullRequest(), reason: 'paid with 4111 1111 1111 1111' }],
  },
  {
    described: 'An instant on a day that does not exist, such as 30 February.',
    is: (message, held) =>
      message.startsWith('is not an instant') &&
      /^2[01]\d\d-\d\d-\d\dT[0-2]\d:[0-5]\d.*(Z|[+-][0-2]\d:[0-5]\d)$/.test(String(held)),
    example: ['payment-event', { ...eventsOfEachKind[3], at: '2026-02-30T10:00:00Z' }],
  },
  {
    described: 'A text that passes its longest length in UTF-16 code units, though not in characters.',
    is: (message, held) => Number(/at most (\d+) characters/.exec(message)?.[1]) >= Array.from(String(held)).length,
    example: ['withdrawal', { ...fullWithdrawal, reason: '🐟'.repeat(251) }],
  },
  {
    described:
      'An id or a text with invisible characters (Unicode format and separator characters), or with half of a surrogate pair.',
    is: (message, held) => message.includes('invisible or control') && !/\p{Cc}/u.test(String(held)),
    example: ['withdrawal', { ...fullWithdrawal, requestId: 'return\u200b-1' }],
  },
  {
    described: 'The number -0.',
    is: (_message, held) => Object.is(held, -0),
    example: ['decision', { ...decisionsOfEachKind[0], voidMinor: -0 }],
  },
  {
    described: 'An amountMinor next to a cancel.',
    is: saysOf(/^is given with a cancel/),
    example: ['reversal-request', { ...fullRequest(), operation: 'cancel' }],
  },
  {
    described: 'Two captures of one payment with the same captureId or the same gatewayReference.',
    is: saysOf(/^is the id of captures|^belongs to captures/),
    example: ['reversal-request', twoCaptures({ ...succeeded, captureId: 'c2' })],
  },
  {
    described: 'A settledAt of a capture whose status is not succeeded.',
    is: saysOf(/the capture has not succeeded/),
    example: ['reversal-request', twoCaptures({ ...succeeded, status: 'failed', settledAt: '2026-11-22T10:00:00Z' })],
  },
  {
    described: 'An amountMinor without a currency, or the other way round.',
    is: saysOf(/^is missing: an amount and its currency/),
    example: ['payment-event', { ...eventsOfEachKind[5], outcome: 'lost', amountMinor: 1 }],
  },
  {
    described: 'An amountMinor of a dispute that was won.',
    is: saysOf(/^is given with a dispute that was won/),
    example: ['payment-event', { ...eventsOfEachKind[5], amountMinor: 1, currency: 'USD' }],
  },
  {
    described: 'A correction with neither or both of amountMinor and neverHappened.',
    is: saysOf(/^and neverHappened exclude each other/),
    example: ['payment-event', { ...eventsOfEachKind.at(-1), neverHappened: true }],
  },
  {
    described:
      'A charge with more than one capture, or with a capture that is not succeeded or not of authorizedMinor.',
    is: saysOf(/charge is (one capture|captured)/),
    example: ['payment-snapshot', { ...fullPayment(), kind: 'charge' }],
  },
];

const folder = path.resolve(__dirname, '../../../schemas');
function committed(name: string): Record<string, unknown> {
  const schema: Record<string, unknown> = JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8'));
  return schema;
}

const ajv = new Ajv2020({ allErrors: true, strictTypes: false });
const validators = new Map<string, ValidateFunction>(
  Object.keys(inputs).map((name) => [name, ajv.compile(committed(name))]),
);
const accepts = (name: string, value: unknown): boolean => validators.get(name)?.(value) === true;

/** The problems that none of the listed differences explains. */
function unexplained(value: unknown, problems: readonly Problem[]): readonly Problem[] {
  const held = new Map(pathsOf(value).map((place) => [fieldName(place), at(value, place)]));
  return problems.filter(({ field, message }) => !differences.some((one) => one.is(message, held.get(field))));
}

/** What the check accepts the schema accepts; what the schema accepts besides is a listed difference. */
function agree(name: string, { check }: Input, value: unknown): 'right' | 'wrong' {
  const problems = check(value);
  const isAccepted = accepts(name, value);
  if (problems.length === 0 && !isAccepted) expect(value).toBe('accepted by the schema too');
  if (problems.length > 0 && isAccepted) expect(unexplained(value, problems)).toEqual([]);
  return problems.length === 0 ? 'right' : 'wrong';
}

describe('The JSON Schemas in schemas/', () => {
  it('are those of today’s checks and docstrings: npm run schemas writes them', () => {
    const files = schemaFiles();
    expect(readdirSync(folder).map((file) => path.join(folder, file))).toEqual([...files.keys()].toSorted());
    for (const [file, text] of files) expect(readFileSync(file, 'utf8')).toBe(text);
  }, 60_000);

  it('are there for every input', () => {
    expect(readdirSync(folder)).toEqual(
      Object.keys(inputs)
        .map((name) => `${name}.json`)
        .toSorted(),
    );
  });

  it.each(Object.entries(inputs))('say of %s that every right input is right', (name, { right, check }) => {
    for (const value of right) expect([check(value), accepts(name, value)]).toEqual([[], true]);
  });

  it.each(Object.entries(inputs))('agree with the check of %s at every edge of every field', (name, input) => {
    const right = input.right.at(-1);
    for (const place of pathsOf(right)) for (const edge of edges) agree(name, input, withAt(right, place, edge));
  });

  it.each(Object.entries(inputs))(
    'are never narrower than the check of %s, and wider only as listed',
    (name, input) => {
      let accepted = 0;
      fc.assert(
        fc.property(fc.constantFrom(...input.right), jsonMutations, (right, changes) => {
          if (agree(name, input, changes.reduce<unknown>(mutated, right)) === 'right') accepted += 1;
        }),
        { numRuns: 1000 },
      );
      // Otherwise the law would have met refusals only.
      expect(accepted).toBeGreaterThan(50);
      expect(accepted).toBeLessThan(950);
    },
  );

  it.each(Object.entries(inputs))('refuse for %s what is no object, and an object without fields', (name) => {
    for (const value of [null, [], 'text', 4, true, {}]) expect(accepts(name, value)).toBe(false);
  });

  it.each(differences)(
    'are wider than the check where the description says: $described',
    ({ described, is, example }) => {
      const [name, value] = example;
      const problems = inputs[name]?.check(value) ?? [];
      expect(accepts(name, value)).toBe(true);
      expect(problems).not.toEqual([]);
      const held = new Map(pathsOf(value).map((place) => [fieldName(place), at(value, place)]));
      expect(problems.some(({ field, message }) => is(message, held.get(field)))).toBe(true);
      expect(committed(name)['description']).toContain(`- ${described}`);
    },
  );

  it('describe a field as its docstring does', () => {
    const { properties } = committed('reversal-request') as { properties: Record<string, { description?: string }> };
    expect(properties['requestId']?.description).toBe(
      'From business keys, never at random: it makes a repeat harmless.',
    );
  });
});
