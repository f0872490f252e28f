import { instantRule } from '../../contract/value-rules';
import { assertNever } from '../../domain/model/assert-never';
import type { TrailJoin } from '../../domain/views/join-trails';
import { timelineOf } from '../../domain/views/timeline';
import type { AuditTrail, TrailFault, TrailLine, TrailVerdict } from '../../domain/views/verify-trail';
import { holdsCardNumber } from '../../security/card-number';
import type { Painter } from './paint';
import { listTable, plain, sections } from './table';

/** One verified trail. `file`: the export that has it; null: the ledger. */
export interface CheckedTrail extends TrailVerdict {
  readonly file: string | null;
}

/** Two trails of one payment that were held against each other; null: the ledger. */
export interface CheckedJoin extends TrailJoin {
  readonly earlier: string | null;
  readonly later: string | null;
}

export interface Verification {
  /** Every line fits, and every trail continues the one before. */
  readonly verified: boolean;
  readonly trails: readonly CheckedTrail[];
  readonly joins: readonly CheckedJoin[];
}

/** The lines of a trail that are kept, in the order in which they were written, each with the beginning of its digest. */
export function trailText({ audit, statements, auditChain }: AuditTrail): string {
  const none = { reversals: [], refusals: [], notes: [] };
  const lines = [
    ...audit.map((line) => ({ line, entries: timelineOf({ ...none, audit: [line], statements: [] }) })),
    ...statements.map((line) => ({ line, entries: timelineOf({ ...none, audit: [], statements: [line] }) })),
  ].toSorted((one, other) => one.line.number - other.line.number);
  const left = auditChain.accepted.count + auditChain.refused.count;
  return sections([
    lines.length === 0 ? 'nothing was approved, decided or recorded yet' : '',
    lines.length === 0
      ? ''
      : listTable(
          [{ heading: 'line', align: 'right' }, ...['at', 'who', 'what', 'details', 'digest'].map(named)],
          lines.flatMap(({ line, entries }) =>
            entries.map(({ at, who, what, detail }) => [
              ...[String(line.number), at, who?.id ?? 'the ledger', what, detail ?? '-', line.digest.slice(0, 12)],
            ]),
          ),
        ),
    left === 0 ? '' : `${String(left)} older lines are no longer kept by the ledger; they are in earlier exports`,
  ]);
}

function named(heading: string): { readonly heading: string } {
  return { heading };
}

/** Which trails fit, the first line that does not, and what to do next. */
export function verificationText({ trails, joins }: Verification, paint: Painter): string {
  return sections([...trails.map((trail) => verdictText(trail, paint)), ...joins.map((join) => joinText(join, paint))]);
}

function verdictText(trail: CheckedTrail, paint: Painter): string {
  const { file, paymentId, fault, chains, lines } = trail;
  const name = `${nameOf(file)} of ${plain(paymentId)}`;
  if (fault !== null) {
    return `${paint.bad('does not fit')} ${name}: ${faultText(fault)}\nnext: ${nextText(file, paymentId)}`;
  }
  const rows = Object.entries(chains).map(([chain, { remaining, left, lastDigest }]) => [
    ...[chain, String(remaining), String(left), lastDigest ?? '-'],
  ]);
  const table = listTable(
    [
      { heading: 'lines' },
      { heading: 'remaining', align: 'right' },
      { heading: 'left', align: 'right' },
      named('last digest'),
    ],
    rows,
  );
  return `${paint.good('fits')} ${name}: ${String(lines)} lines\n${table}`;
}

function faultText({ problem, line }: TrailFault): string {
  const where = line === null ? '' : `line ${String(line.number)} (${lineText(line)}) `;
  switch (problem) {
    case 'changed':
      return `${where}was changed, or a line before it was changed, removed, added or moved`;
    case 'misplaced':
      return `${where}is not where it was written: lines were added, moved or removed`;
    case 'missing':
      return 'it has other lines than were written: one was removed or added, the newest perhaps';
    case 'correction':
      return `${where}is marked otherwise than its corrections say`;
    case 'otherPayment':
      return 'it is the trail of another payment';
    case 'differs':
      return `${where}is not the line that the earlier one has in this place`;
    case 'shorter':
      return `${where}and what follows it is in the earlier one only`;
    default:
      return assertNever(problem);
  }
}

function lineText({ what, at, by }: TrailLine): string {
  return `${plain(what)} by ${by === null ? 'the ledger' : plain(by.id)} at ${plain(at)}`;
}

/** A file may say anything: no card number of it is repeated, and nothing that is too long to be what it should be. */
export function showable(fault: TrailFault | null): TrailFault | null {
  if (fault === null || fault.line === null) return fault;
  const { number, at, what, by } = fault.line;
  const onBehalfOf = typeof by?.onBehalfOf === 'string' ? shown(by.onBehalfOf) : null;
  const person = by === null ? null : { id: shown(by.id), onBehalfOf };
  return { ...fault, line: { number, at: instantRule(at) === null ? at : shown(at), what: shown(what), by: person } };
}

/** One text of a file, as it may be repeated. */
export function shown(text: string): string {
  return text.length > 600 || holdsCardNumber(text) ? '…' : text;
}

function nameOf(file: string | null): string {
  return file === null ? 'the ledger' : plain(file);
}

function nextText(file: string | null, paymentId: string): string {
  return file === null
    ? `keep this output, compare the ledger with an export that was kept elsewhere (reversals audit ${plain(paymentId)} --verify --file EXPORT.json), and look up in the server's logs who wrote to the namespace or its database`
    : `do not rely on this file; export the payment again (reversals export ${plain(paymentId)} --format json), and look for who changed the file`;
}

const afterDifference =
  "a reset or a recovery of the ledger does this, a ledger that closed and opened again, and a rewritten history: look for the first three among the runs of the ledger; without one of them, look up in the server's logs who wrote to the namespace or its database";

function joinText({ earlier, later, fault, gaps }: CheckedJoin, paint: Painter): string {
  const name = `${nameOf(later)} after ${nameOf(earlier)}`;
  if (fault !== null) return `${paint.bad('does not continue')} ${name}: ${faultText(fault)}\nnext: ${afterDifference}`;
  if (gaps.length === 0) return `${paint.good('continues')} ${name}`;
  const missing = gaps.map(({ chain, lines }) => `${String(lines)} of the ${chain} lines`).join(' and ');
  return `${paint.attention('has a gap')} ${name}: ${missing} are in neither\nnext: give an export that was made between the two with --file`;
}
