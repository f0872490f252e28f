import { object, optional, type Check } from './check';
import { messageProblems, type CheckOptions } from './message-check';
import { person, type Requester } from './person';
import type { Problem } from './problems';
import { idOf, reason, token } from './value-checks';
import { longestLegId } from './value-rules';

/** A requester no longer wants a reversal of which nothing was sent. */
export interface WithdrawalInput {
  readonly requestId: string;
  readonly actor: Requester;
  readonly reason: string;
  /** Proves the actor, where identities are proved. */
  readonly token?: string | null;
}

export const withdrawal: Check<WithdrawalInput> = object({
  requestId: idOf(longestLegId),
  actor: person,
  reason,
  token: optional(token),
});

/** Says all that is wrong with a withdrawal; empty when nothing is. Pure: safe in workflow code. */
export function checkWithdrawal(value: unknown, options: CheckOptions = {}): Problem[] {
  return messageProblems(withdrawal, value, 'withdrawal', options);
}
