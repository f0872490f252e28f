import { DefaultLogger, NativeConnection, Runtime, Worker, type LogEntry } from '@temporalio/worker';
import { OrchestraGateway } from '../../src/gateway/index';
import { PaymentReversalPlugin } from '../../src/index';
import { aheadOfHistory } from '../../src/contract/ahead-of-history';
import type { WorkerMessage, WorkerSettings } from './crew';
import { fuzzRules, requestTimeoutMs } from './rules';

/** A worker as a process of its own, so that it can be killed. It polls once it receives the message to do so. */
async function main({ address, namespace, taskQueue, baseUrl, apiKey, bundlePath }: WorkerSettings): Promise<void> {
  Runtime.install({
    logger: new DefaultLogger('DEBUG', report),
    telemetryOptions: { logging: { filter: { core: 'ERROR', other: 'ERROR' }, forward: {} } },
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
    plugins: [new PaymentReversalPlugin({ gateway, rules: fuzzRules })],
  });
  process.once('message', () => void worker.run());
  say('ready');
}

/** What the SDK logs of a workflow task that failed: only how often the guard struck is of interest. */
function report({ message, meta }: LogEntry): void {
  const text = `${message} ${String((meta as { error?: unknown } | undefined)?.error)}`;
  if (text.includes(`${aheadOfHistory}. Ask`)) say('queryRefused');
  else if (text.includes(`${aheadOfHistory}. Replay`)) say('taskFailed');
}

function say(message: WorkerMessage): void {
  process.send?.(message);
}

main(JSON.parse(process.argv[2] ?? '{}') as WorkerSettings).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
