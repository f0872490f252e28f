import type { LedgerState } from '../../../src/domain/model/ledger-state';
import type { AccountRules } from '../../../src/domain/model/profile';
import type { Admission, AskedReversal } from '../../../src/domain/model/request';
import { admit } from '../../../src/domain/transitions/admit';
import { step } from '../../../src/domain/transitions/step';
import type { Transition, Transitioned } from '../../../src/domain/transitions/transition';

/**
 * One step of a ledger, as the workflow makes it. It throws where an invariant is broken, so that every law over random
 * histories also proves that our own transitions break none.
 */
export function stepped<Input, Answer>(
  state: LedgerState,
  transition: Transition<Input, Answer>,
  input: Input,
  rules: AccountRules,
  now: string,
): Transitioned<Answer> {
  const result = step(state, transition, input, { now, rules });
  if (result.broken !== null) throw new Error(result.broken.message);
  return { state: result.state, answer: result.answer };
}

/** A request whose sender is taken at their word. */
export function admitted(
  state: LedgerState,
  asked: AskedReversal,
  rules: AccountRules,
  now: string,
): Transitioned<Admission> {
  return stepped(state, admit, { asked, isProved: true }, rules, now);
}
