import { NativeConnection, Runtime, Worker, type WorkerOptions } from '@temporalio/worker';
import type { ResolveCard } from '../../activities/send-leg';
import type { WorkerConfig } from '../config';
import { ensureWorkList } from './ensure-work-list';
import { OrchestraGateway } from '../gateway/index';
import { PaymentReversalPlugin } from './plugin';
import { retentionWarning } from './retention';
import { loadConfiguredRules } from '../rules/configured-rules';

export interface RunWorkerOptions {
  readonly resolveCard?: ResolveCard | undefined;
  /** Whether ledgers publish what waits in them. Adds the search attributes for it where they are missing. @default true */
  readonly workList?: boolean | undefined;
  /** Called once the worker polls. */
  readonly onRunning?: ((worker: Worker) => void) | undefined;
  /** Anything else of the worker, for instance a prebuilt `workflowBundle`. */
  readonly worker?: Partial<WorkerOptions> | undefined;
}

/**
 * Runs a worker until the process is stopped (SIGINT, SIGTERM), then lets calls in progress finish. Rejects when the
 * server cannot be reached or the rules cannot be used.
 *
 * @throws RulesError with every problem of the rules file
 * @throws WorkListError when the server lacks search attributes of the work list and they cannot be added
 */
export async function runWorker(config: WorkerConfig, options: RunWorkerOptions = {}): Promise<void> {
  const rules = loadConfiguredRules(config);
  const gateway = new OrchestraGateway(config.gateway);
  const { resolveCard, workList = true } = options;
  const plugin = new PaymentReversalPlugin({ gateway, rules, resolveCard, workList });
  const connection = await NativeConnection.connect(config.temporal.connectionOptions);
  try {
    const warning = await retentionWarning(connection, config.temporal.namespace);
    if (warning !== null) Runtime.instance().logger.warn(warning);
    if (workList) await ensureWorkList({ connection, namespace: config.temporal.namespace });
    const worker = await Worker.create({
      connection,
      namespace: config.temporal.namespace,
      taskQueue: config.taskQueue,
      // Long enough for a gateway call in progress to end: cut off, its outcome would be unknown.
      shutdownGraceTime: config.gateway.requestTimeoutMs + 15_000,
      ...options.worker,
      plugins: [...(options.worker?.plugins ?? []), plugin],
    });
    options.onRunning?.(worker);
    await worker.run();
  } finally {
    await connection.close();
    await gateway.close();
    await Runtime.instance().shutdown();
  }
}
