// Prints how much larger the bundle of the package's workflows is than that of a workflow that does nothing.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

async function sizeOf(workflowsPath: string): Promise<number> {
  return (await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('ERROR') })).code.length;
}

async function main(): Promise<void> {
  const empty = join(__dirname, 'empty-workflow.js');
  writeFileSync(empty, 'exports.empty = async function empty() {};\n');
  const ours = require.resolve('temporal-payment-reversals/workflows');
  process.stdout.write(JSON.stringify((await sizeOf(ours)) / (await sizeOf(empty))));
}

void main();
