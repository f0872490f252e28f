import { attemptsKept, type Leg, type Attempt } from './leg';
import { findReversal, withReversal, type LedgerState } from './ledger-state';
import type { Reversal } from './reversal';

export function findLeg(state: LedgerState, legId: string): Leg | undefined {
  return reversalOfLeg(state, legId)?.legs.find((leg) => leg.legId === legId);
}

/** The reversal that has this leg: its id is the leg's without the last two parts. */
export function reversalOfLeg(state: LedgerState, legId: string): Reversal | undefined {
  const hasLeg = ({ legs }: Reversal): boolean => legs.some((leg) => leg.legId === legId);
  const named = findReversal(state, legId.split('/').slice(0, -2).join('/'));
  return named !== undefined && hasLeg(named) ? named : state.reversals.find(hasLeg);
}

/** The state with one leg changed. */
export function changeLeg(state: LedgerState, legId: string, change: (leg: Leg) => Leg): LedgerState {
  const reversal = reversalOfLeg(state, legId);
  return reversal === undefined
    ? state
    : withReversal(state, { ...reversal, legs: legsChanged(reversal, legId, change) });
}

function legsChanged({ legs }: Reversal, legId: string, change: (leg: Leg) => Leg): readonly Leg[] {
  return legs.map((leg) => (leg.legId === legId ? change(leg) : leg));
}

/** Notes what was tried for a leg, so that a person sees it. */
export function withAttempt<L extends Leg>(leg: L, what: Attempt['what'], result: string, now: string): L {
  return { ...leg, attempts: [...leg.attempts, { at: now, what, result }].slice(-attemptsKept) };
}

/** What an answer says under which references the gateway keeps a leg; what it leaves out stays as it was. */
export function withReferences<L extends Leg>(
  leg: L,
  answer: { readonly gatewayReference: string | null; readonly gatewayResultCode: string | null },
): L {
  return {
    ...leg,
    gatewayReference: answer.gatewayReference ?? leg.gatewayReference,
    gatewayResultCode: answer.gatewayResultCode ?? leg.gatewayResultCode,
  };
}

/** The state with one leg changed whose end is open again: its reversal is not settled any more. */
export function reopened(state: LedgerState, legId: string, change: (leg: Leg) => Leg): LedgerState {
  const reversal = reversalOfLeg(state, legId);
  if (reversal === undefined) return state;
  return withReversal(state, { ...reversal, legs: legsChanged(reversal, legId, change), completed: null });
}
