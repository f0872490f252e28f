import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { OrchestraGateway } from '../../src/gateway';
import { PaymentReversalPlugin } from '../../src/worker/plugin';
import { requestTimeoutMs, soakRules } from './rules';
import type { WorkerSettings } from './crew';

/** A worker as a process of its own, so that it can be killed. It ends with the process that started it. */
async function main({ address, namespace, taskQueue, baseUrl, apiKey, bundlePath }: WorkerSettings): Promise<void> {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: { core: 'ERROR' }, forward: {} } },
  });
  process.once('disconnect', () => process.exit());
  const gateway = new OrchestraGateway({ baseUrl, apiKey, requestTimeoutMs });
  const worker = await Worker.create({
    connection: await NativeConnection.connect({ address }),
    namespace,
    taskQueue,
    workflowBundle: { codePath: bundlePath },
    // How long the server keeps a workflow for a worker that was killed: 10 s by default, and workers die every few.
    stickyQueueScheduleToStartTimeout: '1s',
    plugins: [new PaymentReversalPlugin({ gateway, rules: soakRules })],
  });
  process.send?.('running');
  await worker.run();
}

main(JSON.parse(process.argv[2] ?? '{}') as WorkerSettings).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
