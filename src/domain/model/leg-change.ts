import { attemptsKept, type Leg, type Attempt } from './leg';
import type { LedgerState } from './ledger-state';

export function findLeg(state: LedgerState, legId: string): Leg | undefined {
  return state.reversals.flatMap((reversal) => reversal.legs).find((leg) => leg.legId === legId);
}

/** The state with one leg changed. */
export function changeLeg(state: LedgerState, legId: string, change: (leg: Leg) => Leg): LedgerState {
  return {
    ...state,
    reversals: state.reversals.map((reversal) =>
      reversal.legs.some((leg) => leg.legId === legId)
        ? { ...reversal, legs: reversal.legs.map((leg) => (leg.legId === legId ? change(leg) : leg)) }
        : reversal,
    ),
  };
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
  const next = changeLeg(state, legId, change);
  return {
    ...next,
    reversals: next.reversals.map((reversal) =>
      reversal.legs.some((leg) => leg.legId === legId) ? { ...reversal, completed: null } : reversal,
    ),
  };
}
