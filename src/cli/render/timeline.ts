import { reversalTimeline, timelineOf, type ReversalHistory, type TimelineEntry } from '../../domain/views/timeline';
import type { ReversalView } from '../../domain/views/view';
import { listTable } from './table';

/** The timeline of one reversal, the oldest entry first. Empty: nothing has happened yet. */
export function timelineText(view: ReversalView, history: ReversalHistory): string {
  return entriesTable(reversalTimeline(view, history), ({ what }) => what);
}

/** What people did to a payment and the events that were recorded, refused ones too, the oldest first. */
export function auditText({ audit, statements }: ReversalHistory): string {
  const entries = timelineOf({ audit, statements, reversals: [], refusals: [], notes: [] });
  return entriesTable(entries, ({ what, reversalId }) => (reversalId === null ? what : `${what}: ${reversalId}`));
}

function entriesTable(entries: readonly TimelineEntry[], whatOf: (entry: TimelineEntry) => string): string {
  if (entries.length === 0) return '';
  const isElsewhere = entries.some(({ at, happenedAt }) => at !== happenedAt);
  return listTable(
    [
      { heading: 'at' },
      ...(isElsewhere ? [{ heading: 'happened at' }] : []),
      { heading: 'who' },
      { heading: 'what' },
      { heading: 'details' },
    ],
    entries.map((entry) => [
      entry.at,
      ...(isElsewhere ? [entry.happenedAt === entry.at ? '-' : entry.happenedAt] : []),
      whoOf(entry),
      entry.correctedBy === null ? whatOf(entry) : `[corrected] ${whatOf(entry)}`,
      entry.detail ?? '-',
    ]),
  );
}

function whoOf({ who }: TimelineEntry): string {
  if (who === null) return 'the ledger';
  return who.onBehalfOf === null ? who.id : `${who.id} for ${who.onBehalfOf}`;
}
