import type { ChainLink } from './audit-chain';
import type { Requester } from './requester';

/** What a person did, or what happened because a deadline passed. */
export type AuditedAct =
  | 'approvalAsked'
  | 'approved'
  | 'rejected'
  | 'expired'
  | 'withdrawn'
  | 'resolved'
  | 'opened'
  | 'recorded'
  | 'recovered'
  | 'destinationChanged';

/** One line of the audit trail: who did what, and whether it was accepted. Refused acts are recorded too. */
export interface AuditEntry {
  readonly at: string;
  readonly act: AuditedAct;
  /** null: the ledger itself. */
  readonly by: Requester | null;
  /** Who co-signed it, proved as `by` is. Absent: nobody did. At most ten. */
  readonly coSignedBy?: readonly Requester[];
  readonly reversalId: string | null;
  readonly planVersion: number | null;
  /** What was said with it. */
  readonly comment: string | null;
  /** Why it was not accepted; null: it was. */
  readonly refused: string | null;
}

/** The same in the chain that shows tampering. */
export interface AuditLine extends AuditEntry, ChainLink {}

/** How many entries a ledger keeps; older ones are in exports and in the histories of its earlier runs. */
export const auditKept = 200;
/** Bytes of JSON that they may take. */
export const auditBytes = 192 * 1024;
