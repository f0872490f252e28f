import { ApplicationFailure, heartbeat } from '@temporalio/activity';
import { failureTypes } from '../src/contract/failures';
import type { Gateway } from '../src/gateway';

/**
 * Asks once whether the gateway answers our key. Moves nothing and is safe to repeat: Temporal repeats it until it
 * does, without adding to the workflow's history.
 */
export function makeWaitForGateway(gateway: Gateway) {
  return async (): Promise<void> => {
    heartbeat();
    const check = await gateway.ping();
    if (check.kind === 'Answered') return;
    throw ApplicationFailure.create({
      type: failureTypes.gatewayNotReady,
      message: `the gateway does not answer our key yet (${check.kind})`,
      ...(check.kind === 'RateLimited' && check.retryAfterMs !== null ? { nextRetryDelay: check.retryAfterMs } : {}),
    });
  };
}
