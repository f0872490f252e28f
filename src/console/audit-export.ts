import { formatAmount } from '../domain/model/money';
import type { LedgerView } from '../domain/views/view';
import { timelineOf } from '../domain/views/timeline';

const columns = [
  'at',
  'record',
  'reversal',
  'what',
  'who',
  'on behalf of',
  'amount',
  'currency',
  'status',
  'reference',
  'details',
];

/** A payment's audit as one CSV (RFC 4180): reversals, legs and the timeline. */
export function auditCsv(ledger: LedgerView): string {
  const rows = [columns, ...reversalRows(ledger), ...legRows(ledger), ...timelineRows(ledger)];
  return rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
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

function reversalRows({ reversals, currency }: LedgerView): string[][] {
  return reversals.map((one) => [
    one.since,
    'reversal',
    one.reversalId,
    one.operation,
    one.requester.id,
    one.requester.onBehalfOf ?? '',
    one.requestedMinor === null ? '' : formatAmount(one.requestedMinor, currency),
    currency,
    one.outcome ?? one.waitingFor ?? one.phase,
    '',
    one.requestReason,
  ]);
}

function legRows({ reversals, currency }: LedgerView): string[][] {
  return reversals.flatMap(({ reversalId, legs }) =>
    legs.map((leg) => [
      leg.since,
      'leg',
      reversalId,
      `${leg.operation} ${leg.legId}`,
      '',
      '',
      formatAmount(leg.amountMinor, currency),
      currency,
      leg.status,
      leg.gatewayReference ?? leg.myRef,
      leg.evidence ?? '',
    ]),
  );
}

function timelineRows(ledger: LedgerView): string[][] {
  return timelineOf(ledger).map(({ at, what, who, detail, reversalId, isRefused }) => [
    at,
    'event',
    reversalId ?? '',
    what,
    who?.id ?? '',
    who?.onBehalfOf ?? '',
    '',
    '',
    isRefused ? 'refused' : '',
    '',
    detail ?? '',
  ]);
}
