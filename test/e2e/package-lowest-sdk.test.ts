import { randomUUID } from 'node:crypto';
import { mkdir, readFile, symlink } from 'node:fs/promises';
import * as path from 'node:path';
import { testedSdk } from '../../src/worker/sdk-versions';
import { temporalAddress } from '../support/temporal';
import { packAndInstall, type PackedProject } from './packed-project';

let project: PackedProject;
beforeAll(async () => {
  project = await packAndInstall(testedSdk.lowest);
}, 300_000);
afterAll(() => (project as PackedProject | undefined)?.remove());

const refund = () => project.node(['refund.js', 'workflows.js', temporalAddress(), `lowest-${randomUUID()}`]);

async function installedVersion(name: string): Promise<string> {
  const manifest = path.join(project.folder, 'node_modules', name, 'package.json');
  return (JSON.parse(await readFile(manifest, 'utf8')) as { readonly version: string }).version;
}

describe('the packed package, installed into an empty project with the lowest SDK', () => {
  it('refunds by a client and by an order workflow, on the one copy of the SDK that the project has', async () => {
    expect(await installedVersion('@temporalio/worker')).toBe(testedSdk.lowest);
    // Of what the package takes itself, npm uses the copies of the project.
    expect(await installedVersion('@temporalio/common')).toBe(testedSdk.lowest);
    expect(JSON.parse(await refund())).toEqual({
      outcomes: ['refunded', 'refunded'],
      movements: ['authorize 10000', 'capture 10000', 'refund 2500', 'refund 1500'],
    });
  }, 120_000);

  it('runs the program reversals', async () => {
    const program = path.join('node_modules', '.bin', 'reversals');
    await expect(project.node([program, '--help'])).resolves.toContain('refund');
  }, 120_000);

  it('refuses to start beside a second copy of the SDK, and names both versions and the command to run', async () => {
    // As where the package is linked, or where a lock file keeps another version for it.
    const own = path.join(project.installed, 'node_modules');
    await mkdir(own, { recursive: true });
    await symlink(path.resolve(__dirname, '../../node_modules/@temporalio'), path.join(own, '@temporalio'));
    const failure: unknown = await refund().catch((error: unknown) => error);
    const { stderr } = failure as { readonly stderr: string };
    expect(stderr).toContain("Two copies of Temporal's SDK are installed");
    expect(stderr).toContain(`uses @temporalio/worker ${testedSdk.newest}`);
    expect(stderr).toContain(`the worker uses ${testedSdk.lowest}`);
    expect(stderr).toContain(`npm install @temporalio/activity@${testedSdk.lowest}`);
  }, 120_000);
});
