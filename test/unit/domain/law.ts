import fc from 'fast-check';
import { releasesReservation, type Leg } from '../../../src/domain/model/leg';
import { allLegs, type LedgerState } from '../../../src/domain/model/ledger-state';
import type { Profile } from '../../../src/domain/model/profile';
import { profiles, rulesOf } from '../../support/domain-arbitraries';
import type { Happened } from './happened';
import { LedgerModel } from './ledger-model';
import { captureAmounts, histories, type Step } from './random-history';

export const captureIds = Object.keys(captureAmounts);

export function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}

/** What was and may be given back of a capture, counted by the test itself. */
export function claimed(state: LedgerState, captureId: string): number {
  const held = allLegs(state).filter((leg) => leg.captureId === captureId && !releasesReservation(leg));
  const outside = state.externalRefunds.filter((one) => one.captureId === captureId);
  const disputed = state.disputes.filter((one) => one.captureId === captureId && one.status !== 'won');
  return sum([...held.map((leg) => claimOf(state, leg)), ...[...outside, ...disputed].map((one) => one.amountMinor)]);
}

/** A void gives a captured charge back whole, and never more. */
export function claimOf(state: LedgerState, { operation, captureId, reservedMinor }: Leg): number {
  const capturedMinor = captureId === null ? 0 : captured(state, captureId);
  return operation === 'void' && capturedMinor > 0 ? capturedMinor : reservedMinor;
}

export function captured(state: LedgerState, captureId: string): number {
  const capture = state.payment?.captures.find((one) => one.captureId === captureId);
  return capture?.status === 'succeeded' ? capture.amountMinor : 0;
}

/** Where every leg and every reversal stands, as one text to compare. */
export function status(state: LedgerState): string {
  const legs = (leg: Leg): unknown => [leg.legId, leg.status, leg.reservedMinor, mismatchOf(leg)];
  const { reversals, externalRefunds, disputes, frozen } = state;
  const each = reversals.map((one) => [one.reversalId, one.requestedMinor, one.completed?.outcome, one.legs.map(legs)]);
  return JSON.stringify([each, externalRefunds, disputes, frozen !== null]);
}

/** What the gateway has otherwise than was sent; null: nothing, as far as is known. */
function mismatchOf(leg: Leg): string | null {
  return leg.status === 'unknown' ? leg.mismatch : null;
}

/** An expectation without its cost: the laws are asked some hundred thousand times. */
export function must(holds: boolean, why: string): void {
  if (!holds) throw new Error(why);
}

/** Lets a law look at every step of thousands of random histories. */
export function always(law: (happened: Happened, model: LedgerModel) => void, runs = 2000): void {
  fc.assert(
    fc.property(profiles, histories, (profile: Profile, steps: readonly Step[]) => {
      const model = new LedgerModel(rulesOf(profile));
      for (const step of steps) law(model.run(step), model);
    }),
    { numRuns: runs },
  );
}
