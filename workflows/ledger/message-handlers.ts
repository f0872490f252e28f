import { ApplicationFailure, defineSignal, defineUpdate, setHandler } from '@temporalio/workflow';
import { failureTypes } from '../../src/contract/failures';
import type { Problem } from '../../src/contract/shapes';
import { malformed } from '../../src/workflow/reversal-input';
import type { Ledger } from './ledger';

/** What a message holds is not known before it was checked. */
type Told = [value: unknown, more?: unknown];

/**
 * Listens to an update. What is malformed is refused before it enters history, and so is everything while this run is
 * about to end.
 */
export function onUpdate<Answer>(
  ledger: Ledger,
  name: string,
  check: (value: unknown) => readonly Problem[],
  take: (...told: Told) => Promise<Answer>,
): void {
  setHandler(defineUpdate<Answer, Told>(name), (...told) => ledger.scope.run(() => take(...told)), {
    validator: (...[value]) => {
      if (ledger.draining) throw comeAgain();
      const problems = check(value);
      if (problems.length > 0) throw malformed(problems);
    },
  });
}

/** Listens to a signal. Its taker never throws: nonsense may neither fail nor wedge the ledger. */
export function onSignal(ledger: Ledger, name: string, take: (...told: Told) => Promise<void>): void {
  setHandler(defineSignal<Told>(name), (...told) => ledger.scope.run(() => take(...told)));
}

function comeAgain(): ApplicationFailure {
  return ApplicationFailure.create({
    type: failureTypes.ledgerContinuing,
    message: 'the ledger is continuing as new; send the same message again',
  });
}
