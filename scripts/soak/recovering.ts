import { setTimeout as pause } from 'node:timers/promises';
import { nothingToRecover } from '../../src/contract/messages';
import type { Stage } from './stage';
import type { Tally } from './tally';

const withinMs = 60_000;

/** An operator recovers a ledger, again until it is taken. False: it was not in time. */
export async function recover({ client }: Stage, tally: Tally, paymentId: string): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (Date.now() < deadline) {
    try {
      const { accepted, reason } = await client.recover(paymentId, { actor: { id: 'operator' }, reason: 'soak' });
      if (accepted) {
        tally.recoveries += 1;
        return true;
      }
      if (reason === nothingToRecover) return true;
      tally.trouble('recover', reason);
    } catch (error) {
      tally.trouble('recover', error);
    }
    await pause(500);
  }
  return false;
}
