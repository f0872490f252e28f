import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';

const run = promisify(execFile);
const cliOutputLimitBytes = 64 * 1024 * 1024;

/** Both kinds of connection to the server of this test run. */
export interface TestConnections {
  readonly client: Client;
  readonly nativeConnection: NativeConnection;
  readonly address: string;

  /** Closes both. Shut the workers down first: a connection in use cannot be closed. */
  close(): Promise<void>;
}

/** Connects a test file to the server of this run, or to another. The first call of a file makes the SDK's runtime quiet. */
export async function connect(address: string = temporalAddress()): Promise<TestConnections> {
  quietRuntime();
  const connection = await Connection.connect({ address });
  const nativeConnection = await NativeConnection.connect({ address });
  const close = async (): Promise<void> => {
    await nativeConnection.close();
    await connection.close();
  };
  return { client: new Client({ connection }), nativeConnection, address, close };
}

let runtimeIsQuiet = false;

/** Keeps the SDK from printing anything below an error, and from handling signals that end the test run. Safe to repeat. */
export function quietRuntime(): void {
  if (runtimeIsQuiet) return;
  runtimeIsQuiet = true;
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    shutdownSignals: [],
    telemetryOptions: { logging: { filter: { core: 'ERROR' }, forward: {} } },
  });
}

/** The address of the server of this test run. */
export function temporalAddress(): string {
  return fromSetup('TEST_TEMPORAL_ADDRESS');
}

/** The bundle of `workflows/index.ts` made once for this test run, in the form `Worker.create` takes as `workflowBundle`. */
export async function workflowBundle(): Promise<{ code: string }> {
  return { code: await readFile(fromSetup('TEST_WORKFLOW_BUNDLE'), 'utf8') };
}

/**
 * Runs a command of the Temporal CLI against the server of this run, or another, for what only operators do (reset, terminate).
 *
 * @returns what it wrote to standard output
 * @throws when it fails; the message holds what it wrote to standard error
 */
export async function cli(args: readonly string[], address: string = temporalAddress()): Promise<string> {
  const connection = ['--address', address, '--disable-config-file', '--disable-config-env'];
  const { stdout } = await run(fromSetup('TEST_TEMPORAL_CLI'), [...args, ...connection], {
    maxBuffer: cliOutputLimitBytes,
  });
  return stdout;
}

/** The same with `-o json`: what it wrote, parsed. */
export async function cliJson(args: readonly string[]): Promise<unknown> {
  return JSON.parse(await cli([...args, '-o', 'json']));
}

function fromSetup(name: string): string {
  const value = process.env[name];
  if (value) return value;
  throw new Error(`${name} is not set: run this file as part of jest's project "workflow", whose set-up provides it`);
}
