import type { Simulation } from './simulation';

/** Forgets money, requests, faults, tokens and everything that was to come. Held requests stay without an answer. */
export function resetSimulation({ state, vault, faults, sentinels, waits, journal }: Simulation): void {
  waits.clear();
  faults.clear();
  sentinels.clear();
  vault.clear();
  state.clear();
  journal.clear();
}
