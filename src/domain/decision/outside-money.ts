import type { ExternalRefund, LedgerState } from '../model/ledger-state';
import type { CurrencyCode } from '../model/currency';
import type { Leg } from '../model/leg';
import { refundsByReference } from '../model/list-index';

/** What of a capture was refunded past this system, each refund counted once. Minor units. */
export function externallyRefundedMinorOf(
  state: Pick<LedgerState, 'externalRefunds' | 'reversals'>,
  captureId: string,
): number {
  return state.externalRefunds
    .filter((refund) => refund.captureId === captureId && !refund.failed)
    .reduce((sum, refund) => sum + countedMinor(refund, legOfReference(state, refund.gatewayReference)), 0);
}

/** The leg that the gateway keeps under this reference: it is the same refund, whoever reports it. */
export function legOfReference(
  { reversals }: Pick<LedgerState, 'reversals'>,
  gatewayReference: string | null,
): Leg | undefined {
  return gatewayReference === null ? undefined : refundsByReference(reversals).get(gatewayReference);
}

/** A leg that moved counts itself, and one that failed later has come back; declined or not sent, it counts nothing. */
function countedMinor({ amountMinor }: ExternalRefund, leg: Leg | undefined): number {
  if (leg === undefined || leg.status === 'declined' || leg.status === 'notSent') return amountMinor;
  return leg.status === 'failed' ? 0 : Math.max(0, amountMinor - leg.reservedMinor);
}

/** What disputes hold of one capture. Minor units. */
export interface Disputed {
  readonly disputedMinor: number;
  readonly openDisputedMinor: number;
}

/**
 * What disputes hold of a capture. One in another currency than the payment's holds all that is left of the capture,
 * because nobody can say how much that is. `leftMinor`: what neither moved nor may have moved.
 */
export function disputedOf(
  state: Pick<LedgerState, 'disputes'>,
  captureId: string,
  currency: CurrencyCode,
  leftMinor: number,
): Disputed {
  const disputes = state.disputes.filter((one) => one.captureId === captureId && one.status !== 'won');
  const isForeign = (one: (typeof disputes)[number]): boolean => one.currency !== null && one.currency !== currency;
  const sum = (of: typeof disputes): number => of.reduce((all, one) => all + (isForeign(one) ? 0 : one.amountMinor), 0);
  const ownMinor = sum(disputes);
  const foreign = disputes.filter(isForeign);
  const foreignMinor = foreign.length === 0 ? 0 : Math.max(0, leftMinor - ownMinor);
  const isForeignOpen = foreign.some(({ status }) => status === 'open');
  return {
    disputedMinor: ownMinor + foreignMinor,
    openDisputedMinor: sum(disputes.filter(({ status }) => status === 'open')) + (isForeignOpen ? foreignMinor : 0),
  };
}
