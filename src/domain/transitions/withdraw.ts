import { isSamePerson } from '../model/approval';
import { audited, findReversal, withReversal, type LedgerState } from '../model/ledger-state';
import { abandoned } from './abandon';
import type { Reason } from '../model/reasons';
import type { Requester } from '../model/requester';
import { wasSent, type Reversal } from '../model/reversal';

/** Its requester does not want a reversal any more. */
export interface Withdrawal {
  readonly reversalId: string;
  /** Whose identity was checked. */
  readonly by: Requester;
  readonly reason: string;
}

export interface WithdrawalResult {
  readonly state: LedgerState;
  /** Why it was not taken; null: it was. */
  readonly refused: Reason | null;
}

/**
 * Withdraws a reversal of which nothing was sent; its amount is free again. Told twice, it counts once. The caller
 * carries the other reversals on.
 */
export function withdraw(state: LedgerState, withdrawal: Withdrawal, now: string): WithdrawalResult {
  const { reversalId, by, reason } = withdrawal;
  const reversal = findReversal(state, reversalId);
  if (reversal?.completed?.outcome === 'withdrawn') return { state, refused: null };
  const why = reversal === undefined ? unknown(reversalId) : objection(state, reversal, by);
  const entry = {
    at: now,
    act: 'withdrawn' as const,
    by,
    reversalId,
    planVersion: reversal?.plan?.version ?? null,
    comment: reason,
    refused: why?.message ?? null,
  };
  if (why !== null || reversal === undefined) return { state: audited(state, entry), refused: why };
  const message = `${by.id} withdrew it: ${reason}`;
  const left = abandoned(reversal, { code: 'withdrawnByRequester', message }, now);
  return { state: audited(withReversal(state, left), entry), refused: null };
}

function objection(state: LedgerState, reversal: Reversal, by: Requester): Reason | null {
  const { reversalId, completed, requester } = reversal;
  if (completed !== null)
    return { code: 'alreadyEnded', message: `reversal ${reversalId} has ended: ${completed.outcome}` };
  if (state.frozen !== null) return state.frozen.reason;
  if (wasSent(reversal)) {
    const message = `something of reversal ${reversalId} was sent, so that it goes on to its end`;
    return { code: 'alreadySent', message };
  }
  if (!isSamePerson(by, requester)) {
    return {
      code: 'notTheRequester',
      message: `${requester.id} asked for reversal ${reversalId}; only its requester may withdraw it`,
    };
  }
  return null;
}

function unknown(reversalId: string): Reason {
  return { code: 'unknownReversal', message: `no reversal ${reversalId} is known` };
}
