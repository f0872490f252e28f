import type { AuditedAct, AuditEntry } from '../model/audit';
import type { Attempt } from '../model/leg';
import type { Requester } from '../model/requester';
import type { Statement } from '../model/statement';
import type { LedgerView, ReversalView } from './view';

/** One thing that happened to a payment, in words. */
export interface TimelineEntry {
  /** When it was said or done, ISO 8601. */
  readonly at: string;
  /** When it happened, ISO 8601: earlier where it happened elsewhere. */
  readonly happenedAt: string;
  readonly what: string;
  /** null: the ledger or its worker. */
  readonly who: Requester | null;
  /** Who co-signed it; absent: nobody did. */
  readonly coSignedBy?: readonly Requester[];
  /** What was said with it, what it returned, or why it was not accepted. */
  readonly detail: string | null;
  readonly reversalId: string | null;
  /** It was attempted and not accepted. */
  readonly isRefused: boolean;
  /** The event that corrects it; null: it is as it was said. */
  readonly correctedBy: string | null;
}

/** What a timeline is made of. */
export type TimelineSource = Pick<LedgerView, 'reversals' | 'refusals' | 'notes'> & ReversalHistory;

/** Everything that is known to have happened to a payment, the oldest first. */
export function timelineOf({
  reversals,
  audit,
  refusals,
  notes,
  statements,
}: TimelineSource): readonly TimelineEntry[] {
  return inOrder([
    ...reversals.map(requestEntry),
    ...audit.map(auditedEntry),
    ...statements.map(statementEntry),
    ...reversals.flatMap(attemptEntries),
    ...reversals.flatMap(completedEntry),
    ...refusals.map(refusalEntry),
    ...notes.map(noteEntry),
  ]);
}

/** What else than its view tells the history of one reversal. */
export type ReversalHistory = Pick<LedgerView, 'statements'> & { readonly audit: readonly AuditEntry[] };

/**
 * What happened to one reversal, the oldest first. Where no audit trail of it is at hand, the approvals that its view
 * holds take its place.
 */
export function reversalTimeline(view: ReversalView, { audit, statements }: ReversalHistory): readonly TimelineEntry[] {
  const ofLegs = statements.filter(({ legId }) => view.legs.some((leg) => leg.legId === legId));
  const own = audit.filter(({ reversalId }) => reversalId === view.reversalId);
  const decisions = own.length > 0 ? own.map(auditedEntry) : approvalEntries(view);
  return inOrder([
    requestEntry(view),
    ...decisions,
    ...ofLegs.map(statementEntry),
    ...attemptEntries(view),
    ...completedEntry(view),
  ]);
}

function inOrder(entries: readonly TimelineEntry[]): readonly TimelineEntry[] {
  return entries.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at));
}

const actWords: Readonly<Record<AuditedAct, { readonly done: string; readonly refused: string }>> = {
  approvalAsked: { done: 'Approval requested', refused: 'Approval request refused' },
  approved: { done: 'Approved', refused: 'Approval refused' },
  rejected: { done: 'Rejected', refused: 'Rejection refused' },
  expired: { done: 'Approval expired', refused: 'Expiry refused' },
  withdrawn: { done: 'Withdrawn', refused: 'Withdrawal refused' },
  resolved: { done: 'Resolved', refused: 'Resolution refused' },
  opened: { done: 'Ledger opened', refused: 'Opening refused' },
  recorded: { done: 'Event recorded', refused: 'Event refused' },
  destinationChanged: { done: 'Destination changed', refused: 'Change of the destination refused' },
  recovered: { done: 'Ledger recovered', refused: 'Recovery refused' },
};

function auditedEntry(entry: AuditEntry): TimelineEntry {
  const { at, act, by, coSignedBy, reversalId, planVersion, comment, refused } = entry;
  const words = actWords[act];
  const version = planVersion === null ? '' : `, plan version ${planVersion}`;
  return {
    ...own(at),
    what: `${refused === null ? words.done : words.refused}${version}`,
    who: by,
    ...(coSignedBy === undefined ? {} : { coSignedBy }),
    detail: joined([comment, coSigners(coSignedBy ?? []), refused === null ? null : `not accepted: ${refused}`]),
    reversalId,
    isRefused: refused !== null,
  };
}

