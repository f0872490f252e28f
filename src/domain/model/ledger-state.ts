import type { ApproverDecision } from './approval';
import { auditBytes, auditKept, type AuditEntry, type AuditLine } from './audit';
import { emptyChain, linkedAct, withoutLeft, type AuditChain } from './audit-chain';
import type { CurrencyCode } from './currency';
import type { Dispute } from './dispute';
import { jsonSize } from './json-size';
import type { Leg } from './leg';
import { appended, legsIn, listSize, openIn, placeOf, replacedAt } from './list-index';
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

/** How many refusals and notes are kept, the newest, and how many bytes of JSON they may take. */
export const ringSize = 64;
export const ringBytes = 64 * 1024;
/** No text of a refusal, a note or a refused act is longer, in characters. */
export const longestNote = 1000;
/** At the bound an event is refused: one that was forgotten would count twice. */
export const externalRefundsKept = 200;
export const disputesKept = 100;
export const capturesKept = 100;
export const earlyDecisionsKept = 16;
/** Beyond this many that could still be used again, no act is believed that needs one: forgetting one would let it count twice. */
export const spentTokensKept = 1000;
/** Bytes of JSON that they may take: of ids as issuers make them, that many fit. */
export const spentTokensBytes = 160 * 1024;
/**
 * Beyond this many reversals, open ones among them, or bytes of JSON that the whole state takes, only a cancel is
 * admitted, and beyond the reserve nothing. That many of an ordinary size fit, and stay far below the server's limit of
 * 2 MiB for what a run hands to the next one.
 */
export const reversalsKept = 500;
export const cancelsBeyond = 50;
export const stateSizeKept = 768 * 1024;
export const stateSizeReserve = 256 * 1024;

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

/** The same, and the oldest beyond so many bytes of JSON too. What is added stays in any case. */
export function pushWithin<T>(ring: readonly T[], added: T, bytes: number = ringBytes): readonly T[] {
  const grown = pushBounded(ring, added);
  let first = grown.length;
  for (let size = 0; first > 0; first -= 1) {
    size += jsonSize(grown[first - 1]);
    if (size > bytes) break;
  }
  return grown.slice(Math.min(first, grown.length - 1));
}

/** A text that is kept, cut where it is too long to be. */
export function clipped(text: string, longest: number = longestNote): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

export function addNote(state: LedgerState, { at, what, why }: Note): LedgerState {
  return { ...state, notes: pushWithin(state.notes, { at, what: clipped(what), why: clipped(why) }) };
}

/** Adds to the audit trail. Refused entries make room first, so refused attempts never push out what was done. */
export function addAudit(state: LedgerState, entry: AuditEntry): LedgerState {
  const said = entry.refused === null ? entry : { ...entry, refused: clipped(entry.refused) };
  const { chain, line } = linkedAct(state.auditChain, state.audit, said);
  const all = [...state.audit, line];
  let audit = all;
  let bytes = jsonSize(audit);
  while (audit.length > 1 && (audit.length > auditKept || bytes > auditBytes)) {
    const refusedAt = audit.findIndex(({ refused }) => refused !== null);
    // The one that was just added is refused last.
    const out = refusedAt === -1 || refusedAt === audit.length - 1 ? 0 : refusedAt;
    bytes -= jsonSize(audit[out]) + 1;
    audit = audit.filter((_entry, index) => index !== out);
  }
  return { ...state, audit, auditChain: withoutLeft(chain, all, audit) };
}

export function findReversal({ reversals }: LedgerState, reversalId: string): Reversal | undefined {
  const place = placeOf(reversals, reversalId);
  return place === undefined ? undefined : reversals[place];
}

/** The state with one reversal replaced. */
export function withReversal(state: LedgerState, reversal: Reversal): LedgerState {
  const place = placeOf(state.reversals, reversal.reversalId);
  if (place === undefined || state.reversals[place] === reversal) return state;
  return { ...state, reversals: replacedAt(state.reversals, place, reversal) };
}

/** The state with one reversal more, the last in the order of admission. */
export function addReversal(state: LedgerState, reversal: Reversal): LedgerState {
  return { ...state, reversals: appended(state.reversals, reversal) };
}

export function openReversals({ reversals }: LedgerState): readonly Reversal[] {
  return openIn(reversals);
}

export function allLegs({ reversals }: LedgerState): readonly Leg[] {
  return legsIn(reversals);
}

/** Beyond this many bytes of JSON, open reversals too leave what was tried before the last to the earlier histories. */
const carriedWhole = 512 * 1024;

/** What is carried on of reversals that have ended: of what was tried, the last; the rest is in earlier histories. */
export function compacted(state: LedgerState): LedgerState {
  const isLarge = listSize(state.reversals) > carriedWhole;
  return {
    ...state,
    reversals: state.reversals.map((reversal) =>
      isLarge || isCompleted(reversal)
        ? { ...reversal, legs: reversal.legs.map((leg) => ({ ...leg, attempts: leg.attempts.slice(-1) })) }
        : reversal,
    ),
  };
}
