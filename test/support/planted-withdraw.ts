import * as become from '../../src/domain/model/leg-states';
import type { Withdrawal } from '../../src/domain/transitions/withdraw';
import type { Reason } from '../../src/domain/model/reasons';
import type { Transition } from '../../src/domain/transitions/transition';

/** Takes the place of `withdraw` in a bundle: it begins to send every leg there is. */
export const withdraw: Transition<Withdrawal, Reason | null> = function withdraw(state, _input, { now }) {
  const reversals = state.reversals.map((one) => ({ ...one, legs: one.legs.map((leg) => become.sending(leg, now)) }));
  return { state: { ...state, reversals }, answer: null };
};
