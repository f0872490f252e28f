import type { LedgerState } from '../../src/domain/ledger-state';

/** Whoever waits for something about a ledger to become so. */
export interface Waiter {
  readonly isSo: () => boolean;
  readonly resolve: () => void;
}

/** What of a ledger can change and be waited for. */
interface Watched {
  state: LedgerState;
  readonly waiting: Set<Waiter>;
}

/**
 * Resolves when something about the ledger has become so. It is asked now and after every change of the ledger. The
 * engine's own `condition` would be asked after everything that happens, each time in a round of its own through the
 * sandbox, which is most of what a reversal costs the worker. Who waits here is not reached by a cancellation.
 */
export function becomes(ledger: Watched, isSo: () => boolean): Promise<void> {
  if (isSo()) return Promise.resolve();
  return new Promise((resolve) => {
    ledger.waiting.add({ isSo, resolve });
  });
}

/** Wakes whoever waits for what is so now. To be called after every change that does not go through {@link put}. */
export function changed(ledger: Watched): void {
  for (const waiter of ledger.waiting) {
    if (!waiter.isSo()) continue;
    ledger.waiting.delete(waiter);
    waiter.resolve();
  }
}

/** Replaces the state. Nothing else does. */
export function put(ledger: Watched, state: LedgerState): void {
  ledger.state = state;
  changed(ledger);
}
