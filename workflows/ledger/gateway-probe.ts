import { CancellationScope, isCancellation, proxyActivities, sleep } from '@temporalio/workflow';
import type { ReversalActivities } from '../../src/contract/activity-shapes';
import { reachGateway } from '../../src/domain/transitions/notes-and-time';
import { commitOwn } from './commit';
import type { Ledger } from './ledger';

const { waitForGateway } = proxyActivities<Pick<ReversalActivities, 'waitForGateway'>>({
  startToCloseTimeout: '1 minute',
  heartbeatTimeout: '20s',
  // A run that ends does not wait for a probe that may be in progress: it moves nothing.
  cancellationType: 'TRY_CANCEL',
  // Retried for as long as it takes: an outage adds no events while it lasts.
  retry: { initialInterval: '1s', backoffCoefficient: 1.5, maximumInterval: '10s' },
});

/** The gateway could not be reached, and no probe is running yet. */
export function needsGatewayProbe({ state, probe }: Ledger): boolean {
  return state.gateway.status === 'waiting' && probe === null;
}

/**
 * Waits until the gateway answers, after the pause that was asked for or earned. A run that ends cancels the probe; the
 * next run probes again.
 */
export async function probeGateway(ledger: Ledger): Promise<void> {
  const { gateway } = ledger.state;
  if (gateway.status !== 'waiting') return;
  const probe = new CancellationScope();
  ledger.probe = probe;
  try {
    await probe.run(async () => {
      if (gateway.pauseMs > 0) await sleep(gateway.pauseMs);
      await waitForGateway();
    });
  } catch (error) {
    if (isCancellation(error)) return;
    // Ended by a person's hand: trying again is safe, because nothing of the leg has left.
  } finally {
    ledger.probe = null;
  }
  commitOwn(ledger, reachGateway, null);
}
