import fc from 'fast-check';
import type { LedgerState } from '../../../src/domain/model/ledger-state';
import type { AccountRules } from '../../../src/domain/model/profile';
import type { Transition, Transitioned } from '../../../src/domain/transitions/transition';

/** One transition with its input: applied to any state, it gives the next. */
export type Applied = (state: LedgerState, rules: AccountRules, now: string) => Transitioned<unknown>;

/** Something that can happen to a ledger, whatever its state; null: it cannot happen now. */
export type Act =
  | { readonly do: 'pass'; readonly minutes: number }
  | { readonly do: 'otherRules'; readonly which: number }
  | { readonly do: 'step'; readonly of: (state: LedgerState, now: string) => Applied | null };

export const captureIds = fc.constantFrom('c1', 'c2', 'c3');
/** A person who asks for nothing, so that she may decide. */
export const carol = { id: 'carol', onBehalfOf: null };
export const coSigners = [carol, { id: 'dave', onBehalfOf: null }];
/** Which of a list whose length is not known. */
export const which = fc.nat({ max: 40 });
/** Gateway references: of our own refunds, and of refunds from elsewhere, so that they meet. */
export const references = fc.constantFrom('re_1', 're_2', 're_3', 're_4', null);

/** A transition with its input. */
export function applied<Input, Answer>(transition: Transition<Input, Answer>, input: Input): Applied {
  return (state, rules, now) => transition(state, input, { rules, now });
}

/** An act that depends on the state. */
export function stepOf<T>(
  arbitrary: fc.Arbitrary<T>,
  of: (told: T, state: LedgerState, now: string) => Applied | null,
): fc.Arbitrary<Act> {
  return arbitrary.map((told) => ({ do: 'step', of: (state, now) => of(told, state, now) }));
}

/** One of a list, or undefined where it is empty. */
export function oneOf<T>(list: readonly T[], place: number): T | undefined {
  return list[place % Math.max(list.length, 1)];
}
