import * as manifest from '../../../package.json';
import { judgeSdk, sharedSdkPackages, testedSdk, type SdkCopy } from '../../../src/worker/sdk-versions';

/** All shared packages of one version, as one install brings them. */
function copies(version: string, root = '/shop/node_modules'): readonly SdkCopy[] {
  return sharedSdkPackages.map((name) => ({ name, version, folder: `${root}/${name}` }));
}

function refusal(...[installed]: Parameters<typeof judgeSdk>): string {
  const verdict = judgeSdk(installed);
  if (verdict.kind !== 'refused') throw new Error(`the SDK was not refused: ${verdict.kind}`);
  return verdict.message;
}

describe("the check of Temporal's SDK", () => {
  it.each(['1.23.0', '1.23.7', '1.24.0', '1.24.9'])('takes one copy of %s', (version) => {
    const installed = copies(version);
    expect(judgeSdk({ ours: installed, others: installed })).toEqual({ kind: 'fits' });
  });

  it('refuses two versions, and names both and the command that leaves one', () => {
    const nested = copies('1.24.0', '/shop/node_modules/temporal-payment-reversals/node_modules');
    const message = refusal({ ours: nested, others: copies('1.23.0') });
    expect(message).toContain('temporal-payment-reversals uses @temporalio/activity 1.24.0');
    expect(message).toContain('and the worker uses 1.23.0 (/shop/node_modules/@temporalio/activity)');
    expect(message).toContain('for @temporalio/client, @temporalio/worker, @temporalio/workflow.');
    expect(message).toMatch(/Run: npm install @temporalio\/activity@1\.23\.0 .*@temporalio\/workflow@1\.23\.0$/);
  });

  it('refuses two copies of one version: each has a context of its own', () => {
    const message = refusal({ ours: copies('1.24.0', '/linked/node_modules'), others: copies('1.24.0') });
    expect(message).toContain("Two copies of Temporal's SDK are installed");
  });

  it('refuses a second copy of one package, such as that of a workflow module in another folder', () => {
    const own = copies('1.24.0');
    const workflow: SdkCopy = { name: '@temporalio/workflow', version: '1.24.0', folder: '/orders/node_modules/w' };
    const message = refusal({ ours: own, others: [...own, workflow] });
    expect(message).toContain('/orders/node_modules/w');
    expect(message).toContain('uses @temporalio/workflow 1.24.0');
    expect(message).not.toContain('The same holds');
  });

  it('advises a tested version where the one of the worker is too old', () => {
    const nested = copies('1.24.0', '/shop/node_modules/temporal-payment-reversals/node_modules');
    expect(refusal({ ours: nested, others: copies('1.18.2') })).toContain('@temporalio/worker@1.24.0');
  });

  it.each(['1.22.0', '1.14.1', '2.0.0', '0.9.0'])('refuses %s, and names it and the lowest that works', (version) => {
    const installed = copies(version);
    const message = refusal({ ours: installed, others: installed });
    expect(message).toContain(`@temporalio/worker ${version}`);
    expect(message).toContain(`${testedSdk.lowest} or a later 1.x`);
    expect(message).toContain('npm install @temporalio/activity@1.24.0');
  });

  it('warns of a release that is newer than those it was tested with, and lets it run', () => {
    const installed = copies('1.25.0');
    const verdict = judgeSdk({ ours: installed, others: installed });
    expect(verdict).toMatchObject({ kind: 'newer', message: expect.stringContaining('1.23.0 to 1.24.0') });
    expect(verdict).toMatchObject({ message: expect.stringContaining('@temporalio/worker 1.25.0') });
  });

  it('says nothing where nothing is found, as in a program that was bundled into one file', () => {
    expect(judgeSdk({ ours: [], others: [] })).toEqual({ kind: 'fits' });
  });
});

describe('package.json', () => {
  const peers: Readonly<Record<string, string>> = manifest.peerDependencies;

  it('asks for the packages that must be shared as peers, from the lowest version that is tested', () => {
    for (const name of sharedSdkPackages) expect(peers[name]).toBe(`^${testedSdk.lowest}`);
  });

  it("takes the SDK's other packages from the same range, so that npm uses the copies of the worker", () => {
    const others = Object.entries(manifest.dependencies).filter(([name]) => name.startsWith('@temporalio/'));
    expect(others.length).toBeGreaterThan(0);
    expect(others.filter(([, range]) => range !== `^${testedSdk.lowest}`)).toEqual([]);
  });

  it('brings the testing package only where its entry point is used', () => {
    expect(manifest.peerDependenciesMeta).toEqual({ '@temporalio/testing': { optional: true } });
  });
});
