import { DefaultLogger, type LogEntry, NativeConnection, Runtime } from '@temporalio/worker';
import { createOrderWorker } from '../../examples/order-lifecycle/worker';
import { aheadOfHistory } from '../../src/contract/ahead-of-history';
import { OrchestraGateway } from '../../src/gateway';
import { parseRules } from '../../src/rules/rules-file';
import { demoRules } from './rules';
import type { WorkerSettings } from './worker-process';

/** The worker as a process of its own, so that it can be killed. It ends with the process that started it. */
async function main({ address, namespace, taskQueue, gateway, bundlePath }: WorkerSettings): Promise<void> {
  Runtime.install({
    logger: new DefaultLogger('ERROR', report),
    telemetryOptions: { logging: { filter: { core: 'ERROR' }, forward: {} } },
  });
  process.once('disconnect', () => process.exit());
  const worker = await createOrderWorker({
    connection: await NativeConnection.connect({ address }),
    namespace,
    taskQueue,
    gateway: new OrchestraGateway(gateway),
    rules: parseRules(demoRules),
    more: {
      workflowBundle: { codePath: bundlePath },
      // How long the server keeps a workflow for a worker that was killed: 10 s by default, which is long to watch.
      stickyQueueScheduleToStartTimeout: '1s',
    },
  });
  process.send?.('running');
  await worker.run();
}

const log = new DefaultLogger('ERROR');

/** What the history guard refuses is asked again or replayed. The SDK logs it as an error, which it is not to a reader. */
function report({ level, message, meta }: LogEntry): void {
  const { error } = (meta ?? {}) as { error?: unknown };
  if (!String(error).includes(aheadOfHistory)) log.log(level, message, meta);
}

main(JSON.parse(process.argv[2] ?? '{}') as WorkerSettings).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
