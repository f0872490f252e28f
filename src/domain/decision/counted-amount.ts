import { countsFor, leavingMinor } from '../model/approval';
import { leavingFor, placeOf } from '../model/list-index';
import type { Reversal } from '../model/reversal';

/**
 * What the approval policy is asked about: all that this reversal takes from the merchant, together with what its requester
 * has moved or reserved by the other reversals of the payment. So ten refunds of 100.00 count as one of 1,000.00. Minor units.
 */
export function countedMinor({ requester, reversalId, legs }: Reversal, reversals: readonly Reversal[]): number {
  // In the list it may have other legs than it has now.
  const place = placeOf(reversals, reversalId);
  const inList = place === undefined ? undefined : reversals[place];
  const ownMinor = inList !== undefined && countsFor(inList.requester, requester) ? leavingMinor(inList.legs) : 0;
  return leavingFor(reversals, requester) - ownMinor + leavingMinor(legs);
}
