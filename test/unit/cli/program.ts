import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as path from 'node:path';
import type { Readable } from 'node:stream';
import { bareEnvironment } from './terminal';

const tree = path.resolve(__dirname, '../../..');

/** The program as its own process, from the sources. It does not outlive the test run. */
export function program(argv: readonly string[], env: Readonly<Record<string, string>>) {
  const hook = path.join(tree, 'test/support/typescript-hook.cjs');
  const child = spawn(process.execPath, ['--require', hook, path.join(tree, 'src/cli/main.ts'), ...argv], {
    env: { PATH: process.env['PATH'], TEMPORAL_CONFIG_FILE: bareEnvironment['TEMPORAL_CONFIG_FILE'], ...env },
  });
  process.once('exit', () => child.kill('SIGKILL'));
  const exited = once(child, 'exit');
  const written = { stdout: '', stderr: '' };
  const keep = (name: 'stdout' | 'stderr', stream: Readable) =>
    stream.on('data', (chunk: Buffer) => (written[name] += chunk.toString()));
  keep('stdout', child.stdout);
  keep('stderr', child.stderr);
  return {
    /** Standard output, once it holds this. */
    printed: async (pattern: RegExp): Promise<string> => {
      while (!pattern.test(written.stdout)) {
        const [code] = (await Promise.race([once(child.stdout, 'data'), exited])) as unknown[];
        if (typeof code === 'number') throw new Error(`${argv.join(' ')} ended with ${code}: ${written.stderr}`);
      }
      return written.stdout;
    },
    said: () => written.stderr + written.stdout,
    signal: (signal: NodeJS.Signals) => child.kill(signal),
    ended: async (): Promise<unknown> => (await exited)[0],
  };
}
