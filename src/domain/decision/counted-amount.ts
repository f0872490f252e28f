import { isSamePerson, leavingMinor } from '../model/approval';
import { indexOf, placeOf } from '../model/list-index';
import { unknownRequester } from '../model/requester';
import type { Reversal } from '../model/reversal';

/**
 * What the approval policy is asked about: all that this reversal takes from the merchant, together with what its requester
 * has moved or reserved by the other reversals of the payment. So ten refunds of 100.00 count as one of 1,000.00. Minor units.
 */
export function countedMinor(reversal: Reversal, reversals: readonly Reversal[]): number {
  const { requester, reversalId, legs } = reversal;
  let minor = leavingMinor(legs);
  for (const one of indexOf(reversals).leaving.values()) {
    if (countsFor(one.requester, requester)) minor += one.minor;
  }
  // In the list it may have other legs than it has now.
  const place = placeOf(reversals, reversalId);
  const listed = place === undefined ? undefined : reversals[place];
  return listed !== undefined && countsFor(listed.requester, requester) ? minor - leavingMinor(listed.legs) : minor;
}

/** What is known from former histories alone may be anybody's, so it counts for everybody. */
function countsFor(other: Reversal['requester'], requester: Reversal['requester']): boolean {
  return other.id === unknownRequester.id || isSamePerson(other, requester);
}
