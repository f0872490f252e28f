import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ledgerIdOf, messages, type FactAnswer } from '../contract/messages';
import type { Fact } from '../domain/facts';
import { isPassing, type UpdateTarget } from './ledger-update';

const pauseBetweenTriesMs = 100;

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
      if (Date.now() + pauseBetweenTriesMs >= deadline || !isPassing(error)) throw error;
    }
    await sleep(pauseBetweenTriesMs);
  }
}
