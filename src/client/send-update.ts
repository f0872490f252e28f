import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { UpdateDefinition } from '@temporalio/common';
import { ledgerIdOf } from '../contract/names';
import { isPassing, pauseBetweenTriesMs, type UpdateTarget } from './ledger-update';

/** Tells a running ledger something by an update, again for as long as the failure is Temporal's. Repeats count once. */
export async function tell<Answer, Told extends object>(
  target: UpdateTarget,
  paymentId: string,
  message: UpdateDefinition<Answer, [Told]>,
  told: Told,
): Promise<Answer> {
  const updateId = randomUUID();
  const deadline = Date.now() + target.answerWithinMs;
  for (;;) {
    try {
      return await target.client.workflow
        .getHandle(ledgerIdOf(paymentId))
        .executeUpdate(message, { args: [told], updateId });
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
