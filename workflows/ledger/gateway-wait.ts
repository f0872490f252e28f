import { CancellationScope, condition, isCancellation, proxyActivities, sleep } from '@temporalio/workflow';
import type { ReversalActivities } from '../../src/contract/activity-shapes';
import { change, type Ledger } from './ledger';

const { waitForGateway } = proxyActivities<Pick<ReversalActivities, 'waitForGateway'>>({
  startToCloseTimeout: '1 minute',
  heartbeatTimeout: '20s',
  // A run that leaves does not wait for a question that may be under way: it moves nothing.
  cancellationType: 'TRY_CANCEL',
  // Retried for as long as it takes: an outage adds no events while it lasts.
  retry: { initialInterval: '1s', backoffCoefficient: 1.5, maximumInterval: '10s' },
});

/** The gateway could not be reached, and nobody is asking yet whether it answers. */
export function needsGatewayProbe(ledger: Ledger): boolean {
  return ledger.state.gateway.status === 'waiting' && !ledger.probingGateway;
}

/**
 * Waits until the gateway answers, after the pause that was asked for or earned. Leaves early when the run
 * continues as new; the next run waits on.
 */
export async function probeGateway(ledger: Ledger): Promise<void> {
  const { gateway } = ledger.state;
  if (gateway.status !== 'waiting') return;
  ledger.probingGateway = true;
  const scope = new CancellationScope();
  const asked = scope.run(async () => {
    if (gateway.pauseMs > 0) await sleep(gateway.pauseMs);
    await waitForGateway();
  });
  const answered = asked.then(
    () => true,
    // Ended by a person's hand: trying again is safe, because nothing of the leg has left.
    (error: unknown) => !isCancellation(error),
  );
  void condition(() => ledger.draining || !ledger.probingGateway).then(() => {
    scope.cancel();
  });
  if (await answered) change(ledger, (state) => ({ ...state, gateway: { status: 'reachable' } }));
  ledger.probingGateway = false;
}
