import { captureBalances } from '../decision/balance';
import { beyondRequest, isUnsent, type Leg, type LegStatus } from '../model/leg';
import { findLeg, reopened, reversalOfLeg } from '../model/leg-change';
import { mismatched } from '../model/leg-states';
import { addNote, type LedgerState } from '../model/ledger-state';
import type { Reversal } from '../model/reversal';

/**
 * The state in which a person is asked about a leg that has just turned out to have moved, where with the others that are
 * known to have moved it exceeds its request: a refund was sent again, and the first call went through after all. `before`
 * is the leg as it was: what was known to have moved is not asked about again.
 */
export function withExcessAsked(
  state: LedgerState,
  before: { readonly legId: string; readonly status?: LegStatus },
  now: string,
): LedgerState {
  const { legId } = before;
  const reversal = reversalOfLeg(state, legId);
  const leg = findLeg(state, legId);
  if (reversal === undefined || leg === undefined || !hasMoved(leg) || hasMoved(before)) return state;
  if (!exceeds(state, reversal, leg)) return state;
  const asked = reopened(state, legId, (one) => mismatched(one, beyondRequest, now));
  return addNote(asked, { at: now, what: `leg ${legId}`, why: 'with it more has moved than was requested' });
}

function exceeds(state: LedgerState, { operation, requestedMinor, legs }: Reversal, leg: Leg): boolean {
  if (leg.operation !== 'refund') return false;
  const moved = legs.filter((one) => !isUnsent(one) && hasMoved(one));
  if (operation === 'refund' && requestedMinor !== null) return moved.length > 1 && sumOf(moved) > requestedMinor;
  const isTwice = moved.filter(({ captureId }) => captureId === leg.captureId).length > 1;
  const balance = captureBalances(state).find(({ captureId }) => captureId === leg.captureId);
  return isTwice && (balance?.overRefundedMinor ?? 0) > 0;
}

function hasMoved({ status }: { readonly status?: LegStatus }): boolean {
  return status === 'succeeded' || status === 'pending';
}

function sumOf(legs: readonly Leg[]): number {
  return legs.reduce((sum, leg) => sum + leg.amountMinor, 0);
}
