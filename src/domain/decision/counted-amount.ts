import { isSamePerson, leavingMinor } from '../model/approval';
import { unknownRequester } from '../model/requester';
import type { Reversal } from '../model/reversal';

/**
 * What the approval policy is asked about: all that this reversal takes from the merchant, together with what its requester
 * has moved or reserved by the other reversals of the payment. So ten refunds of 100.00 count as one of 1,000.00. Minor units.
 */
export function countedMinor(reversal: Reversal, reversals: readonly Reversal[]): number {
  const others = reversals.filter(
    (other) => other.reversalId !== reversal.reversalId && countsFor(other.requester, reversal.requester),
  );
  return [reversal, ...others].reduce((sum, { legs }) => sum + leavingMinor(legs), 0);
}

/** What is known from former histories alone may be anybody's, so it counts for everybody. */
function countsFor(other: Reversal['requester'], requester: Reversal['requester']): boolean {
  return other.id === unknownRequester.id || isSamePerson(other, requester);
}
