import { workflowTypes } from '../contract/names';
import type { Problem } from '../contract/problems';
import { searchAttributes } from '../contract/search-attributes';
import { currencyRule, idRule, instantRule, wordRule } from '../contract/value-rules';
import { workStatuses, type WorkStatus } from '../domain/views/work-item';
import { InvalidRequestError } from './errors';

/** What is listed. The filters of parked reversals find ledgers in which one is parked now, by the most urgent of them. */
export interface ListOptions {
  /** For what it is parked: one of these. */
  readonly status?: WorkStatus | readonly WorkStatus[] | undefined;
  /** The gateway account of what is parked. */
  readonly account?: string | undefined;
  /** Its currency, ISO 4217. */
  readonly currency?: string | undefined;
  /** Parked since before this instant (ISO 8601), or for longer than this (milliseconds). */
  readonly olderThan?: string | number | undefined;
  /** Whatever is parked, for any reason. @default false */
  readonly parked?: boolean | undefined;
  /** At most this many, 1 to 1000. @default 20 */
  readonly limit?: number | undefined;
  /** Only ledgers that still listen. @default false */
  readonly openOnly?: boolean | undefined;
  /** Continue after the listing before: its `next`. */
  readonly after?: string | undefined;
}

/** Whether the server needs the search attributes of the work list for it. */
export function asksForParked({ status, account, currency, olderThan, parked }: ListOptions): boolean {
  return parked === true || [status, account, currency, olderThan].some((filter) => filter !== undefined);
}

/**
 * The query for the server. Every value is checked and quoted, so that no value can change the query.
 *
 * @throws InvalidRequestError
 */
export function listQuery(options: ListOptions, nowMs: number): string {
  const problems = problemsIn(options);
  if (problems.length > 0) throw new InvalidRequestError(problems);
  const { account, currency, olderThan } = options;
  const names = searchAttributes;
  const isOpenOnly = options.openOnly === true || asksForParked(options);
  const statuses = statusesIn(options);
  return [
    `WorkflowType = ${quoted(workflowTypes.ledger)}`,
    // What is closed parks nothing, whatever it said last.
    isOpenOnly ? `ExecutionStatus = ${quoted('Running')}` : `ExecutionStatus != ${quoted('ContinuedAsNew')}`,
    options.parked === true ? `${names.status.name} IS NOT NULL` : null,
    statuses === null ? null : `${names.status.name} IN (${statuses.map(quoted).join(', ')})`,
    account === undefined ? null : isOrStartsAs(names.account.name, account),
    currency === undefined ? null : `${names.currency.name} = ${quoted(currency)}`,
    olderThan === undefined ? null : `${names.waitingSince.name} < ${quoted(instantOf(olderThan, nowMs))}`,
  ]
    .filter((condition) => condition !== null)
    .join(' AND ');
}

/**
 * Finds whatever has this text, or starts as it does: the server finds no text that holds a quotation mark or a backslash,
 * however they are escaped. So the caller still has to compare.
 */
export function isOrStartsAs(name: string, text: string): string {
  const [plain = ''] = text.split(/["'\\]/, 1);
  if (plain === text) return `${name} = ${quoted(text)}`;
  return plain === '' ? `${name} IS NOT NULL` : `${name} STARTS_WITH ${quoted(plain)}`;
}

/** Only for texts without quotation marks and backslashes. */
function quoted(text: string): string {
  return `"${text}"`;
}

function statusesIn({ status }: ListOptions): readonly string[] | null {
  return status === undefined ? null : typeof status === 'string' ? [status] : status;
}

function instantOf(olderThan: string | number, nowMs: number): string {
  return new Date(typeof olderThan === 'string' ? olderThan : nowMs - olderThan).toISOString();
}

function problemsIn(options: ListOptions): readonly Problem[] {
  const { account, currency, olderThan } = options;
  const statuses = statusesIn(options);
  const found: [field: string, message: string | null][] = [
    ...(statuses ?? []).map((status): [string, string | null] => ['status', wordRule(workStatuses)(status)]),
    ['status', statuses?.length === 0 ? 'is empty: name one, or leave it out' : null],
    ['account', account === undefined ? null : idRule()(account)],
    ['currency', currency === undefined ? null : currencyRule(currency)],
    ['olderThan', olderThan === undefined ? null : ageProblem(olderThan)],
  ];
  return found.flatMap(([field, message]) => (message === null ? [] : [{ field, message }]));
}

const longestAgeMs = 10 * 366 * 24 * 3_600_000;

function ageProblem(olderThan: string | number): string | null {
  if (typeof olderThan === 'string') return instantRule(olderThan);
  const isAge = Number.isFinite(olderThan) && olderThan >= 0 && olderThan <= longestAgeMs;
  return isAge ? null : 'is no age in milliseconds: give a number from 0 to ten years';
}
