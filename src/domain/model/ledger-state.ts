import type { ApproverDecision } from './approval';
import { auditKept, type AuditEntry, type AuditLine } from './audit';
import { emptyChain, linkedAct, withoutLeft, type AuditChain } from './audit-chain';
import type { CurrencyCode } from './currency';
import type { Dispute } from './dispute';
import type { Leg } from './leg';
import type { Payment } from './payment';
import type { Reason } from './reasons';
import type { Requester } from './requester';
import { isCompleted, type Operation, type Reversal } from './reversal';
import type { Statement } from './statement';

/** A refund made past this system. */
export interface ExternalRefund {
  readonly eventId: string;
  readonly captureId: string;
  readonly amountMinor: number;
  /** The gateway's own reference of it; null: it was not said. */
  readonly gatewayReference: string | null;
  /** The cardholder's bank returned it. */
  readonly failed: boolean;
}

/** A request that was refused. Its id is not bound, and a repeat is decided anew. */
export interface Refusal {
  readonly requestId: string;
  /** As the request names it: nothing else of its snapshot is kept. */
  readonly paymentId: string;
  /** Of `requestedMinor`, as the request names it. */
  readonly currency: CurrencyCode;
  readonly operation: Operation;
  readonly requestedMinor: number | null;
  readonly requester: Requester;
  readonly requestReason: string;
  readonly reason: Reason;
  readonly at: string;
}

/** Something a reader of the ledger should be able to find: a refused message, a contradiction, an odd answer. */
export interface Note {
  readonly at: string;
  readonly what: string;
  readonly why: string;
}

/** Whether the gateway can be asked now. While it is waited for, nothing is sent for this payment. */
export type GatewayStatus =
  | { readonly status: 'reachable' }
  | { readonly status: 'waiting'; readonly since: string; readonly reason: Reason; readonly pauseMs: number };

/** A token by its id (`jti`). `until`: when nobody takes it any more, ISO 8601. */
export interface SpentToken {
  readonly id: string;
  readonly until: string;
}

/** Everything one ledger knows: plain data, replaced and never changed in place. */
export interface LedgerState {
  readonly payment: Payment | null;
  /** In the order of admission. */
  readonly reversals: readonly Reversal[];
  readonly refusals: readonly Refusal[];
  readonly externalRefunds: readonly ExternalRefund[];
  readonly disputes: readonly Dispute[];
  /** Every event that was accepted, in the order in which it was said. */
  readonly statements: readonly Statement[];
  /** What statements and findings have released or made refundable so far, all together. Minor units. */
  readonly releasedMinor: number;
  /** Everything is frozen: this line of the ledger may not know all that was sent. */
  readonly frozen: { readonly since: string; readonly reason: Reason } | null;
  readonly gateway: GatewayStatus;
  readonly notes: readonly Note[];
  /** Approvals and rejections that came before they were asked for. */
  readonly earlyDecisions: readonly ApproverDecision[];
  /** Tokens that have proved something, while they could be used again: each proves one act once. */
  readonly spentTokens: readonly SpentToken[];
  /** What people decided, refused acts too, the newest. */
  readonly audit: readonly AuditLine[];
  /** What continues the trail, and where what is kept of it begins. */
  readonly auditChain: AuditChain;
}

/** How many refusals and notes are kept, the newest. */
export const ringSize = 64;
export const earlyDecisionsKept = 16;
/** Beyond this many that could still be used again, no act is believed that needs one: forgetting one would let it count twice. */
export const spentTokensKept = 1000;
/**
 * Beyond this many reversals, or bytes of JSON that they take, only a cancel is admitted. That many of an ordinary size
 * fit, and stay far below the server's limit of 2 MiB for what a run hands to the next one.
 */
export const reversalsKept = 500;
export const reversalsSizeKept = 768 * 1024;

export const emptyLedger: LedgerState = {
  payment: null,
  reversals: [],
  refusals: [],
  externalRefunds: [],
  disputes: [],
  statements: [],
  releasedMinor: 0,
  frozen: null,
  gateway: { status: 'reachable' },
  notes: [],
  earlyDecisions: [],
  spentTokens: [],
  audit: [],
  auditChain: emptyChain(''),
};

/** Adds to a ring: the oldest beyond its size are forgotten. */
export function pushBounded<T>(ring: readonly T[], added: T, size: number = ringSize): readonly T[] {
  return [...ring, added].slice(-size);
}

export function addNote(state: LedgerState, note: Note): LedgerState {
  return { ...state, notes: pushBounded(state.notes, note) };
}

/** Adds to the audit trail. Refused entries make room first, so refused attempts never push out what was done. */
export function addAudit(state: LedgerState, entry: AuditEntry): LedgerState {
  const { audit } = state;
  const { chain, line } = linkedAct(state.auditChain, audit, entry);
  const refusedAt = audit.findIndex(({ refused }) => refused !== null);
  const isFull = audit.length >= auditKept && refusedAt >= 0;
  const before = isFull ? audit.filter((_entry, index) => index !== refusedAt) : audit;
  const remaining = pushBounded(before, line, auditKept);
  return { ...state, audit: remaining, auditChain: withoutLeft(chain, [...audit, line], remaining) };
}

export function findReversal(state: LedgerState, reversalId: string): Reversal | undefined {
  return state.reversals.find((reversal) => reversal.reversalId === reversalId);
}

/** The state with one reversal replaced. */
export function withReversal(state: LedgerState, reversal: Reversal): LedgerState {
  return {
    ...state,
    reversals: state.reversals.map((existing) => (existing.reversalId === reversal.reversalId ? reversal : existing)),
  };
}

export function openReversals(state: LedgerState): readonly Reversal[] {
  return state.reversals.filter((reversal) => !isCompleted(reversal));
}

export function allLegs({ reversals }: LedgerState): readonly Leg[] {
  const before = legsOf.get(reversals);
  if (before !== undefined) return before;
  const legs = reversals.flatMap((reversal) => reversal.legs);
  legsOf.set(reversals, legs);
  return legs;
}

/** A list of reversals never changes, and its legs are read many times in each step. */
const legsOf = new WeakMap<readonly Reversal[], readonly Leg[]>();

/** What is carried on of reversals that have ended: of what was tried, the last; the rest is in earlier histories. */
export function compacted(state: LedgerState): LedgerState {
  return {
    ...state,
    reversals: state.reversals.map((reversal) =>
      isCompleted(reversal)
        ? { ...reversal, legs: reversal.legs.map((leg) => ({ ...leg, attempts: leg.attempts.slice(-1) })) }
        : reversal,
    ),
  };
}
