import type { AuditedAct } from '../domain/model/audit';
import { assertNever } from '../domain/model/assert-never';
import type { Attempt } from '../domain/model/leg';
import type { Requester } from '../domain/model/requester';
import type { LedgerView } from '../domain/views/view';

/** One thing that happened to a payment, in words. */
export interface TimelineEntry {
  readonly at: string;
  readonly what: string;
  /** null: the machine. */
  readonly who: Requester | null;
  /** What was said with it, or why it was not taken. */
  readonly said: string | null;
  readonly reversalId: string | null;
  /** It was tried and not taken. */
  readonly isRefused: boolean;
}

/** Everything that is known to have happened to a payment, the newest first. */
export function timelineOf(ledger: LedgerView): readonly TimelineEntry[] {
  const all = [...decisions(ledger), ...tries(ledger), ...refusals(ledger), ...traces(ledger)];
  return all.toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at));
}

function decisions({ audit }: LedgerView): TimelineEntry[] {
  return audit.map(({ at, act, by, reversalId, planVersion, comment, refused }) => ({
    at,
    what: `${actWord(act)}${planVersion === null ? '' : `, version ${planVersion} of the plan`}${refused === null ? '' : ': not taken'}`,
    who: by,
    said: [comment, refused].filter((text) => text !== null && text !== '').join('. ') || null,
    reversalId,
    isRefused: refused !== null,
  }));
}

function tries({ reversals }: LedgerView): TimelineEntry[] {
  return reversals.flatMap(({ reversalId, legs }) =>
    legs.flatMap((leg) =>
      leg.attempts.map(({ at, what, result }) => ({
        at,
        what: `${attemptWord(what)} ${leg.operation} of leg ${leg.legId}`,
        who: null,
        said: result,
        reversalId,
        isRefused: false,
      })),
    ),
  );
}

function refusals({ refusals: all }: LedgerView): TimelineEntry[] {
  return all.map(({ at, operation, requester, reason, requestId }) => ({
    at,
    what: `Asked for a ${operation}: refused`,
    who: requester,
    said: reason.message,
    reversalId: requestId,
    isRefused: true,
  }));
}

function traces({ notes: all }: LedgerView): TimelineEntry[] {
  return all.map(({ at, what, why }) => ({
    at,
    what: `Noted: ${what}`,
    who: null,
    said: why,
    reversalId: null,
    isRefused: false,
  }));
}

function actWord(act: AuditedAct): string {
  switch (act) {
    case 'approvalAsked':
      return 'Approval asked for';
    case 'approved':
      return 'Approved';
    case 'rejected':
      return 'Rejected';
    case 'expired':
      return 'Approval expired';
    case 'withdrawn':
      return 'Withdrawn';
    case 'resolved':
      return 'Resolved';
    case 'recorded':
      return 'PaymentEvent recorded';
    case 'recovered':
      return 'Recovered';
    default:
      return assertNever(act);
  }
}

function attemptWord(what: Attempt['what']): string {
  switch (what) {
    case 'send':
      return 'Sent';
    case 'lookup':
      return 'Looked up';
    case 'resolve':
      return 'Resolved';
    case 'recover':
      return 'Recovered';
    default:
      return assertNever(what);
  }
}
