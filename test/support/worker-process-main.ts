import { DefaultLogger, NativeConnection, Runtime, Worker, type ActivityExecuteInput } from '@temporalio/worker';
import { PaymentReversalPlugin } from '../../src/plugin';
import type { SendLegInput } from '../../src/contract/activity-shapes';
import type { WorkerProcessEvent, WorkerProcessInput } from './worker-process';

/** A worker in a process of its own, which a test kills or stops. It stands still in a send where it is told to. */
async function main(input: WorkerProcessInput): Promise<void> {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: { core: 'ERROR' }, forward: {} } },
  });
  const connection = await NativeConnection.connect({ address: input.address });
  const worker = await Worker.create({
    connection,
    taskQueue: input.taskQueue,
    workflowBundle: { codePath: input.bundlePath },
    shutdownGraceTime: 10_000,
    plugins: [new PaymentReversalPlugin({ gateway: input.gateway })],
    interceptors: { activity: [() => ({ inbound: { execute: (activity, next) => execute(input, activity, next) } })] },
  });
  const ended = worker.run();
  tell({ kind: 'running' });
  await ended;
  await connection.close();
}

async function execute(
  { standBefore, standAfter }: WorkerProcessInput,
  activity: ActivityExecuteInput,
  next: (activity: ActivityExecuteInput) => Promise<unknown>,
): Promise<unknown> {
  const amountMinor = (activity.args[0] as Partial<SendLegInput> | undefined)?.amountMinor ?? 0;
  if (standBefore.includes(amountMinor)) await standStill({ kind: 'standsBefore', amountMinor });
  const result = await next(activity);
  if (standAfter.includes(amountMinor)) await standStill({ kind: 'standsAfter', amountMinor });
  return result;
}

function standStill(event: WorkerProcessEvent): Promise<void> {
  tell(event);
  return new Promise(() => undefined);
}

function tell(event: WorkerProcessEvent): void {
  process.send?.(event);
}

process.once('message', (input) => {
  main(input as WorkerProcessInput).then(
    () => process.exit(0),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
});
