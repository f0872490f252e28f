import {
  also,
  anything,
  byTag,
  list,
  object,
  omittable,
  optional,
  problemsIn,
  type Check,
} from '../../../src/contract/check';
import { amount, id, instant, text, word } from '../../../src/contract/value-checks';

interface Line {
  readonly sku: string;
  readonly amountMinor: number;
  readonly note?: string | null;
}
interface Order {
  readonly orderId: string;
  readonly status: 'open' | 'closed';
  readonly lines?: readonly Line[];
  readonly closedAt?: string | null;
}

const line: Check<Line> = object({ sku: id, amountMinor: amount, note: optional(text(20)) });
const lines = omittable(list(line));
const status = word(['open', 'closed']);
const order: Check<Order> = object({ orderId: id, status, lines, closedAt: optional(instant) });
const rightOrder = { orderId: 'o1', status: 'open', lines: [{ sku: 's', amountMinor: 1 }], closedAt: null };

const fieldsWrong = (value: unknown): readonly string[] => problemsIn(order, value, 'order').map(({ field }) => field);

describe('A check of an object', () => {
  it('accepts every field, and leaves out what may be left out', () => {
    const fullLine = { sku: 's', amountMinor: 1, note: 'x' };
    expect(fieldsWrong({ ...rightOrder, lines: [fullLine, { ...fullLine, note: null }] })).toEqual([]);
    expect(fieldsWrong({ orderId: 'o1', status: 'closed', closedAt: '2026-11-20T10:00:00Z' })).toEqual([]);
  });

  it('reports every problem at once, each with its field', () => {
    const bad = { orderId: '', status: 'opne', lines: [{ sku: 's', amountMinor: 0, nota: 1 }, null], other: true };
    expect(fieldsWrong(bad)).toEqual([
      'orderId',
      'status',
      'lines[0].amountMinor',
      'lines[0].nota',
      'lines[1]',
      'other',
    ]);
  });

  it.each([
    ['a field that is never null', { ...rightOrder, lines: null }, 'lines'],
    ['a field that is always there', { status: 'open' }, 'orderId'],
    ['a field that only its prototype has', Object.create(rightOrder) as unknown, 'orderId'],
  ])('holds to the presence of %s', (_what, value, field) => {
    expect(fieldsWrong(value)).toContain(field);
  });

  it('takes a field that is undefined as absent', () => {
    expect(fieldsWrong({ ...rightOrder, lines: undefined, other: undefined })).toEqual([]);
    expect(fieldsWrong({ ...rightOrder, orderId: undefined })).toEqual(['orderId']);
  });

  it('says no more than can be sent', () => {
    const junk = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`junk${String(index)}`, 1]));
    expect(fieldsWrong({ ...rightOrder, ...junk })).toHaveLength(50);
  });
});

// Read by the compiler: each line marked as an error fails the type check once it is none.
describe('A check that differs from its shape', () => {
  it('does not compile', () => {
    const checks: readonly unknown[] = [
      // @ts-expect-error a field is missing
      object({ sku: id, note: optional(text(20)) }) satisfies Check<Line>,
      // @ts-expect-error a field that may be absent is missing
      object({ sku: id, amountMinor: amount }) satisfies Check<Line>,
      // @ts-expect-error no shape is named
      object({ sku: id }),
    ];
    // @ts-expect-error one field more
    const more: Check<Line> = object({ sku: id, amountMinor: amount, note: optional(text(20)), colour: id });
    const extra = { colour: id };
    // @ts-expect-error one field more, by a spread
    const spread: Check<Line> = object({ sku: id, amountMinor: amount, note: optional(text(20)), ...extra });
    // @ts-expect-error another type
    const other: Check<Line> = object({ sku: amount, amountMinor: amount, note: optional(text(20)) });
    // @ts-expect-error null is refused where the shape allows it
    const strict: Check<Line> = object({ sku: id, amountMinor: amount, note: omittable(text(20)) });
    // @ts-expect-error absence is accepted where the shape forbids it
    const loose: Check<Line> = object({ sku: optional(id), amountMinor: amount, note: optional(text(20)) });
    // @ts-expect-error a word is missing
    const fewer: Check<Order> = object({ orderId: id, status: word(['open']), lines, closedAt: optional(instant) });
    // @ts-expect-error a word is one too many
    const words: Check<'open' | 'closed'> = word(['open', 'closed', 'lost']);
    expect([...checks, more, spread, other, strict, loose, fewer, words]).toHaveLength(10);
  });
});

interface Circle {
  readonly form: 'circle';
  readonly radius: number;
}
interface Label {
  readonly form: 'label';
  readonly words: string;
  readonly size: number;
}
const circle: Check<Circle> = object({ form: word(['circle']), radius: amount });
const label: Check<Label> = object({ form: word(['label']), words: id, size: amount });
const shape: Check<Circle | Label> = byTag('form', { circle, label });

describe('A check of one of several objects', () => {
  it.each<[unknown, readonly string[]]>([
    [{ form: 'circle', radius: 1 }, []],
    [{ form: 'label', words: 'x', size: 2 }, []],
    [{ form: 'circle', words: 'x' }, ['radius', 'words']],
    [{ form: 'square', side: 1 }, ['form']],
    [{ form: 'toString' }, ['form']],
    [{}, ['form']],
    [null, ['shape']],
    [[], ['shape']],
  ])('judges %j by its tag', (value, fields) => {
    expect(problemsIn(shape, value, 'shape').map(({ field }) => field)).toEqual(fields);
  });

  it('does not compile without one of them', () => {
    // @ts-expect-error label is missing
    const missing: Check<Circle | Label> = byTag('form', { circle });
    // @ts-expect-error the two are mixed up
    const mixed: Check<Circle | Label> = byTag('form', { circle: label, label: circle });
    expect([missing, mixed]).toHaveLength(2);
  });
});

describe('A check of what fields say about each other', () => {
  const wide: Check<Circle> = also(
    circle,
    (value, path, report) => {
      if ((value as Circle | null)?.radius === 13) report([...path, 'radius'], 'brings bad luck: choose another');
    },
    ['A radius of 13.'],
  );

  it('comes after that of each field', () => {
    expect(problemsIn(wide, { form: 'circle', radius: 13 }, 'circle')).toEqual([
      { field: 'radius', message: 'brings bad luck: choose another' },
    ]);
    expect(problemsIn(list(wide), [{ form: 'circle', radius: 13 }, 1], 'all').map(({ field }) => field)).toEqual([
      '[0].radius',
      '[1]',
    ]);
  });
});

it('A check of anything accepts it', () => {
  expect([undefined, null, 1, [], {}].flatMap((value) => problemsIn(anything, value, 'it'))).toEqual([]);
});
