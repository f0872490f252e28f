import { setTimeout as delay } from 'node:timers/promises';
import { ledgerIdOf } from '../../../src/contract/names';
import type { ReversalRequest } from '../../../src/contract/reversal-request';
import { shownTerms } from '../../../src/domain/views/shown-terms';
import type { bareWorkflow, orderWithBareChild } from '../floor-workflows';
import { actionsOf, addActions, totalOf, type Actions, type CountedEvent } from '../history-cost';
import { randomId } from '../ids';
import type { MeasureInput } from '../measure';
import { authorizedPayment, cancelOf, capturedPayment, refundCall, refundOf, voidCall } from '../payments';
import { approvalAccount, foundAccount } from '../rules';
import type { orderWithReversal } from '../workflows';

/** What one reversal of a kind costs, as its histories show it. */
export interface Cost {
  readonly kind: string;
  readonly actions: number;
  readonly byKind: Actions;
  readonly events: number;
  readonly bytes: number;
  /** At the list price of Temporal Cloud, for a million reversals of this kind. */
  readonly dollarsPerMillion: number;
}

/** Pay-as-you-go, first tier. Source: Temporal Cloud documentation, "Pricing", as read on 2026-11-23. */
export const dollarsPerMillionActions = 50;

/** Counts one of each kind. */
export async function measureCost(input: MeasureInput): Promise<readonly Cost[]> {
  return input.stage.withWorkers(async () => {
    const costs: Cost[] = [];
    for (const [kind, count] of kinds) {
      input.signal.throwIfAborted();
      const cost = costOf(kind, await count(input));
      input.tell(`${kind}: ${cost.actions} actions, ${cost.events} events, ${cost.bytes} bytes`);
      costs.push(cost);
    }
    return costs;
  });
}

/** What a history grew by. */
interface Growth {
  readonly events: readonly CountedEvent[];
  readonly from: number;
  readonly bytes: number;
}

type Count = (input: MeasureInput) => Promise<readonly Growth[]>;

const kinds: readonly (readonly [string, Count])[] = [
  ['floor A: bare workflow', bare],
  ['refund, fresh ledger', (input) => refundsOf(input, 1)],
  ['refund, open ledger', (input) => refundsOf(input, 2)],
  ['outage of 60 s, open ledger', outage],
  ['refund whose answer is lost, until a person is asked', lostAnswer],
  ['refund whose answer is lost, then found by a lookup', foundAnswer],
  ['refund that one person approves, open ledger', approved],
  ['floor B: order → bare child', bareOrder],
  ['order → cancelPayment, fresh ledger', (input) => order(input, 'fresh')],
  ['order → refundPayment, open ledger', (input) => order(input, 'open')],
];

async function bare(input: MeasureInput): Promise<readonly Growth[]> {
  const { temporal, floorQueue: taskQueue, gateway } = input.stage;
  const workflowId = `floor-${randomId()}`;
  const args: Parameters<typeof bareWorkflow> = [refundCall(await capturedPayment(gateway))];
  await temporal.workflow.execute<typeof bareWorkflow>('bareWorkflow', { workflowId, taskQueue, args });
  return [await growth(input, workflowId)];
}

/** What the last of so many refunds of one payment adds. */
async function refundsOf(input: MeasureInput, count: number): Promise<readonly Growth[]> {
  const payment = await capturedPayment(input.stage.gateway);
  const workflowId = ledgerIdOf(payment.paymentId);
  let before: Growth | undefined;
  for (let made = 0; made < count; made += 1) {
    if (made > 0) before = await settledGrowth(input, workflowId);
    await input.stage.client.request(refundOf(payment));
  }
  return [await settledGrowth(input, workflowId, before)];
}

/** The gateway cannot be reached for a minute; in a smoke run for three seconds. */
async function outage(input: MeasureInput): Promise<readonly Growth[]> {
  const { client, gateway, gatewayProcess } = input.stage;
  const payment = await capturedPayment(gateway);
  const workflowId = ledgerIdOf(payment.paymentId);
  await client.request(refundOf(payment));
  const before = await settledGrowth(input, workflowId);
  const outageMs = input.quick ? 3_000 : 60_000;
  await gatewayProcess.goDown(outageMs);
  const request = refundOf(payment);
  await client.request(request);
  await settled(input, request, outageMs + 60_000);
  return [await settledGrowth(input, workflowId, before)];
}

async function lostAnswer(input: MeasureInput): Promise<readonly Growth[]> {
  const { client, gateway, gatewayProcess } = input.stage;
  const payment = await capturedPayment(gateway);
  const workflowId = ledgerIdOf(payment.paymentId);
  await client.request(refundOf(payment));
  const before = await settledGrowth(input, workflowId);
  await gatewayProcess.fault({ kind: 'effectThenReset', operation: 'refund' });
  await client.request(refundOf(payment));
  return [await settledGrowth(input, workflowId, before)];
}

