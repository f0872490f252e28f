import type { AuditedAct, AuditEntry } from '../model/audit';
import type { Attempt } from '../model/leg';
import type { Requester } from '../model/requester';
import type { LedgerView, ReversalView } from './view';

/** One thing that happened to a payment, in words. */
export interface TimelineEntry {
  /** ISO 8601. */
  readonly at: string;
  readonly what: string;
  /** null: the ledger or its worker. */
  readonly who: Requester | null;
  /** What was said with it, what it returned, or why it was not accepted. */
  readonly detail: string | null;
  readonly reversalId: string | null;
  /** It was attempted and not accepted. */
  readonly isRefused: boolean;
}

/** What a timeline is made of. */
export type TimelineSource = Pick<LedgerView, 'reversals' | 'audit' | 'refusals' | 'notes'>;

/** Everything that is known to have happened to a payment, the oldest first. */
export function timelineOf({ reversals, audit, refusals, notes }: TimelineSource): readonly TimelineEntry[] {
  return inOrder([
    ...audit.map(auditedEntry),
    ...reversals.flatMap(attemptEntries),
    ...refusals.map(refusalEntry),
    ...notes.map(noteEntry),
  ]);
}

/**
 * What happened to one reversal, the oldest first. Where no audit trail of it is at hand, the approvals that its view
 * holds take its place.
 */
export function reversalTimeline(view: ReversalView, audit: readonly AuditEntry[]): readonly TimelineEntry[] {
  const own = audit.filter(({ reversalId }) => reversalId === view.reversalId);
  const decisions = own.length > 0 ? own.map(auditedEntry) : approvalEntries(view);
  return inOrder([...decisions, ...attemptEntries(view)]);
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
  recorded: { done: 'Event recorded', refused: 'Event refused' },
  destinationChanged: { done: 'Destination changed', refused: 'Change of the destination refused' },
  recovered: { done: 'Ledger recovered', refused: 'Recovery refused' },
};

function auditedEntry({ at, act, by, reversalId, planVersion, comment, refused }: AuditEntry): TimelineEntry {
  const words = actWords[act];
  const version = planVersion === null ? '' : `, plan version ${planVersion}`;
  return {
    at,
    what: `${refused === null ? words.done : words.refused}${version}`,
    who: by,
    detail: joined([comment, refused === null ? null : `not accepted: ${refused}`]),
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
};

function attemptEntries({ reversalId, legs }: ReversalView): readonly TimelineEntry[] {
  return legs.flatMap(({ legId, operation, attempts }) =>
    attempts.map(({ at, what, result }) => ({
      at,
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
    at,
    what: operation === 'cancel' ? 'Cancel request refused' : 'Refund request refused',
    who: requester,
    detail: reason.message,
    reversalId: requestId,
    isRefused: true,
  };
}

function noteEntry({ at, what, why }: LedgerView['notes'][number]): TimelineEntry {
  return { at, what: `Note: ${what}`, who: null, detail: why, reversalId: null, isRefused: false };
}

function joined(parts: readonly (string | null)[]): string | null {
  const said = parts.filter((part) => part !== null && part !== '');
  return said.length === 0 ? null : said.join(' · ');
}
