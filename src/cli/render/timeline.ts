import type { AuditEntry } from '../../domain/model/audit';
import type { ReversalView } from '../../domain/views/view';
import { listTable } from './table';

interface Event {
  readonly at: string;
  readonly who: string;
  readonly what: string;
  readonly said: string;
}

/** What happened to a reversal, the oldest first: what was tried for its legs, and what people did. */
export function timelineText({ legs, reversalId, approvals }: ReversalView, audit: readonly AuditEntry[]): string {
  const own = audit.filter((entry) => entry.reversalId === reversalId);
  const tried = legs.flatMap(({ legId, attempts: each }) =>
    each.map(({ at, what, result }): Event => ({ at, who: '-', what: `${what} ${legId}`, said: result })),
  );
  // Without an audit trail at hand, what counts is told by the approvals themselves.
  const given = own.length > 0 ? [] : approvals.given.map(approvalEvent);
  const events = [...tried, ...own.map(auditEvent), ...given];
  if (events.length === 0) return '';
  return eventsTable(events.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at)));
}

/** What people did to a payment, refused acts too, the oldest first. */
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
  return { at, who: personOf(by), what: 'approved', said: comment ?? '-' };
}

function auditEvent({ at, act, by, planVersion, comment, refused }: AuditEntry): Event {
  const version = planVersion === null ? '' : ` (plan ${planVersion})`;
  const said = [comment, refused === null ? null : `not taken: ${refused}`].filter((part) => part !== null);
  return {
    at,
    who: by === null ? 'the ledger' : personOf(by),
    what: `${refused === null ? '' : 'REFUSED: '}${actWords[act]}${version}`,
    said: said.length === 0 ? '-' : said.join(' · '),
  };
}

const actWords: Readonly<Record<AuditEntry['act'], string>> = {
  approvalAsked: 'asked for approval',
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
    [{ heading: 'at' }, { heading: 'who' }, { heading: 'what' }, { heading: 'said' }],
    events.map(({ at, who, what, said }) => [at, who, what, said]),
  );
}
