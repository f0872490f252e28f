import { condition, sleep } from '@temporalio/workflow';
import { signalGate, signalsAtOnce } from '../guard/signal-gate';
import { inBackground } from './in-background';
import type { Ledger } from './ledger';

/** How many signals may be in progress at a time: each may wait for a check of its own. */
const inProgressAtMost = 100;

/** From here on signals come only as fast as the ledger can take them. */
export function boundSignals(ledger: Ledger): void {
  const gate = signalGate();
  if (gate !== undefined) gate.room = () => room(ledger);
}

/** Signals wait for one of the next workflow tasks, and nobody takes them in yet. */
export function mustTakeIn({ takingIn }: Ledger): boolean {
  return !takingIn && hasWaitingSignals();
}

export function hasWaitingSignals(): boolean {
  return (signalGate()?.waiting ?? 0) > 0;
}

/** A timer ends a workflow task and begins the next: between them other workflows of the worker have their turn. */
export async function takeIn(ledger: Ledger): Promise<void> {
  await inBackground(ledger, 'takingIn', async () => {
    while (hasWaitingSignals()) {
      await sleep(1);
      await condition(() => room(ledger) > 0);
      signalGate()?.release(room(ledger));
    }
  });
}

function room({ signalsInProgress }: Ledger): number {
  return Math.min(signalsAtOnce, inProgressAtMost - signalsInProgress);
}

/** Handles a signal, and counts it for as long as it is in progress. */
export async function handleCounted(ledger: Ledger, handle: () => Promise<void>): Promise<void> {
  ledger.signalsInProgress += 1;
  try {
    await handle();
  } finally {
    ledger.signalsInProgress -= 1;
  }
}
