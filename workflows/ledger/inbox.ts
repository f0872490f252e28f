import { condition, sleep, workflowInfo } from '@temporalio/workflow';
import { inBackground } from './in-background';
import type { Ledger, MessageArgs } from './ledger';

/**
 * How many signals are handled in one workflow task. Thousands may have come while no worker ran, and the server hands
 * them over at once; a task that takes too long is lost with its worker.
 */
const handledInOneTask = 50;
/** How many may be in progress at a time: each may wait for a check of its own. */
const inProgressAtMost = 100;

/**
 * Whether a signal that comes now is handled in this workflow task. Those before it go first; an update never waits.
 *
 * A replay answers the same: signals come with the first step of a task, and what is in progress then ended, or did not, by
 * events before it. A local activity ends in the same task as in a replay: the guard sees to that (ADR 15). No clock is
 * asked.
 */
export function mayHandleNow(ledger: Ledger): boolean {
  if (ledger.takingIn || ledger.signalsInProgress >= inProgressAtMost) return false;
  // A task has one length of history, live and in a replay alike.
  const { historyLength } = workflowInfo();
  if (ledger.task.historyLength !== historyLength) ledger.task = { historyLength, signals: 0 };
  return ledger.task.signals < handledInOneTask;
}

/** Handles a signal, and counts it. */
export async function handleSignal(ledger: Ledger, name: string, args: MessageArgs): Promise<void> {
  ledger.task.signals += 1;
  ledger.signalsInProgress += 1;
  try {
    await ledger.signalHandlers.get(name)?.(...args);
  } finally {
    ledger.signalsInProgress -= 1;
  }
}

/** Keeps a signal for one of the next tasks, in the order in which they came. */
export function keepForLater(ledger: Ledger, name: string, args: MessageArgs): void {
  ledger.inbox.push({ name, args });
  if (!ledger.takingIn) void ledger.scope.run(() => takeIn(ledger));
}

/** A timer ends a workflow task and begins the next: between them other workflows of the worker have their turn. */
async function takeIn(ledger: Ledger): Promise<void> {
  await inBackground(ledger, 'takingIn', async () => {
    let taken = 0;
    while (taken < ledger.inbox.length) {
      await sleep(1);
      await condition(() => ledger.signalsInProgress < inProgressAtMost);
      const next = ledger.inbox.slice(
        taken,
        taken + Math.min(handledInOneTask, inProgressAtMost - ledger.signalsInProgress),
      );
      taken += next.length;
      for (const { name, args } of next) void handleSignal(ledger, name, args);
    }
    ledger.inbox.length = 0;
  });
}
