// A service of another team. It knows Temporal's client and the contract of the package, and writes no name of its own.
import { WithStartWorkflowOperation, type Client } from '@temporalio/client';
import {
  checkReversalRequest,
  ledgerIdOf,
  queries,
  updates,
  workflowTypes,
  type LegView,
  type Outcome,
  type PaymentEvent,
  type PaymentSnapshot,
  type Phase,
  type ReversalRequest,
  type ReversalView,
} from 'temporal-payment-reversals/contract';

export interface ServiceInput {
  readonly client: Client;
  readonly taskQueue: string;
  readonly payment: PaymentSnapshot;
}

export interface ServiceResult {
  readonly phase: Phase;
  readonly outcome: Outcome | null;
  readonly legs: readonly LegView['status'][];
  /** Whether the event was accepted, and why not. */
  readonly recorded: readonly [accepted: boolean, reason: string | null];
  /** Minor units that are left, by the ledger's query. */
  readonly refundableMinor: number | undefined;
}

/** Refunds 25.00 of a payment, records a dispute about 10.00, and asks what is left. */
export async function refundAndRecord({ client, taskQueue, payment }: ServiceInput): Promise<ServiceResult> {
  const workflowId = ledgerIdOf(payment.paymentId);
  const request: ReversalRequest = {
    requestId: `return-of-${payment.paymentId}`,
    operation: 'refund',
    amountMinor: 2_500,
    requester: { id: 'returns-service' },
    reason: 'damaged in transit',
    payment,
  };
  const [problem] = checkReversalRequest(request);
  if (problem !== undefined) throw new Error(`${problem.field} ${problem.message}`);
  const view: ReversalView = await client.workflow.executeUpdateWithStart(updates.requestReversal, {
    args: [request],
    startWorkflowOperation: new WithStartWorkflowOperation(workflowTypes.ledger, {
      workflowId,
      taskQueue,
      args: [],
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
    }),
  });
  const ledger = client.workflow.getHandle(workflowId);
  const dispute: PaymentEvent = {
    eventId: `dispute-of-${payment.paymentId}`,
    kind: 'disputeOpened',
    source: 'disputes-service',
    at: new Date().toISOString(),
    disputeId: 'd1',
    captureId: 'c1',
    amountMinor: 1_000,
    currency: 'USD',
  };
  const { accepted, reason } = await ledger.executeUpdate(updates.recordEvent, { args: [dispute] });
  const whole = await ledger.query(queries.ledger);
  const { phase, outcome, legs } = view;
  return {
    phase,
    outcome,
    legs: legs.map(({ status }) => status),
    recorded: [accepted, reason],
    refundableMinor: whole?.balance.refundableMinor,
  };
}
