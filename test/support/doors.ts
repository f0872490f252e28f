import { randomUUID } from 'node:crypto';
import { WorkflowFailedError, WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { InvalidRequestError } from '../../src/client';
import { failureTypes } from '../../src/contract/failures';
import { updates } from '../../src/contract/messages';
import { ledgerIdOf, workflowTypes } from '../../src/contract/names';
import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import type { Problem } from '../../src/contract/problems';
import type { ReversalRequest } from '../../src/contract/reversal-request';
import { useStarted } from './use-started';
import { refundOf, startWorld, type World, type WorldOptions } from './world';

/** A world with one open ledger, of which a refund of 10.00 was made, and the children that were started in it. */
export interface DoorsWorld {
  readonly world: World;
  readonly open: PaymentSnapshot;
  readonly openLength: number;
  readonly children: string[];
}

/** The doors for the tests of a file. */
export function useDoors(options: WorldOptions = {}): DoorsWorld {
  return useStarted(async () => {
    const world = await startWorld(options);
    const open = await world.captured(10_000);
    await world.client.request(refundOf(open, 1_000));
    const openLength = await world.historyLength(open.paymentId);
    return { world, open, openLength, children: [], stop: () => world.stop() };
  });
}

type Door = (at: DoorsWorld, request: unknown) => Promise<unknown>;

const client: Door = ({ world }, request) => world.client.request(request as ReversalRequest);

const child: Door = ({ world, children }, request) => {
  const workflowId = `child-${randomUUID()}`;
  children.push(workflowId);
  const { taskQueue } = world;
  return world.connections.client.workflow.execute(workflowTypes.refund, { workflowId, taskQueue, args: [request] });
};

/** As whoever holds Temporal's own tools: always to the open ledger, whatever payment the request names. */
const rawUpdate: Door = ({ world, open }, request) =>
  world.connections.client.workflow
    .getHandle(ledgerIdOf(open.paymentId))
    .executeUpdate(updates.requestReversal, { args: [request as ReversalRequest] });

/** The ways in, by name. Each returns the view, or throws for malformed input. */
export const doors: readonly [door: string, enter: Door][] = [
  ['client', client],
  ['child', child],
  ['raw update', rawUpdate],
];

/** What was wrong with the input, by the error that a door threw. @throws when it was taken, or failed otherwise */
export async function problemsOf(attempt: Promise<unknown>): Promise<readonly Problem[]> {
  const error: unknown = await attempt.then(
    () => new Error('it was taken'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof InvalidRequestError) return error.problems;
  const cause = error instanceof WorkflowUpdateFailedError || error instanceof WorkflowFailedError ? error.cause : null;
  if (cause instanceof ApplicationFailure && cause.type === failureTypes.invalidRequest) {
    return cause.details?.[0] as readonly Problem[];
  }
  throw error;
}

/** Nobody has opened a ledger for the payment that a request names, if it names one at all. */
export async function expectNoLedger({ world }: DoorsWorld, request: unknown): Promise<void> {
  const paymentId = (request as { payment?: { paymentId?: unknown } }).payment?.paymentId;
  const handle = world.connections.client.workflow.getHandle(ledgerIdOf(String(paymentId)));
  await expect(handle.describe()).rejects.toThrow(WorkflowNotFoundError);
}
