// worker.ts: a worker with the plugin
import { NativeConnection, Worker } from '@temporalio/worker';
import { ensureWorkList, loadRules, loadWorkerConfig, PaymentReversalPlugin } from 'temporal-payment-reversals';

async function main(): Promise<void> {
  const { temporal, gateway, taskQueue } = loadWorkerConfig(); // from the environment
  const { connectionOptions, namespace } = temporal;
  const connection = await NativeConnection.connect(connectionOptions);
  await ensureWorkList({ connection, namespace });
  const rules = loadRules('reversals.rules.yaml');
  const plugins = [new PaymentReversalPlugin({ gateway, rules, workList: true })];
  const workflowsPath = require.resolve('./workflows');
  const shutdownGraceTime = '45s'; // longer than a gateway call: a call that is cut off has an unknown outcome
  const worker = await Worker.create({ connection, namespace, taskQueue, workflowsPath, plugins, shutdownGraceTime });
  console.log('The worker is running. Ctrl-C stops it.');
  await worker.run();
}
void main();
