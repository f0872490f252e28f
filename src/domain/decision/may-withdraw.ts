import { isSamePerson } from '../model/approval';
import type { Reason } from '../model/reasons';
import type { Requester } from '../model/requester';

/** What decides whether a request may be withdrawn: all of it is in the ledger's state, and in a reversal's view. */
export interface Withdrawable {
  readonly requester: Requester;
  /** What it completed as; null: it has not. */
  readonly outcome: string | null;
  /** Why the ledger is frozen; null: it is not. */
  readonly frozen: Reason | null;
  /** A leg of it was sent, or may have been. */
  readonly wasSent: boolean;
}

/** Why a person may not withdraw a request; null: they may. Only its requester may, and only while nothing was sent. */
export function objectionToWithdrawal(
  { requester, outcome, frozen, wasSent }: Withdrawable,
  by: Requester,
): Reason | null {
  if (outcome !== null) return { code: 'alreadyEnded', message: `it has ended: ${outcome}` };
  if (frozen !== null) return frozen;
  if (wasSent) {
    return { code: 'alreadySent', message: 'a part of it was sent, so it continues and cannot be withdrawn' };
  }
  if (isSamePerson(by, requester)) return null;
  return { code: 'notTheRequester', message: `${requester.id} asked for it; only its requester may withdraw it` };
}
