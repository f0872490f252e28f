// Prints what the plugin says to a bundle that was made with the package's code and without its workflows.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { PaymentReversalPlugin, workflowBundleOptions } from 'temporal-payment-reversals';

async function main(): Promise<void> {
  const workflowsPath = join(__dirname, 'forgetful-workflow.js');
  writeFileSync(workflowsPath, "exports.order = async function order() { return 'cancelPayment paymentLedger'; };\n");
  const logger = new DefaultLogger('ERROR');
  const workflowBundle = await bundleWorkflowCode({ workflowsPath, ...workflowBundleOptions(), logger });
  const plugin = new PaymentReversalPlugin({ gateway: { baseUrl: 'http://127.0.0.1:9', apiKey: 'none' } });
  try {
    plugin.configureWorker({ taskQueue: 'none', workflowBundle });
    process.stdout.write('taken');
  } catch (error) {
    process.stdout.write(error instanceof Error ? error.message : 'no error');
  }
}

void main();