function approvalEntries({ reversalId, approvals, plan }: ReversalView): readonly TimelineEntry[] {
  const planVersion = plan?.version ?? null;
  return approvals.given.map(({ at, by, comment }) =>
    auditedEntry({ at, act: 'approved', by, reversalId, planVersion, comment, refused: null }),
  );
}

const attemptWords: Readonly<Record<Attempt['what'], string>> = {
  send: 'Sent',
  lookup: 'Looked up',
  resolve: 'Resolved',
  recover: 'Recovered',
  record: 'Outcome recorded',
};

function attemptEntries({ reversalId, legs }: ReversalView): readonly TimelineEntry[] {
  return legs.flatMap(({ legId, operation, attempts }) =>
    attempts.map(({ at, what, result }) => ({
      ...own(at),
      what: `${attemptWords[what]}: ${operation}, leg ${legId}`,
      who: null,
      detail: result,
      reversalId,
      isRefused: false,
    })),
  );
}

function refusalEntry({ at, operation, requester, reason, requestId }: LedgerView['refusals'][number]): TimelineEntry {
  return {
    ...own(at),
    what: operation === 'cancel' ? 'Cancel request refused' : 'Refund request refused',
    who: requester,
    detail: reason.message,
    reversalId: requestId,
    isRefused: true,
  };
}

function noteEntry({ at, what, why }: LedgerView['notes'][number]): TimelineEntry {
  return { ...own(at), what: `Note: ${what}`, who: null, detail: why, reversalId: null, isRefused: false };
}

/** What happens to the ledger itself happens when it is done, and nobody corrects it. */
function own(at: string): Pick<TimelineEntry, 'at' | 'happenedAt' | 'correctedBy'> {
  return { at, happenedAt: at, correctedBy: null };
}

function requestEntry({ requestedAt, operation, requester, requestReason, reversalId }: ReversalView): TimelineEntry {
  const what = operation === 'cancel' ? 'Cancel requested' : 'Refund requested';
  return { ...own(requestedAt), what, who: requester, detail: requestReason, reversalId, isRefused: false };
}

function completedEntry({ phase, since, outcome, reason, reversalId }: ReversalView): readonly TimelineEntry[] {
  if (phase !== 'completed' || outcome === null) return [];
  const what = `Completed: ${outcome}`;
  return [{ ...own(since), what, who: null, detail: reason?.message ?? null, reversalId, isRefused: false }];
}

/** One accepted event: what it said, what proves it, who co-signed it and what it changed. */
function statementEntry(statement: Statement): TimelineEntry {
  const { kind, eventId, saidAt, happenedAt, by, evidence, coSignedBy, changes, correctedBy } = statement;
  return {
    at: saidAt,
    happenedAt,
    what: kind === 'correction' ? `Correction recorded: ${eventId}` : `Event recorded: ${kind} ${eventId}`,
    who: by,
    detail: joined([
      contentText(statement),
      evidence === null ? null : `evidence: ${evidence}`,
      coSigners(coSignedBy),
      changesText(changes),
      correctedBy === null ? null : `corrected by ${correctedBy}`,
    ]),
    reversalId: null,
    isRefused: false,
    correctedBy,
  };
}

function coSigners(people: readonly Requester[]): string | null {
  return people.length === 0 ? null : `co-signed by ${people.map(({ id }) => id).join(', ')}`;
}

/** What it says, field by field; its kind and its instant are shown beside it. */
function contentText({ content }: Statement): string {
  return Object.entries(content)
    .filter(([name]) => name !== 'kind' && name !== 'at')
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ');
}

function changesText(changes: Statement['changes']): string {
  if (changes.length === 0) return 'changed nothing';
  return changes.map(({ what, before, after }) => `${what}: ${before ?? 'none'} → ${after ?? 'none'}`).join('; ');
}

function joined(parts: readonly (string | null)[]): string | null {
  const said = parts.filter((part) => part !== null && part !== '');
  return said.length === 0 ? null : said.join(' · ');
}
