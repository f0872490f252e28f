import type { AuditEntry } from '../../domain/model/audit';
import type { ReversalView } from '../../domain/views/view';
import { listTable } from './table';

interface Event {
  readonly at: string;
  readonly who: string;
  readonly what: string;
  readonly details: string;
}

/** What happened to a reversal, oldest first: the attempts of its legs, and what people did. */
export function timelineText({ legs, reversalId, approvals }: ReversalView, audit: readonly AuditEntry[]): string {
  const own = audit.filter((entry) => entry.reversalId === reversalId);
  const attempts = legs.flatMap(({ legId, attempts: each }) =>
    each.map(({ at, what, result }): Event => ({ at, who: '-', what: `${what} ${legId}`, details: result })),
  );
  // Without an audit trail, the approvals themselves show what counts.
  const given = own.length > 0 ? [] : approvals.given.map(approvalEvent);
  const events = [...attempts, ...own.map(auditEvent), ...given];
  if (events.length === 0) return '';
  return eventsTable(events.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at)));
}

/** What people did to a payment, refused actions too, oldest first. */
export function auditText(audit: readonly AuditEntry[]): string {
  if (audit.length === 0) return '';
  const about = ({ reversalId }: AuditEntry): string => (reversalId === null ? '' : ` ${reversalId}`);
  return eventsTable(
    audit.map((entry) => {
      const event = auditEvent(entry);
      return { ...event, what: `${event.what}${about(entry)}` };
    }),
  );
}

function approvalEvent({ at, by, comment }: ReversalView['approvals']['given'][number]): Event {
  return { at, who: personOf(by), what: 'approved', details: comment ?? '-' };
}

function auditEvent({ at, act, by, planVersion, comment, refused }: AuditEntry): Event {
  const version = planVersion === null ? '' : ` (plan ${planVersion})`;
  const details = [comment, refused === null ? null : `not accepted: ${refused}`].filter((part) => part !== null);
  return {
    at,
    who: by === null ? 'the ledger' : personOf(by),
    what: `${refused === null ? '' : 'REFUSED: '}${actWords[act]}${version}`,
    details: details.length === 0 ? '-' : details.join(' · '),
  };
}

const actWords: Readonly<Record<AuditEntry['act'], string>> = {
  approvalAsked: 'approval requested',
  approved: 'approved',
  rejected: 'rejected',
  expired: 'expired',
  withdrawn: 'withdrawn',
  resolved: 'resolved',
  recorded: 'recorded',
  recovered: 'recovered',
};

function personOf({ id, onBehalfOf }: NonNullable<AuditEntry['by']>): string {
  return onBehalfOf === null ? id : `${id} for ${onBehalfOf}`;
}

function eventsTable(events: readonly Event[]): string {
  return listTable(
    [{ heading: 'at' }, { heading: 'who' }, { heading: 'what' }, { heading: 'details' }],
    events.map(({ at, who, what, details }) => [at, who, what, details]),
  );
}
