import * as path from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { workflowBundle } from '../support/temporal';

async function smallestBundle(): Promise<string> {
  const workflowsPath = path.resolve(__dirname, '../support/smallest-workflow.ts');
  return (await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('ERROR') })).code;
}

/** The modules of a bundle, as webpack heads each of them with its path. */
function modulesOf(code: string): string[] {
  return [...code.matchAll(/!\*\*\* (\S+)(?: \S+)* \*\*\*!/g)].map(([, module = '']) => module);
}

describe('The workflow bundle', () => {
  it('holds only domain, contract and workflows of this package, and of others only what any workflow brings', async () => {
    const [ours, smallest] = await Promise.all([workflowBundle(), smallestBundle()]);
    const known = new Set(modulesOf(smallest));
    const added = modulesOf(ours.code).filter((module) => !known.has(module));
    expect(added).toContain('./workflows/payment-ledger.ts');
    expect(added.filter((module) => !/^\.\/(workflows|src\/domain|src\/contract)\//.test(module))).toEqual([]);
    expect(modulesOf(ours.code).join('\n')).not.toMatch(/\/(zod|undici)\/|src\/contract\/schema/);
  });
});
