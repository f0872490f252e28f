import type { AuditEntry } from '../../domain/model/audit';
import { reversalTimeline, timelineOf, type TimelineEntry } from '../../domain/views/timeline';
import type { ReversalView } from '../../domain/views/view';
import { listTable } from './table';

/** The timeline of one reversal, the oldest entry first. Empty: nothing has happened yet. */
export function timelineText(view: ReversalView, audit: readonly AuditEntry[]): string {
  return entriesTable(reversalTimeline(view, audit), ({ what }) => what);
}

/** What people did to a payment, refused acts too, the oldest first. Empty: there are none. */
export function auditText(audit: readonly AuditEntry[]): string {
  const entries = timelineOf({ audit, reversals: [], refusals: [], notes: [] });
  return entriesTable(entries, ({ what, reversalId }) => (reversalId === null ? what : `${what}: ${reversalId}`));
}

function entriesTable(entries: readonly TimelineEntry[], whatOf: (entry: TimelineEntry) => string): string {
  if (entries.length === 0) return '';
  return listTable(
    [{ heading: 'at' }, { heading: 'who' }, { heading: 'what' }, { heading: 'details' }],
    entries.map((entry) => [entry.at, whoOf(entry), whatOf(entry), entry.detail ?? '-']),
  );
}

function whoOf({ who }: TimelineEntry): string {
  if (who === null) return 'the ledger';
  return who.onBehalfOf === null ? who.id : `${who.id} for ${who.onBehalfOf}`;
}
