import { objectionToWithdrawal } from '../decision/may-withdraw';
import { isSamePerson } from '../model/approval';
import { addAudit, findReversal, withReversal, type LedgerState } from '../model/ledger-state';
import { abandoned } from './abandon';
import type { Reason } from '../model/reasons';
import type { Requester } from '../model/requester';
import { wasSent, type Reversal } from '../model/reversal';
import type { Transition } from './transition';

/** Its requester does not want a reversal any more. */
export interface Withdrawal {
  readonly reversalId: string;
  /** Whose identity was checked. */
  readonly by: Requester;
  readonly reason: string;
}

/**
 * Withdraws a reversal of which nothing was sent, and releases its amount. Repeated by its requester, it counts once. The
 * caller advances the other reversals.
 */
export const withdraw: Transition<Withdrawal, Reason | null> = function withdraw(
  state,
  { reversalId, by, reason },
  { now },
) {
  const reversal = findReversal(state, reversalId);
  if (reversal?.completed?.outcome === 'withdrawn' && isSamePerson(by, reversal.requester))
    return { state, answer: null };
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
  if (why !== null || reversal === undefined) return { state: addAudit(state, entry), answer: why };
  const message = `${by.id} withdrew it: ${reason}`;
  const left = abandoned(reversal, { code: 'withdrawnByRequester', message }, now);
  return { state: addAudit(withReversal(state, left), entry), answer: null };
};

function objection({ frozen }: LedgerState, reversal: Reversal, by: Requester): Reason | null {
  const { requester, completed } = reversal;
  const outcome = completed?.outcome ?? null;
  return objectionToWithdrawal({ requester, outcome, frozen: frozen?.reason ?? null, wasSent: wasSent(reversal) }, by);
}

function unknown(reversalId: string): Reason {
  return { code: 'unknownReversal', message: `no reversal ${reversalId} is known` };
}