async function foundAnswer(input: MeasureInput): Promise<readonly Growth[]> {
  const { client, gateway, gatewayProcess } = input.stage;
  const payment = { ...(await capturedPayment(gateway)), gatewayAccount: foundAccount };
  const workflowId = ledgerIdOf(payment.paymentId);
  await client.request(refundOf(payment));
  const before = await settledGrowth(input, workflowId);
  await gatewayProcess.fault({ kind: 'effectThenReset', operation: 'refund' });
  const request = refundOf(payment);
  await client.request(request);
  await settled(input, request, 60_000);
  return [await settledGrowth(input, workflowId, before)];
}

async function approved(input: MeasureInput): Promise<readonly Growth[]> {
  const { client, gateway } = input.stage;
  const payment = { ...(await capturedPayment(gateway)), gatewayAccount: approvalAccount };
  const workflowId = ledgerIdOf(payment.paymentId);
  await client.request({ ...refundOf(payment), amountMinor: 50 });
  const before = await settledGrowth(input, workflowId);
  const request = refundOf(payment);
  const terms = shownTerms(await client.request(request));
  if (terms === null) throw new Error(`reversal ${request.requestId} has no plan to approve`);
  await client.approve(payment.paymentId, { ...terms, approver: { id: 'approver' } });
  await settled(input, request, 60_000);
  return [await settledGrowth(input, workflowId, before)];
}

async function bareOrder(input: MeasureInput): Promise<readonly Growth[]> {
  const { temporal, floorQueue: taskQueue, gateway } = input.stage;
  const workflowId = `order-${randomId()}`;
  const args: Parameters<typeof orderWithBareChild> = [voidCall(await authorizedPayment(gateway))];
  await temporal.workflow.execute<typeof orderWithBareChild>('orderWithBareChild', { workflowId, taskQueue, args });
  return [await growth(input, workflowId), await childGrowth(input, workflowId)];
}

/** An order, its child and what both add to the ledger. */
async function order(input: MeasureInput, ledger: 'fresh' | 'open'): Promise<readonly Growth[]> {
  const { client, temporal, taskQueue, gateway } = input.stage;
  const payment = await (ledger === 'fresh' ? authorizedPayment(gateway) : capturedPayment(gateway));
  const ledgerId = ledgerIdOf(payment.paymentId);
  let before: Growth | undefined;
  if (ledger === 'open') {
    await client.request(refundOf(payment));
    before = await settledGrowth(input, ledgerId);
  }
  const workflowId = `order-${randomId()}`;
  await temporal.workflow.execute<typeof orderWithReversal>('orderWithReversal', {
    workflowId,
    taskQueue,
    args: [ledger === 'fresh' ? cancelOf(payment) : refundOf(payment)],
  });
  return [
    await growth(input, workflowId),
    await childGrowth(input, workflowId),
    await settledGrowth(input, ledgerId, before),
  ];
}

/** A history once nothing is in progress in it; what was there before is not counted. */
async function settledGrowth(input: MeasureInput, workflowId: string, before?: Growth): Promise<Growth> {
  for (;;) {
    const { raw } = await input.stage.temporal.workflow.getHandle(workflowId).describe();
    if (raw.pendingWorkflowTask == null && (raw.pendingActivities ?? []).length === 0) break;
    await delay(20);
  }
  return growth(input, workflowId, before);
}

async function childGrowth(input: MeasureInput, parentId: string): Promise<Growth> {
  const { events } = await input.stage.temporal.workflow.getHandle(parentId).fetchHistory();
  const started = (events ?? []).find((event) => event.childWorkflowExecutionStartedEventAttributes != null);
  const childId = started?.childWorkflowExecutionStartedEventAttributes?.workflowExecution?.workflowId;
  return growth(input, childId ?? '');
}

async function growth({ stage }: MeasureInput, workflowId: string, before?: Growth): Promise<Growth> {
  const handle = stage.temporal.workflow.getHandle(workflowId);
  const { events } = await handle.fetchHistory();
  const { historySize } = await handle.describe();
  const from = before?.events.length ?? 0;
  return { events: events ?? [], from, bytes: (historySize ?? 0) - (before === undefined ? 0 : before.bytes) };
}

async function settled({ stage }: MeasureInput, request: ReversalRequest, withinMs: number): Promise<void> {
  const { payment, requestId } = request;
  for (const deadline = Date.now() + withinMs; ;) {
    if ((await stage.client.find(payment.paymentId, requestId))?.phase === 'completed') return;
    if (Date.now() > deadline) throw new Error(`reversal ${requestId} did not settle in ${withinMs} ms`);
    await delay(250);
  }
}

function costOf(kind: string, histories: readonly Growth[]): Cost {
  const byKind = histories.map(({ events, from }) => actionsOf(events, from)).reduce(addActions);
  const actions = totalOf(byKind);
  return {
    kind,
    actions,
    byKind,
    events: histories.reduce((sum, { events, from }) => sum + events.length - from, 0),
    bytes: histories.reduce((sum, { bytes }) => sum + bytes, 0),
    dollarsPerMillion: actions * dollarsPerMillionActions,
  };
}
