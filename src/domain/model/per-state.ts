import type { LedgerState } from './ledger-state';

/**
 * The same question about a state, answered once for each instant. A ledger asks what is due after every message; what
 * none of them has changed is not worked out again. States are never changed in place.
 */
export function perState<T>(find: (state: LedgerState, now: string) => T): (state: LedgerState, now: string) => T {
  const answers = new WeakMap<LedgerState, { readonly now: string; readonly value: T }>();
  return (state, now) => {
    const cached = answers.get(state);
    if (cached?.now === now) return cached.value;
    const value = find(state, now);
    answers.set(state, { now, value });
    return value;
  };
}
