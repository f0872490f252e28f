import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { WorkflowNotFoundError } from '@temporalio/client';
import { ledgerIdOf, messages, type FactAnswer } from '../contract/messages';
import type { Fact } from '../domain/facts';
import { isPassing, pauseBetweenTriesMs, type UpdateTarget } from './ledger-update';

/** Tells a running ledger a fact, again for as long as the failure is Temporal's. The fact's id tells repeats apart. */
export async function recordFact(target: UpdateTarget, paymentId: string, fact: Fact): Promise<FactAnswer> {
  const updateId = randomUUID();
  const deadline = Date.now() + target.answerWithinMs;
  for (;;) {
    try {
      return await target.client.workflow
        .getHandle(ledgerIdOf(paymentId))
        .executeUpdate<FactAnswer, [Fact]>(messages.recordFact, { args: [fact], updateId });
    } catch (error) {
      if (Date.now() + pauseBetweenTriesMs >= deadline || !isPassing(error) || isGone(error)) throw error;
    }
    await sleep(pauseBetweenTriesMs);
  }
}

/** There is no such ledger, or it is closed. A ledger that continued as new only lost the update, and says so. */
function isGone(error: unknown): boolean {
  return error instanceof WorkflowNotFoundError && !/update/i.test(error.message);
}
