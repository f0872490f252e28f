import type { Requester } from './requester';

/** What somebody did, or the clock did for him. */
export type AuditedAct =
  'approvalAsked' | 'approved' | 'rejected' | 'expired' | 'withdrawn' | 'resolved' | 'recorded' | 'recovered';

/** One line of the audit trail: who wanted what, and whether it was taken. Refused acts stand here too. */
export interface AuditEntry {
  readonly at: string;
  readonly act: AuditedAct;
  /** null: the ledger itself. */
  readonly by: Requester | null;
  readonly reversalId: string | null;
  readonly planVersion: number | null;
  /** What was said with it. */
  readonly comment: string | null;
  /** Why it was not taken; null: it was. */
  readonly refused: string | null;
}

/** How many entries a ledger carries on; older ones stand in the histories of its earlier runs. */
export const auditKept = 200;
