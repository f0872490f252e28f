import type { SignalDefinition, UpdateDefinition } from '@temporalio/common';
import { ApplicationFailure, defineSignal, defineUpdate, setHandler } from '@temporalio/workflow';
import { failureTypes } from '../../src/contract/failures';
import type { Problem } from '../../src/contract/problems';
import type { Ledger } from './ledger';

/** What a message holds is not known before it was checked. */
type Told = [value: unknown, more?: unknown];

/**
 * Listens to an update. What is malformed is refused before it enters history, and so is everything while this run is
 * about to end.
 */
export function onUpdate<Answer, Args extends Told>(
  ledger: Ledger,
  definition: UpdateDefinition<Answer, Args>,
  check: (value: unknown) => readonly Problem[],
  take: (...told: Told) => Promise<Answer>,
): void {
  setHandler(defineUpdate<Answer, Told>(definition.name), (...told) => ledger.scope.run(() => take(...told)), {
    validator: (...[value]) => {
      if (ledger.draining) throw comeAgain();
      const problems = check(value);
      if (problems.length > 0) throw malformed(problems);
    },
  });
}

/** Listens to a signal. Its taker never throws: nonsense may neither fail nor wedge the ledger. */
export function onSignal<Args extends Told>(
  ledger: Ledger,
  definition: SignalDefinition<Args>,
  take: (...told: Told) => Promise<void>,
): void {
  setHandler(defineSignal<Told>(definition.name), (...told) => ledger.scope.run(() => take(...told)));
}

/** What a malformed message is answered with. */
export function malformed(problems: readonly Problem[]): ApplicationFailure {
  return ApplicationFailure.create({
    type: failureTypes.invalidRequest,
    message: inWords(problems),
    nonRetryable: true,
    details: [problems],
  });
}

export function inWords(problems: readonly Problem[]): string {
  return problems
    .slice(0, 10)
    .map(({ field, message }) => `${field}: ${message}`)
    .join('; ');
}

function comeAgain(): ApplicationFailure {
  return ApplicationFailure.create({
    type: failureTypes.ledgerContinuing,
    message: 'the ledger is continuing as new; send the same message again',
  });
}
