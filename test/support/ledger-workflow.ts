import { ledgerIdOf } from '../../src/contract/names';
import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import { eventually } from './eventually';
import { cli } from './temporal';
import type { World } from './world';

/** What only an operator sees or does: the workflow behind a ledger. */
export interface LedgerWorkflow {
  readonly workflowId: string;
  runId(): Promise<string>;
  status(): Promise<string>;
  /** The id of the send under way, as `temporal activity reset` wants it. Resolves once there is one. */
  sendUnderWay(): Promise<string>;
  /** Resolves once the send under way has told that it lives, anew. */
  nextHeartbeat(): Promise<void>;
  /** Resolves once no activity is pending, though nobody may be there to be told. */
  sendsEnded(): Promise<void>;
  /** Resolves once no activity is pending and no workflow task is under way. */
  quiet(): Promise<void>;
  /** The ids of all `WorkflowTaskCompleted` events of a run: every point to which it can be reset. */
  completedTasks(runId: string): Promise<string[]>;
  /** `temporal workflow reset`. Resolves with the new run's id. */
  reset(runId: string, eventId: string, more?: readonly string[]): Promise<string>;
}

export function ledgerWorkflow({ connections }: World, payment: PaymentSnapshot): LedgerWorkflow {
  const workflowId = ledgerIdOf(payment.paymentId);
  const { client, address } = connections;
  const describe = () => client.workflow.getHandle(workflowId).describe();
  const runId = async () => (await describe()).runId;
  return {
    workflowId,
    runId,
    status: async () => (await describe()).status.name,
    sendUnderWay: async () => {
      const pending = await eventually(
        async () => (await describe()).raw.pendingActivities ?? [],
        (activities) => activities.some(({ activityType }) => activityType?.name === 'sendLeg'),
      );
      return pending.find(({ activityType }) => activityType?.name === 'sendLeg')?.activityId ?? '';
    },
    nextHeartbeat: async () => {
      const last = async () => JSON.stringify((await describe()).raw.pendingActivities?.[0]?.lastHeartbeatTime ?? null);
      const before = await last();
      await eventually(last, (now) => now !== before);
    },
    sendsEnded: async () => {
      await eventually(
        async () => (await describe()).raw.pendingActivities ?? [],
        (activities) => activities.length === 0,
      );
    },
    quiet: async () => {
      await eventually(
        async () => (await describe()).raw,
        ({ pendingActivities, pendingWorkflowTask }) =>
          (pendingActivities ?? []).length === 0 && pendingWorkflowTask == null,
      );
    },
    completedTasks: async (ofRun) => {
      const { events } = await client.workflow.getHandle(workflowId, ofRun).fetchHistory();
      return (events ?? [])
        .filter((event) => event.workflowTaskCompletedEventAttributes != null)
        .map(({ eventId }) => String(eventId));
    },
    reset: async (ofRun, eventId, more = []) => {
      const point = ['--run-id', ofRun, '--event-id', eventId];
      await cli(['workflow', 'reset', '-w', workflowId, ...point, '--reason', 'test', ...more], address);
      return runId();
    },
  };
}
