import type { LedgerState } from '../model/ledger-state';
import { addNote } from '../model/ledger-state';
import type { Reason } from '../model/reasons';
import { advance } from './advance';
import { brokenInvariant } from './invariants';
import type { Moment, Transition } from './transition';

/** `broken`: why the ledger froze itself; the state then is the one before, frozen, and the answer must not be given. */
export type Stepped<Answer> =
  | { readonly state: LedgerState; readonly broken: null; readonly answer: Answer }
  | { readonly state: LedgerState; readonly broken: Reason };

/**
 * One step of a ledger: applies a transition, advances every reversal as far as it can go, and checks the invariants. A
 * transition that breaks one is not applied; it freezes the ledger before anything can be sent. A wrong program then
 * costs time, never money.
 */
export function step<Input, Answer>(
  before: LedgerState,
  transition: Transition<Input, Answer>,
  input: Input,
  moment: Moment,
): Stepped<Answer> {
  const { state, answer } = transition(before, input, moment);
  const after = moment.rules === null ? state : advance(state, moment.rules, moment.now, before);
  const breach = brokenInvariant(before, state, after);
  if (breach === null) return { state: after, broken: null, answer };
  const broken = invariantBroken(transition.name, breach);
  return { state: frozen(before, broken, moment.now), broken };
}

function frozen(before: LedgerState, reason: Reason, now: string): LedgerState {
  const noted = addNote(before, { at: now, what: 'invariant', why: reason.message });
  return { ...noted, frozen: before.frozen ?? { since: now, reason } };
}

function invariantBroken(transition: string, breach: string): Reason {
  const message = `the ledger froze itself: ${transition} would have left it with ${breach}. Nothing of it was applied, and nothing is sent for this payment. Report this as a fault of the program; recover the ledger once it is fixed`;
  return { code: 'invariantBroken', message };
}
