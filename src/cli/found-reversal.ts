import { setTimeout as sleep } from 'node:timers/promises';
import type { ReversalClient, ReversalView } from '../client';
import { requestIdArgument } from './input/ids';
import { UsageError } from './usage-error';

/** One reversal of a payment. @throws UsageError if its ledger does not know it */
export async function foundReversal(
  ledgers: ReversalClient,
  paymentId: string,
  requestId: string,
): Promise<ReversalView> {
  const view = await ledgers.find(paymentId, requestId);
  if (view !== null) return view;
  throw new UsageError([
    { field: requestIdArgument, message: `is not known to the ledger: list all with reversals show ${paymentId}` },
  ]);
}

/** The reversal once it is no longer working, or as it is after this long. */
export async function notWorking(ledgers: ReversalClient, view: ReversalView, withinMs: number): Promise<ReversalView> {
  const deadline = Date.now() + withinMs;
  let latest = view;
  for (let pauseMs = 50; latest.phase === 'working' && Date.now() < deadline; pauseMs = Math.min(pauseMs * 2, 1_000)) {
    await sleep(pauseMs);
    latest = (await ledgers.find(view.paymentId, view.reversalId)) ?? latest;
  }
  return latest;
}
