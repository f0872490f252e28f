import { bundleOf } from '../support/order-bundle';
import { workflowBundle } from '../support/temporal';

/** The modules of a bundle, as webpack heads each of them with its path. */
function modulesOf(code: string): string[] {
  return [...code.matchAll(/!\*\*\* (\S+)(?: \S+)* \*\*\*!/g)].map(([, module = '']) => module);
}

describe('The workflow bundle', () => {
  it('holds only domain, contract and workflows of this package, and of others only what any workflow brings', async () => {
    const [ours, smallest] = await Promise.all([workflowBundle(), bundleOf('smallest-workflow')]);
    const known = new Set(modulesOf(smallest.code));
    const added = modulesOf(ours.code).filter((module) => !known.has(module));
    expect(added).toContain('./workflows/payment-ledger.ts');
    const allowed =
      /^\.\/(workflows\/|src\/(domain|contract|workflow)\/|src\/security\/(card-number|card-networks|digit-groups)\.ts$)/;
    expect(added.filter((module) => !allowed.test(module))).toEqual([]);
    expect(modulesOf(ours.code).join('\n')).not.toMatch(/\/(zod|undici)\//);
  });
});
