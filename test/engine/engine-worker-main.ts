import { setTimeout as pause } from 'node:timers/promises';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { PaymentReversalPlugin } from '../../src';
import { parseRules } from '../../src/rules/rules-file';
import type { EngineWorkerInput } from './engine-worker';

const atOnce = async (): Promise<void> => Promise.resolve();

/** A worker in a process of its own. It polls once it is told to. */
async function main({ address, taskQueue, bundlePath, stickyMs, ledgers }: EngineWorkerInput): Promise<void> {
  Runtime.install({
    logger: new DefaultLogger('ERROR', () => undefined),
    telemetryOptions: { logging: { filter: { core: 'ERROR', other: 'ERROR' }, forward: {} } },
  });
  const worker = await Worker.create({
    connection: await NativeConnection.connect({ address }),
    taskQueue,
    workflowBundle: { codePath: bundlePath },
    stickyQueueScheduleToStartTimeout: stickyMs,
    ...(ledgers === undefined
      ? { activities: { first: atOnce, second: atOnce, local: atOnce, wait: pause } }
      : { plugins: [new PaymentReversalPlugin({ gateway: ledgers.gateway, rules: parseRules(ledgers.rules) })] }),
  });
  process.once('message', () => void worker.run());
  process.send?.('ready');
}

process.once('disconnect', () => process.exit(1));
process.once('message', (input) => {
  main(input as EngineWorkerInput).catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(1);
  });
});
