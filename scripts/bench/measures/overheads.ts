import { performance } from 'node:perf_hooks';
import { statSync } from 'node:fs';
import type { temporal } from '@temporalio/proto';
import { Worker } from '@temporalio/worker';
import { ledgerIdOf } from '../../../src/contract/names';
import type { bareWorkflow } from '../floor-workflows';
import { randomId } from '../ids';
import type { MeasureInput } from '../measure';
import { capturedPayment, refundCall, refundOf } from '../payments';
import { spreadOf, type Spread } from '../statistics';
import { startWorkerProcess } from '../worker-process';

/** What this package costs besides a reversal's own time. Bytes and milliseconds. */
export interface Overheads {
  readonly bundleBytes: { readonly bare: number; readonly own: number };
  /** From its first line to its first poll. */
  readonly workerStartMs: { readonly prebuiltBundle: Spread; readonly bundledAtStart: Spread };
  /** Of one workflow, when a worker takes it over: wall and processor time. */
  readonly replay: readonly { readonly what: string; readonly ms: Spread; readonly cpuMs: Spread }[];
}

/** Workflows that are replayed one after the other, for one timing. */
const replays = 100;

export async function measureOverheads(input: MeasureInput): Promise<Overheads> {
  const { bundles } = input.stage;
  const histories = await input.stage.withWorkers(() => recordHistories(input));
  const replay = new Map(histories.map(({ what }) => [what, { ms: [] as number[], cpuMs: [] as number[] }]));
  const prebuilt: number[] = [];
  const bundled: number[] = [];
  for (let round = 0; round < input.rounds; round += 1) {
    input.signal.throwIfAborted();
    prebuilt.push(await startTime(input, { bundlePath: bundles.own }));
    bundled.push(await startTime(input, { workflowsPath: require.resolve('../workflows') }));
    for (const recorded of histories) {
      const { ms, cpuMs } = await timedReplay(recorded, input.quick ? 10 : replays);
      replay.get(recorded.what)?.ms.push(ms);
      replay.get(recorded.what)?.cpuMs.push(cpuMs);
    }
    input.tell(`overheads, round ${round + 1} of ${input.rounds}`);
  }
  return {
    bundleBytes: { bare: statSync(bundles.floor).size, own: statSync(bundles.own).size },
    workerStartMs: { prebuiltBundle: spreadOf(prebuilt), bundledAtStart: spreadOf(bundled) },
    replay: [...replay].map(([what, { ms, cpuMs }]) => ({ what, ms: spreadOf(ms), cpuMs: spreadOf(cpuMs) })),
  };
}

interface Recorded {
  readonly what: string;
  readonly workflowId: string;
  readonly history: temporal.api.history.v1.IHistory;
  readonly bundlePath: string;
}

async function recordHistories({ stage }: MeasureInput): Promise<readonly Recorded[]> {
  const { temporal, floorQueue: taskQueue, gateway, client, bundles } = stage;
  const read = async (what: string, workflowId: string, bundlePath: string): Promise<Recorded> => ({
    what,
    workflowId,
    bundlePath,
    history: await temporal.workflow.getHandle(workflowId).fetchHistory(),
  });
  const floorId = `floor-${randomId()}`;
  const args: Parameters<typeof bareWorkflow> = [refundCall(await capturedPayment(gateway))];
  await temporal.workflow.execute<typeof bareWorkflow>('bareWorkflow', { workflowId: floorId, taskQueue, args });
  const payment = await capturedPayment(gateway);
  const ledgerId = ledgerIdOf(payment.paymentId);
  await client.request(refundOf(payment));
  const one = await read('ledger with one refund', ledgerId, bundles.own);
  for (let made = 1; made < 10; made += 1) await client.request(refundOf(payment));
  return [
    await read('floor A: bare workflow', floorId, bundles.floor),
    one,
    await read('ledger with ten refunds', ledgerId, bundles.own),
  ];
}

async function timedReplay(
  { workflowId, history, bundlePath }: Recorded,
  times: number,
): Promise<{ readonly ms: number; readonly cpuMs: number }> {
  const histories = Array.from({ length: times }, () => ({ workflowId, history }));
  const cpuBefore = process.cpuUsage();
  let startedAt = performance.now();
  let replayed = 0;
  for await (const { error } of Worker.runReplayHistories({ workflowBundle: { codePath: bundlePath } }, histories)) {
    if (error !== undefined) throw error;
    // The first one waits for the worker to come up.
    if (replayed === 0) startedAt = performance.now();
    replayed += 1;
  }
  const { user, system } = process.cpuUsage(cpuBefore);
  return { ms: (performance.now() - startedAt) / (times - 1), cpuMs: (user + system) / 1000 / times };
}

async function startTime(
  { stage }: MeasureInput,
  workflows: { readonly bundlePath: string } | { readonly workflowsPath: string },
): Promise<number> {
  const { address, namespace, gatewayProcess } = stage;
  const gateway = { baseUrl: gatewayProcess.url, apiKey: gatewayProcess.apiKey };
  const taskQueue = `bench-start-${randomId()}`;
  const worker = await startWorkerProcess({ address, namespace, taskQueue, gateway, kind: 'own', ...workflows });
  await worker.kill();
  return worker.startMs;
}
