import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { ledgerIdOf, workflowTypes } from '../../../src/contract/names';
import { queries, signals } from '../../../src/contract/messages';
import type { ReversalRequest } from '../../../src/contract/reversal-request';
import { cpuBetween, cpuUse } from '../cpu';
import type { MeasureInput } from '../measure';
import { capturedPayment, many, refundOf } from '../payments';
import type { Stage } from '../stage';
import { percentile } from '../statistics';

/** What a worker does that starts while messages for one payment wait, and others are refunded beside it. Milliseconds. */
export interface Queued {
  readonly messages: number;
  /** Other payments whose ledgers are open. */
  readonly open: number;
  /** How many of those are asked for a refund, at a steady pace. */
  readonly asked: number;
  /** From the start of the worker until the last message was handled. */
  readonly takenInMs: number;
  /** Of the payment with the messages, from its start at a worker to its end, queueing inside the worker included. */
  readonly longestTaskMs: number;
  /** The task of an empty workflow in which as many messages come, with nothing done about any: server and SDK alone. */
  readonly emptyTaskMs: number;
  readonly othersP50: number;
  readonly othersP95: number;
  /** Processor time of this process: worker and client. */
  readonly ownCpuMs: number;
}

/** Of `floor-workflows.ts`. */
const emptyWorkflow = 'deafWorkflow';
const sentAtOnce = 40;
/** Twelve refunds a second beside the queue: a machine of two cores is busy with them, and not overrun. */
const askedEveryMs = 80;

/** Queues requests for one payment while no worker runs, then starts one and asks for refunds of other payments. */
export async function measureQueued(input: MeasureInput): Promise<readonly Queued[]> {
  const levels = input.quick
    ? [{ messages: 1_000, open: 50, asked: 50 }]
    : [
        { messages: 1_000, open: 1_000, asked: 200 },
        // The server takes 10,000 signals of one run.
        { messages: 9_999, open: 1_000, asked: 200 },
      ];
  const results: Queued[] = [];
  for (const level of levels) results.push(await measureAt(input, level));
  return results;
}

async function measureAt(
  { stage, signal, tell }: MeasureInput,
  { messages, open, asked }: Pick<Queued, 'messages' | 'open' | 'asked'>,
): Promise<Queued> {
  const payment = await capturedPayment(stage.gateway);
  tell(`queued: opening ${open} ledgers beside it`);
  const others = await many(open, () => capturedPayment(stage.gateway));
  await stage.withWorkers(() => eachAtOnce(others, (one) => stage.client.open(one)));
  const requests = Array.from({ length: messages }, () => ({ ...refundOf(payment), amountMinor: 1 }));
  tell(`queued: sending ${messages} messages to a ledger without a worker`);
  const workflowId = ledgerIdOf(payment.paymentId);
  await queue(stage, workflowId, requests, { type: workflowTypes.ledger, taskQueue: stage.taskQueue });
  const emptyId = `${workflowId}-empty`;
  await queue(stage, emptyId, requests, { type: emptyWorkflow, taskQueue: stage.floorQueue });
  const emptyTaskMs = await stage.withWorkers(() => emptyTask(stage, emptyId, signal));
  const before = cpuUse();
  return stage.withWorkers(async () => {
    const startedAt = performance.now();
    const answers = Promise.all(
      others.slice(0, asked).map(async (one, place) => {
        await pause(place * askedEveryMs);
        const askedAt = performance.now();
        await stage.client.request(refundOf(one));
        return performance.now() - askedAt;
      }),
    );
    await handled(stage, workflowId, requests.at(-1)?.requestId ?? '', signal);
    const takenInMs = performance.now() - startedAt;
    const took = await answers;
    const ownCpuMs = cpuBetween(before, cpuUse()).ownMs;
    const longestTaskMs = await longestTask(stage, workflowId);
    tell(`queued: ${messages} messages in ${takenInMs.toFixed(0)} ms, the longest task ${longestTaskMs.toFixed(0)} ms`);
    return {
      messages,
      open,
      asked,
      takenInMs,
      longestTaskMs,
      emptyTaskMs,
      othersP50: percentile(took, 0.5),
      othersP95: percentile(took, 0.95),
      ownCpuMs,
    };
  });
}

async function eachAtOnce<T>(items: readonly T[], act: (item: T) => Promise<unknown>): Promise<void> {
  const left = items.values();
  const actor = async (): Promise<void> => {
    for (const item of left) await act(item);
  };
  await Promise.all(Array.from({ length: sentAtOnce }, actor));
}

async function queue(
  { temporal }: Stage,
  workflowId: string,
  requests: readonly ReversalRequest[],
  { type, taskQueue }: { readonly type: string; readonly taskQueue: string },
): Promise<void> {
  const [first, ...rest] = requests;
  if (first === undefined) return;
  const signalArgs: [ReversalRequest] = [first];
  const start = { workflowId, taskQueue, signal: signals.requestReversal, signalArgs };
  const handle = await temporal.workflow.signalWithStart(type, start);
  await eachAtOnce(rest, (request) => handle.signal(signals.requestReversal, request));
}

async function emptyTask(stage: Stage, workflowId: string, signal: AbortSignal): Promise<number> {
  for (;;) {
    signal.throwIfAborted();
    const tookMs = await longestTask(stage, workflowId);
    if (tookMs > 0) {
      await stage.temporal.workflow.getHandle(workflowId).terminate('measured');
      return tookMs;
    }
    await pause(250);
  }
}

/** The last message is known, admitted or refused. */
async function handled({ temporal }: Stage, workflowId: string, requestId: string, signal: AbortSignal): Promise<void> {
  const handle = temporal.workflow.getHandle(workflowId);
  for (;;) {
    signal.throwIfAborted();
    // While the worker is busy a query may time out, or find it ahead of the history.
    const view = await handle.query(queries.reversal, { requestId }).catch(() => null);
    if (view !== null) return;
    await pause(250);
  }
}

async function longestTask({ temporal, namespace }: Stage, workflowId: string): Promise<number> {
  let longestMs = 0;
  for await (const { runId } of temporal.workflow.list({ query: `WorkflowId = "${workflowId}"` })) {
    let nextPageToken: Uint8Array = new Uint8Array();
    let startedMs = 0;
    for (let isFirst = true; isFirst || nextPageToken.length > 0; isFirst = false) {
      const page = await temporal.workflowService.getWorkflowExecutionHistory({
        namespace,
        execution: { workflowId, runId },
        maximumPageSize: 500,
        nextPageToken,
      });
      for (const { eventTime, workflowTaskStartedEventAttributes, workflowTaskCompletedEventAttributes } of page.history
        ?.events ?? []) {
        const atMs = Number(eventTime?.seconds ?? 0) * 1000 + (eventTime?.nanos ?? 0) / 1e6;
        if (workflowTaskStartedEventAttributes != null) startedMs = atMs;
        if (workflowTaskCompletedEventAttributes != null) longestMs = Math.max(longestMs, atMs - startedMs);
      }
      nextPageToken = page.nextPageToken;
    }
  }
  return longestMs;
}
