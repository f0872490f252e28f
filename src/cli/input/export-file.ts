import { instantRule, isRecord, wholeNumberRule, digestPattern } from '../../contract/value-rules';
import type { AuditTrail } from '../../domain/views/verify-trail';
import type { CliIo } from '../io';
import { UsageError } from '../usage-error';
import { parsedJson, readSource } from './json-source';

/** An export of a payment: its trail, and when it was made. */
export interface ExportFile {
  readonly name: string;
  readonly exportedAt: string;
  readonly trail: AuditTrail;
}

/** The largest ledger as an export: its state is limited, its JSON is indented and has a timeline too. */
const longestExport = 32_000_000;
/** Far more lines than a ledger keeps. */
const mostLines = 5_000;

/**
 * Reads the JSON export of a payment, as `reversals export --format json` writes it. What is in its lines is for the
 * digests to judge; here they only have to be lines.
 *
 * @throws UsageError
 */
export async function readExport(io: CliIo, file: string): Promise<ExportFile> {
  const text = await readSource(io, file, fileOption, longestExport);
  if (/^\uFEFF?"said at"/.test(text)) {
    throw refused('is a CSV, which has less than the digests cover; export with --format json, and verify that file');
  }
  const read = parsedJson(text, fileOption);
  const ledger = isRecord(read) ? read['ledger'] : undefined;
  if (!isRecord(read) || !isRecord(ledger)) throw refused(notAnExport);
  const { exportedAt } = read;
  if (typeof exportedAt !== 'string' || instantRule(exportedAt) !== null) throw refused(notAnExport);
  const { paymentId, audit, statements, auditChain } = ledger;
  const chain = isRecord(auditChain) ? auditChain : {};
  const isTrail =
    isText(paymentId) &&
    isText(chain['paymentId']) &&
    isCount(chain['lines']) &&
    isLeft(chain['accepted']) &&
    isLeft(chain['refused']) &&
    isListOf(audit, ['at', 'act']) &&
    isListOf(statements, ['saidAt', 'happenedAt', 'kind', 'eventId']) &&
    statements.every((line) => isRecord(line['content']));
  if (!isTrail) throw refused(noDigests);
  const trail: unknown = { paymentId, audit, statements, auditChain };
  // Every part that is read was looked at; the rest is only hashed.
  return { name: file, exportedAt, trail: trail as AuditTrail };
}

export const fileOption = '--file';

const notAnExport = 'is not an export of a payment; write one with: reversals export <payment-id> --format json';
const noDigests =
  'has lines without a number, a digest or a speaker: it was changed, or was not written by: reversals export <payment-id> --format json';

function refused(message: string): UsageError {
  return new UsageError([{ field: fileOption, message }]);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isCount(value: unknown): boolean {
  return value === 0 || wholeNumberRule(1, Number.MAX_SAFE_INTEGER)(value) === null;
}

function isDigest(value: unknown): boolean {
  return isText(value) && digestPattern.test(value);
}

function isLeft(value: unknown): boolean {
  return isRecord(value) && isCount(value['count']) && (value['digest'] === null || isDigest(value['digest']));
}

function isListOf(value: unknown, texts: readonly string[]): value is readonly Record<string, unknown>[] {
  return Array.isArray(value) && value.length <= mostLines && value.every((line) => isLine(line, texts));
}

function isLine(line: unknown, texts: readonly string[]): boolean {
  if (!isRecord(line) || !isCount(line['number']) || !isDigest(line['digest'])) return false;
  const by = line['by'] ?? null;
  return (by === null || (isRecord(by) && isText(by['id']))) && texts.every((name) => isText(line[name]));
}
