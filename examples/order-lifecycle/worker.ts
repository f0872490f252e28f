import { NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { loadConfiguredRules, loadWorkerConfig, PaymentReversalPlugin, type Rules } from 'temporal-payment-reversals';
import { OrchestraGateway } from 'temporal-payment-reversals/gateway';
import { createOrderActivities } from './activities';

export interface OrderWorkerInput {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly taskQueue: string;
  readonly gateway: OrchestraGateway;
  readonly rules: Rules;
  /** Anything else of the worker, for instance a prebuilt `workflowBundle`. */
  readonly more?: Partial<WorkerOptions>;
}

/** A worker for orders that can also reverse their payments. */
export function createOrderWorker(input: OrderWorkerInput): Promise<Worker> {
  const { connection, namespace, taskQueue, gateway, rules } = input;
  // #region worker
  return Worker.create({
    connection,
    namespace,
    taskQueue,
    workflowsPath: require.resolve('./workflows'),
    activities: createOrderActivities(gateway),
    plugins: [new PaymentReversalPlugin({ gateway, rules })],
    // Longer than a gateway call may take: one that is cut off has an unknown outcome.
    shutdownGraceTime: '45s',
    ...input.more,
  });
  // #endregion
}

async function main(): Promise<void> {
  const config = loadWorkerConfig();
  const { namespace, connectionOptions } = config.temporal;
  const connection = await NativeConnection.connect(connectionOptions);
  const gateway = new OrchestraGateway(config.gateway);
  const rules = loadConfiguredRules(config);
  const worker = await createOrderWorker({ connection, namespace, taskQueue: config.taskQueue, gateway, rules });
  console.log(`The order worker polls task queue ${config.taskQueue}. Ctrl-C ends it.`);
  await worker.run();
  await gateway.close();
  await connection.close();
}

if (require.main === module) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
