import { temporal } from '@temporalio/proto';
import type { Connection } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import { searchAttributes } from '../contract/search-attributes';

const { IndexedValueType } = temporal.api.enums.v1;
type ValueType = temporal.api.enums.v1.IndexedValueType;

export interface EnsureWorkListInput {
  readonly connection: Pick<NativeConnection | Connection, 'operatorService'>;
  readonly namespace: string;
}

/** The server cannot keep the work list. The message holds the commands that fix it. */
export class WorkListError extends Error {
  override readonly name = 'WorkListError';
}

const wanted = Object.values(searchAttributes).map(({ name, type }) => ({
  name,
  type: type === 'KEYWORD' ? IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD : IndexedValueType.INDEXED_VALUE_TYPE_DATETIME,
  typeName: type === 'KEYWORD' ? 'Keyword' : 'Datetime',
}));

/**
 * Ensures that a namespace has the search attributes of the work list, and adds those that are missing. Call it before a
 * worker whose plugin has `workList: true`. Safe to repeat, and by many workers at once.
 *
 * @throws WorkListError when it may not add them, or one is there with another type
 */
export async function ensureWorkList(input: EnsureWorkListInput): Promise<void> {
  const missing = await missingAttributes(input);
  if (missing.length === 0) return;
  const cause = await added(input, missing);
  // Another worker may have added them meanwhile; and what is there with another type is silently left by the server.
  const left = await missingAttributes(input);
  if (left.length > 0) throw new WorkListError(howToAdd(input.namespace, left, cause), { cause });
}

async function missingAttributes({ connection, namespace }: EnsureWorkListInput): Promise<typeof wanted> {
  const there = await connection.operatorService.listSearchAttributes({ namespace }).then(
    ({ customAttributes }) => customAttributes,
    (cause: unknown) => {
      throw new WorkListError(
        `It cannot be seen which search attributes namespace ${namespace} has (${inWords(cause)}). ${withoutIt}`,
        { cause },
      );
    },
  );
  const wrong = wanted.filter(({ name, type }) => (there[name] ?? type) !== type);
  if (wrong.length > 0) throw new WorkListError(howToReplace(namespace, wrong, there));
  return wanted.filter(({ name }) => there[name] == null);
}

/** What the server has against it; null: it took them. */
async function added({ connection, namespace }: EnsureWorkListInput, missing: typeof wanted): Promise<unknown> {
  const types = Object.fromEntries(missing.map(({ name, type }) => [name, type]));
  try {
    await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: types });
    return null;
  } catch (error) {
    return error;
  }
}

const withoutIt =
  'Without a work list everything else works: start with workList: false, or reversals worker --no-work-list.';

function howToAdd(namespace: string, missing: typeof wanted, cause: unknown): string {
  const why = cause === null ? 'the server took them and does not have them' : inWords(cause);
  return [
    `Namespace ${namespace} lacks search attributes of the work list, and this worker could not add them (${why}). Add them:`,
    ...missing.map((attribute) => createCommand(namespace, attribute)),
    withoutIt,
  ].join('\n');
}

function howToReplace(namespace: string, wrong: typeof wanted, there: Readonly<Record<string, ValueType>>): string {
  return [
    `Namespace ${namespace} has search attributes of the work list with other types than they need:`,
    ...wrong.map(({ name, typeName }) => `  ${name} is ${typeNameOf(there[name])}, not ${typeName}`),
    'Where nothing else uses them, replace them:',
    ...wrong.flatMap((attribute) => [
      `  temporal operator search-attribute remove --namespace ${namespace} --name ${attribute.name}`,
      createCommand(namespace, attribute),
    ]),
    withoutIt,
  ].join('\n');
}

function createCommand(namespace: string, { name, typeName }: (typeof wanted)[number]): string {
  return `  temporal operator search-attribute create --namespace ${namespace} --name ${name} --type ${typeName}`;
}

function typeNameOf(type: ValueType | undefined): string {
  const name = IndexedValueType[type ?? IndexedValueType.INDEXED_VALUE_TYPE_UNSPECIFIED];
  return name.replace('INDEXED_VALUE_TYPE_', '').toLowerCase();
}

function inWords(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'details' in error && typeof error.details === 'string') {
    return error.details;
  }
  return error instanceof Error ? error.message : String(error);
}
