import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { endWithThisProcess } from './child-processes';
import { waitForServer } from './wait-for-server';

const startLimitMs = 30_000;
const politeLimitMs = 5_000;
const keptOutputBytes = 4_096;

export interface DevServerInput {
  readonly cliPath: string;
  readonly port: number;
  /** Null: without the web interface. */
  readonly uiPort: number | null;
  readonly namespace: string;
  /** A file that keeps the server's state over restarts, or null for memory alone. */
  readonly databaseFile: string | null;
  readonly searchAttributes: Readonly<Record<string, string>>;
  readonly dynamicConfig: Readonly<Record<string, string | number | boolean>>;
}

/** One process of Temporal's development server. */
export interface DevServerProcess {
  /** Ends it with a signal and waits until it is gone. Safe to repeat. */
  end(signal: NodeJS.Signals): Promise<void>;
}

/**
 * Starts the server and waits until it answers. It ends with this process at the latest.
 *
 * @throws when it exits unexpectedly or does not answer within 30 seconds; the message holds its last output
 */
export async function startDevServer(input: DevServerInput): Promise<DevServerProcess> {
  // A process group of its own: Ctrl-C in a terminal would otherwise end it before those who still need it.
  const child = spawn(input.cliPath, devServerArgs(input), { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  endWithThisProcess(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-keptOutputBytes);
    });
  }
  const gone = new AbortController();
  child.once('error', (error) => {
    gone.abort(error);
  });
  child.once('close', (exitCode) => {
    gone.abort(new Error(`The Temporal server exited with code ${String(exitCode)} while starting:\n${output.trim()}`));
  });
  const pastDeadline = setTimeout(() => {
    gone.abort(
      new Error(`The Temporal server did not answer within ${String(startLimitMs / 1000)} s:\n${output.trim()}`),
    );
  }, startLimitMs);
  try {
    await waitForServer({ port: input.port, namespace: input.namespace, signal: gone.signal });
  } catch (error) {
    await end(child, 'SIGKILL');
    throw error;
  } finally {
    clearTimeout(pastDeadline);
  }
  // A server that someone forgot to stop must not keep this process alive.
  child.unref();
  for (const stream of [child.stdout, child.stderr]) if ('unref' in stream) (stream.unref as () => void)();
  return { end: (signal) => end(child, signal) };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  child.ref();
  const exited = once(child, 'exit');
  child.kill(signal);
  const impatient = setTimeout(() => child.kill('SIGKILL'), politeLimitMs);
  await exited;
  clearTimeout(impatient);
}

function devServerArgs(input: DevServerInput): string[] {
  const { port, uiPort, namespace, databaseFile, searchAttributes, dynamicConfig } = input;
  const args = ['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port), '--log-level', 'error'];
  args.push(...(uiPort === null ? ['--headless'] : ['--ui-port', String(uiPort)]));
  if (namespace !== 'default') args.push('--namespace', namespace);
  if (databaseFile !== null) args.push('--db-filename', databaseFile);
  // Without the first a workflow id can be used only once per second.
  const settings = { 'history.workflowIdReuseMinimalInterval': '0s', ...dynamicConfig };
  for (const [key, value] of Object.entries(settings)) {
    args.push('--dynamic-config-value', `${key}=${JSON.stringify(value)}`);
  }
  for (const [name, type] of Object.entries(searchAttributes)) args.push('--search-attribute', `${name}=${type}`);
  return args;
}
