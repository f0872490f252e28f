import type { ScheduledLeg } from '../domain/transitions/recover';
import { anything, list, object, omittable, optional, problemsIn, type Check } from './check';
import { messageProblems } from './message-check';
import { person, type Requester } from './person';
import type { Problem } from './problems';
import { amount, evidence, id, instant, numberedLegId, reference, token, word } from './value-checks';

/**
 * Asks for a recovery: that this run of the ledger may send. What its former runs have sent is not told by the person who
 * asks; the worker reads it from their histories.
 */
export interface RecoveryInput {
  /** The run that is to send, as the server names it. */
  readonly runId: string;
  readonly actor: Requester;
  /** Why, for the people who read the ledger. */
  readonly reason: string;
  /** Proves the actor and names this run, where identities are proved. */
  readonly token?: string | null;
}

export const recovery: Check<RecoveryInput> = object({
  runId: id,
  actor: person,
  reason: evidence,
  token: optional(token),
});

/** Says all that is wrong with a request for a recovery; empty when nothing is. Pure. */
export function checkRecovery(value: unknown): Problem[] {
  return messageProblems(recovery, value, 'recovery');
}

const scheduledLeg: Check<ScheduledLeg> = object({
  legId: numberedLegId,
  operation: word(['refund', 'void']),
  amountMinor: amount,
  reference,
  scheduledAt: instant,
  // How a send ended is read where it is merged: what cannot be read there is an unknown outcome.
  results: list(anything),
  gatewayAccounts: omittable(list(id)),
});

/** Says what is wrong with a leg that was read from a history; empty when nothing is. */
export function checkScheduledLeg(value: unknown): Problem[] {
  return problemsIn(scheduledLeg, value, 'leg');
}
