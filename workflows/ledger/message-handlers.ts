import type { SignalDefinition, UpdateDefinition } from '@temporalio/common';
import { ApplicationFailure, defineSignal, defineUpdate, setHandler, TemporalFailure } from '@temporalio/workflow';
import { failureTypes } from '../../src/contract/failures';
import { exemptionsOf, type CheckOptions } from '../../src/contract/message-check';
import type { Problem } from '../../src/contract/problems';
import { note } from '../../src/domain/transitions/notes-and-time';
import { malformed } from '../../src/workflow/reversal-input';
import { wakeUp } from '../guard/asleep';
import { commit } from './commit';
import { inBackground } from './in-background';
import { handleCounted } from './inbox';
import type { Ledger, MessageArgs as Args, SignalHandler } from './ledger';

/**
 * How many signals a run that is about to end leaves to the next one, and how many characters each may have: the state that
 * a run passes on must stay far below the server's limit. Signals beyond the bound are handled at once.
 */
const signalsDeferred = 16;
const longestDeferred = 8 * 1024;

/**
 * Handles an update. What is malformed is refused before it enters history, and so is everything while this run is about
 * to end.
 */
export function onUpdate<Answer, Sent extends Args>(
  ledger: Ledger,
  definition: UpdateDefinition<Answer, Sent>,
  check: (value: unknown, more?: unknown) => readonly Problem[],
  handle: (...args: Args) => Promise<Answer>,
): void {
  const accepted = (...args: Args): Promise<Answer> => {
    wakeUp();
    return ledger.scope.run(() => handle(...args));
  };
  setHandler(defineUpdate<Answer, Args>(definition.name), accepted, {
    validator: (...[value, more]) => {
      if (ledger.draining) throw comeAgain();
      const problems = check(value, more);
      if (problems.length > 0) throw malformed(problems);
    },
  });
}

/**
 * Handles a signal. A signal cannot be refused: the first few that come while this run is about to end are left to the
 * next.
 */
export function onSignal<Sent extends Args>(
  ledger: Ledger,
  { name }: SignalDefinition<Sent>,
  handle: SignalHandler,
): void {
  const handled: SignalHandler = (...args) =>
    ledger.scope.run(() => withoutFailing(ledger, name, () => handle(...args)));
  ledger.signalHandlers.set(name, handled);
  setHandler(defineSignal<Args>(name), (...args) => {
    if (!ledger.draining || !mayDefer(ledger, args)) return handleCounted(ledger, () => handled(...args));
    ledger.deferredSignals.push({ name, args: [args[0], args[1]] });
    return undefined;
  });
}

/** There is room for a signal with these arguments among those left to the next run. */
export function mayDefer({ deferredSignals }: Pick<Ledger, 'deferredSignals'>, args: Args): boolean {
  return deferredSignals.length < signalsDeferred && lengthOf(args) <= longestDeferred;
}

/** What is nested too deeply to be written again was never checked, and is not worth carrying on. */
function lengthOf(args: Args): number {
  try {
    return JSON.stringify(args).length;
  } catch {
    return Infinity;
  }
}

/** Handles the signals that the run before, or this one while it was draining, has left. */
export async function handleDeferredSignals(ledger: Ledger): Promise<void> {
  await inBackground(ledger, 'handlingDeferred', () => {
    const deferred = ledger.deferredSignals.splice(0);
    return Promise.all(deferred.flatMap(({ name, args }) => ledger.signalHandlers.get(name)?.(...args) ?? []));
  });
}

/**
 * A failure of Temporal, or of an activity, thrown by a signal's handler would fail the whole workflow. It leaves a note
 * instead. An error of the program itself is let through: it fails the task alone, which is tried again once it is fixed.
 */
async function withoutFailing(ledger: Ledger, name: string, handle: () => Promise<void>): Promise<void> {
  try {
    await handle();
  } catch (error) {
    if (!(error instanceof TemporalFailure)) throw error;
    commit(ledger, note, { what: `signal ${name}`, why: `it could not be handled: ${error.message}` });
  }
}

/** Which fields of a message may hold digits: none before the account's rules are read. */
export function exemptHere({ rules }: Ledger): CheckOptions {
  return exemptionsOf(rules);
}

function comeAgain(): ApplicationFailure {
  return ApplicationFailure.create({
    type: failureTypes.ledgerContinuing,
    message: 'the ledger is continuing as new; send the same message again',
  });
}
