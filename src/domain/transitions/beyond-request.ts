import { beyondRequest, isUnsent, type Leg } from '../model/leg';
import { findLeg, reopened, reversalOfLeg } from '../model/leg-change';
import { mismatched } from '../model/leg-states';
import { addNote, type LedgerState } from '../model/ledger-state';
import { succeededCaptures } from '../model/payment';
import type { Reversal } from '../model/reversal';

/**
 * The state in which a person is asked about a leg that has just turned out to have moved, where with the others that are
 * known to have moved it exceeds its request: a refund was sent again, and the first call went through after all.
 */
export function withExcessAsked(state: LedgerState, legId: string, now: string): LedgerState {
  const reversal = reversalOfLeg(state, legId);
  const leg = findLeg(state, legId);
  if (reversal === undefined || leg === undefined || !hasMoved(leg) || !exceeds(state, reversal, leg)) return state;
  const asked = reopened(state, legId, (one) => mismatched(one, beyondRequest, now));
  return addNote(asked, { at: now, what: `leg ${legId}`, why: 'with it more has moved than was requested' });
}

function exceeds({ payment }: LedgerState, { operation, requestedMinor, legs }: Reversal, leg: Leg): boolean {
  if (leg.operation !== 'refund') return false;
  const others = legs.filter((one) => one !== leg && !isUnsent(one) && hasMoved(one));
  if (others.length === 0) return false;
  if (operation === 'refund' && requestedMinor !== null) return sumOf([...others, leg]) > requestedMinor;
  const capture =
    payment === null ? undefined : succeededCaptures(payment).find((one) => one.captureId === leg.captureId);
  const ofCapture = [...others.filter(({ captureId }) => captureId === leg.captureId), leg];
  return ofCapture.length > 1 && sumOf(ofCapture) > (capture?.amountMinor ?? 0);
}

function hasMoved({ status }: Leg): boolean {
  return status === 'succeeded' || status === 'pending';
}

function sumOf(legs: readonly Leg[]): number {
  return legs.reduce((sum, leg) => sum + leg.amountMinor, 0);
}
