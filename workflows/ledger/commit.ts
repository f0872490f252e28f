import { ApplicationFailure } from '@temporalio/workflow';
import { failureTypes } from '../../src/contract/failures';
import { step, type Stepped } from '../../src/domain/transitions/step';
import type { Transition } from '../../src/domain/transitions/transition';
import { ledgerTime, type Ledger } from './ledger';

/**
 * Applies a transition at the ledger's time, advances every reversal, and checks the invariants. Synchronous, so that
 * nothing comes between a check and its reservation.
 *
 * @throws ApplicationFailure `InvariantBroken` where the transition would break one: the ledger is frozen then, and
 * nothing of the transition was applied. It is what the sender of an update is answered.
 */
export function commit<Input, Answer>(ledger: Ledger, transition: Transition<Input, Answer>, input: Input): Answer {
  const stepped = stepOf(ledger, transition, input);
  if (stepped.broken === null) return stepped.answer;
  throw ApplicationFailure.nonRetryable(stepped.broken.message, failureTypes.invariantBroken);
}

/** The same for what the ledger does automatically, with no caller to answer. false: the ledger has frozen itself instead. */
export function commitOwn<Input, Answer>(ledger: Ledger, transition: Transition<Input, Answer>, input: Input): boolean {
  return stepOf(ledger, transition, input).broken === null;
}

/** The one entry point into the state: nothing else replaces `ledger.state`. */
function stepOf<Input, Answer>(ledger: Ledger, transition: Transition<Input, Answer>, input: Input): Stepped<Answer> {
  const stepped = step(ledger.state, transition, input, { now: ledgerTime(ledger), rules: ledger.rules });
  ledger.state = stepped.state;
  return stepped;
}
