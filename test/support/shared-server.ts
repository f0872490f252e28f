import { existsSync, rmSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { workflowBundleOptions } from '../../src';
import { temporalServerEnvironment } from '../../src/testing/environment';
import { findTemporalCli } from '../../src/testing/find-temporal-server';
import type { TemporalServer } from '../../src/testing/start-temporal-server';
import { startTemporalServer } from '../../src/testing/start-temporal-server';

const workflowsModule = path.resolve(__dirname, '../../workflows/index.ts');

interface SharedServer {
  readonly server: TemporalServer;
  readonly folder: string;
}

let shared: SharedServer | null = null;

/** Starts the one server of a test run, bundles the workflows once, and tells the test files by environment variables. */
export async function startSharedServer(): Promise<void> {
  const sources = temporalServerEnvironment();
  const server = await startTemporalServer(sources);
  const folder = await mkdtemp(path.join(tmpdir(), 'reversals-test-'));
  shared = { server, folder };
  process.once('exit', removeFolder);
  process.env['TEST_TEMPORAL_ADDRESS'] = server.address;
  process.env['TEST_TEMPORAL_CLI'] = server.cliPath ?? (await cliBesideGivenServer(sources));
  process.env['TEST_WORKFLOW_BUNDLE'] = existsSync(workflowsModule) ? await bundleInto(folder) : '';
}

/** Ends the server and removes the bundle. Safe to repeat. A run that ends by itself without this leaves neither behind. */
export async function stopSharedServer(): Promise<void> {
  await shared?.server.stop();
  removeFolder();
}

function removeFolder(): void {
  if (shared !== null) rmSync(shared.folder, { recursive: true, force: true });
}

/** Only some tests run commands of the CLI: those fail with their own message where there is none. */
async function cliBesideGivenServer(sources: ReturnType<typeof temporalServerEnvironment>): Promise<string> {
  return findTemporalCli(sources).then(
    ({ path: cliPath }) => cliPath,
    () => '',
  );
}

async function bundleInto(folder: string): Promise<string> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: workflowsModule,
    ...workflowBundleOptions(),
    logger: new DefaultLogger('ERROR'),
  });
  const file = path.join(folder, 'workflow-bundle.js');
  await writeFile(file, code);
  return file;
}
