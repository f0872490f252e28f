import { performance } from 'node:perf_hooks';
import { NativeConnection, Worker } from '@temporalio/worker';
import { OrchestraGateway } from '../../src/gateway';
import { PaymentReversalPlugin } from '../../src/worker/plugin';
import { createByHandActivities } from './by-hand-activities';
import { quietRuntime } from './quiet-runtime';
import type { WorkerOrder, WorkerReport, WorkerSettings } from './worker-process';

/** A worker as a process of its own, so that its memory can be read and so that it can be killed. */
async function main(settings: WorkerSettings): Promise<void> {
  const startedAt = performance.now();
  quietRuntime();
  process.once('disconnect', () => process.exit());
  const connection = await NativeConnection.connect({ address: settings.address });
  const { bundlePath, workflowsPath } = settings;
  const worker = await Worker.create({
    connection,
    namespace: settings.namespace,
    taskQueue: settings.taskQueue,
    ...(bundlePath === undefined ? {} : { workflowBundle: { codePath: bundlePath } }),
    ...(workflowsPath === undefined ? {} : { workflowsPath }),
    ...(settings.kind === 'byHand' ? { activities: createByHandActivities(settings.gateway) } : {}),
    plugins:
      settings.kind === 'byHand'
        ? []
        : [new PaymentReversalPlugin({ gateway: new OrchestraGateway(settings.gateway) })],
    shutdownGraceTime: '10s',
    ...(settings.stickyMs === undefined ? {} : { stickyQueueScheduleToStartTimeout: settings.stickyMs }),
  });
  process.on('message', (order: WorkerOrder) => {
    if (order === 'shutdown') worker.shutdown();
    else report({ kind: 'memory', residentBytes: process.memoryUsage.rss() });
  });
  report({ kind: 'running', startMs: performance.now() - startedAt });
  await worker.run();
  await connection.close();
  process.exit();
}

function report(told: WorkerReport): void {
  process.send?.(told);
}

main(JSON.parse(process.argv[2] ?? '{}') as WorkerSettings).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
