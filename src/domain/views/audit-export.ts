import { formatAmount } from '../model/money';
import type { Requester } from '../model/requester';
import type { LedgerView } from './view';
import { timelineOf } from './timeline';

/** What may stand between the cells of a CSV. Spreadsheets expect a semicolon where a comma is the decimal sign. */
export const csvSeparators = [',', ';'] as const;
export type CsvSeparator = (typeof csvSeparators)[number];

/** One line of the audit. What does not apply is left out. */
interface Row {
  readonly at: string;
  readonly happenedAt?: string;
  readonly record: 'reversal' | 'leg' | 'event' | 'timeline';
  readonly id?: string | null;
  readonly reversalId?: string | null;
  readonly what: string;
  readonly who?: Requester | null;
  readonly coSignedBy?: string;
  readonly evidence?: string | null;
  readonly amountMinor?: number | null;
  readonly status?: string;
  readonly reference?: string | null;
  readonly changes?: string;
  readonly correctedBy?: string | null;
  readonly details?: string | null;
}

const headings = [
  'said at',
  'happened at',
  'record',
  'id',
  'reversal',
  'what',
  'who',
  'on behalf of',
  'co-signed by',
  'evidence',
  'amount',
  'currency',
  'status',
  'reference',
  'before and after',
  'corrected by',
  'details',
];

/** Without it, spreadsheets read the bytes of a CSV in their own language's old encoding. */
const byteOrderMark = '\ufeff';

/** A payment's audit as one CSV (RFC 4180): reversals, legs, events and the rest of the timeline. */
export function auditCsv(ledger: LedgerView, separator: CsvSeparator = ','): string {
  const rows = [...reversalRows(ledger), ...legRows(ledger), ...eventRows(ledger), ...timelineRows(ledger)];
  const lines = [headings, ...rows.map((row) => cellsOf(row, ledger))];
  return byteOrderMark + lines.map((cells) => `${cells.map(csvCell).join(separator)}\r\n`).join('');
}

/** The same as JSON, with the whole ledger as it is now. `exportedAt` is ISO 8601. */
export function auditJson(ledger: LedgerView, exportedAt: string): string {
  return `${JSON.stringify({ exportedAt, ledger, timeline: timelineOf(ledger) }, null, 2)}\n`;
}

/**
 * One cell, always quoted. An apostrophe goes before a text that a spreadsheet would run as a formula. Source: OWASP "CSV
 * Injection".
 */
export function csvCell(text: string): string {
  const isFormula = /^[\s]*[=+\-@\t\r\n|%]/.test(text);
  return `"${isFormula ? "'" : ''}${text.replaceAll('"', '""')}"`;
}

function cellsOf(row: Row, { currency }: LedgerView): readonly string[] {
  const amountMinor = row.amountMinor ?? null;
  return [
    row.at,
    row.happenedAt ?? row.at,
    row.record,
    row.id ?? '',
    row.reversalId ?? '',
    row.what,
    row.who?.id ?? '',
    row.who?.onBehalfOf ?? '',
    row.coSignedBy ?? '',
    row.evidence ?? '',
    amountMinor === null ? '' : formatAmount(amountMinor, currency),
    amountMinor === null ? '' : currency,
    row.status ?? '',
    row.reference ?? '',
    row.changes ?? '',
    row.correctedBy ?? '',
    row.details ?? '',
  ];
}

function reversalRows({ reversals }: LedgerView): readonly Row[] {
  return reversals.map((one) => ({
    at: one.requestedAt,
    record: 'reversal',
    id: one.reversalId,
    reversalId: one.reversalId,
    what: one.operation,
    who: one.requester,
    amountMinor: one.requestedMinor,
    status: one.outcome ?? one.waitingFor ?? one.phase,
    details: one.requestReason,
  }));
}

function legRows({ reversals }: LedgerView): readonly Row[] {
  return reversals.flatMap(({ reversalId, legs }) =>
    legs.map((leg): Row => ({
      at: leg.since,
      record: 'leg',
      id: leg.legId,
      reversalId,
      what: `${leg.operation} ${leg.legId}`,
      evidence: leg.evidence,
      amountMinor: leg.amountMinor,
      status: leg.status,
      reference: leg.gatewayReference ?? leg.myRef,
    })),
  );
}

function eventRows({ statements, currency }: LedgerView): readonly Row[] {
  return statements.map((one) => {
    const { amountMinor, currency: said, gatewayReference, ...content } = one.content;
    // A dispute may be in a currency of its own: its amount is in the details then.
    const isOwn = typeof amountMinor === 'number' && said === currency;
    const rest = isOwn
      ? content
      : {
          ...content,
          ...(amountMinor === undefined ? {} : { amountMinor }),
          ...(said === undefined ? {} : { currency: said }),
        };
    return {
      at: one.saidAt,
      happenedAt: one.happenedAt,
      record: 'event',
      id: one.eventId,
      what: one.kind,
      who: one.by,
      coSignedBy: namesOf(one.coSignedBy),
      evidence: one.evidence,
      amountMinor: isOwn ? amountMinor : null,
      status: one.correctedBy === null ? 'recorded' : 'corrected',
      reference: typeof gatewayReference === 'string' ? gatewayReference : null,
      changes: one.changes.map(({ what, before, after }) => `${what}: ${before ?? ''} -> ${after ?? ''}`).join('; '),
      correctedBy: one.correctedBy,
      details: Object.entries(rest)
        .filter(([name]) => name !== 'kind' && name !== 'at')
        .map(([name, value]) => `${name} ${String(value)}`)
        .join(', '),
    };
  });
}

function namesOf(people: readonly Requester[]): string {
  return people.map(({ id }) => id).join(', ');
}

function timelineRows(ledger: LedgerView): readonly Row[] {
  return timelineOf({ ...ledger, statements: [] }).map((one) => ({
    at: one.at,
    happenedAt: one.happenedAt,
    record: 'timeline',
    reversalId: one.reversalId,
    what: one.what,
    who: one.who,
    coSignedBy: namesOf(one.coSignedBy ?? []),
    status: one.isRefused ? 'refused' : '',
    details: one.detail,
  }));
}
