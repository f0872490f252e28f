import type { Recovery, ScheduledLeg } from '../domain/transitions/recover';
import { anything, list, object, type Check } from './check';
import { messageProblems } from './message-check';
import type { Problem } from './problems';
import { amount, evidence, id, instant, numberedLegId, reference, word } from './value-checks';

const scheduledLeg: Check<ScheduledLeg> = object({
  legId: numberedLegId,
  operation: word(['refund', 'void']),
  amountMinor: amount,
  reference,
  scheduledAt: instant,
  // How a send ended is read where it is merged: what cannot be read there is an unknown outcome.
  results: list(anything),
});

const actor: Check<Recovery['actor']> = object({ id });

export const recovery: Check<Recovery> = object({ runId: id, legs: list(scheduledLeg), actor, reason: evidence });

/** Says all that is wrong with a recovery: the run that may send, and what its former runs have scheduled. Pure. */
export function checkRecovery(value: unknown): Problem[] {
  return messageProblems(recovery, value, 'recovery');
}
