import { condition, executeChild, proxyActivities } from '@temporalio/workflow';
import type { FloorActivities, GatewayCall } from './floor-activities';

const { callGateway } = proxyActivities<FloorActivities>({
  startToCloseTimeout: '1 minute',
  retry: { maximumAttempts: 1 },
});

/** Floor A: a bare workflow around one activity. It promises nothing. */
export async function bareWorkflow(call: GatewayCall): Promise<string> {
  return callGateway(call);
}

/** Floor B: an order that has its child make the call. */
export async function orderWithBareChild(call: GatewayCall): Promise<string> {
  return executeChild(bareWorkflow, { args: [call] });
}

/** What a workflow task costs in which messages come that nothing is done about. */
export async function deafWorkflow(): Promise<void> {
  await condition(() => false);
}
