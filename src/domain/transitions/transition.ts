import type { LedgerState } from '../model/ledger-state';
import type { AccountRules } from '../model/profile';

/** When something happens to a ledger, and which rules decide it. */
export interface Moment {
  /** The ledger's one time, ISO 8601. */
  readonly now: string;
  /** null: the ledger has read no rules for its payment yet. */
  readonly rules: AccountRules | null;
}

/** The result of a transition: the state that follows, and the answer to its caller. */
export interface Transitioned<Answer> {
  readonly state: LedgerState;
  readonly answer: Answer;
}

/**
 * All that can happen to a ledger has this form. It is pure and throws nothing: what cannot be done is an answer. It does
 * not carry the other reversals on; {@link step} does, for all of them alike.
 */
export type Transition<Input, Answer> = (state: LedgerState, input: Input, moment: Moment) => Transitioned<Answer>;
