import { areBound } from './approval';
import { audited, findReversal, withReversal, type LedgerState } from './ledger-state';
import { givenUp } from './give-up';
import type { Reason } from './reasons';
import type { Requester } from './requester';
import { wasSent, type Reversal } from './reversal';

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
  if (reversal?.settled?.outcome === 'withdrawn') return { state, refused: null };
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
  const left = givenUp(reversal, { code: 'withdrawnByRequester', message }, now);
  return { state: audited(withReversal(state, left), entry), refused: null };
}

function objection(state: LedgerState, reversal: Reversal, by: Requester): Reason | null {
  const { reversalId, settled, requester } = reversal;
  if (settled !== null)
    return { code: 'alreadyEnded', message: `reversal ${reversalId} has ended: ${settled.outcome}` };
  if (state.hold !== null) return state.hold.reason;
  if (wasSent(reversal)) {
    const message = `something of reversal ${reversalId} was sent, so that it goes on to its end`;
    return { code: 'alreadySent', message };
  }
  if (!areBound(by, requester)) {
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
