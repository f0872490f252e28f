/**
 * Which run sleeps through the updates it is handed first in an activation. An update that is refused leaves no event, so
 * that a replay is not woken by it: what the run decided on that occasion, by the clock or by the length of its history, a
 * replay would decide at another point.
 *
 * The guard and the ledger may be loaded from two files, so that they share a property of the global object. One run is
 * active at a time in it, so that one name is enough.
 */
const asleep = Symbol.for('temporal-payment-reversals/asleep');

const shared = globalThis as { [asleep]?: string | null };

export function fallAsleep(runId: string): void {
  shared[asleep] = runId;
}

/** Something woke it that a replay sees too: an accepted update, or any other job. */
export function wakeUp(): void {
  shared[asleep] = null;
}

export function isAsleep(runId: string): boolean {
  return shared[asleep] === runId;
}
