import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { useStarted } from '../support/use-started';

const run = promisify(execFile);
const repository = path.resolve(__dirname, '../..');
const built = ['src', 'workflows', 'activities', 'examples', 'scripts'];
const needed = [...built, 'package.json', 'tsconfig.json', 'tsconfig.build.json'];

/** How a program of the copy ended, and what it wrote. */
export interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A copy of this repository in a temporary folder, built, which goes when it is stopped: other tests may build or read `lib` at the same time. */
export interface BuiltCopy {
  /** Runs a built file with Node, with these variables besides those of this process. */
  readonly node: (args: readonly string[], env?: Readonly<Record<string, string>>) => Promise<Ended>;
  readonly stop: () => Promise<void>;
}

/** The copy for the tests of a file. */
export function useBuiltCopy(): BuiltCopy {
  return useStarted(makeBuiltCopy, { timeoutMs: 120_000 });
}

/** Types are checked elsewhere: this only compiles. */
async function makeBuiltCopy(): Promise<BuiltCopy> {
  const folder = await mkdtemp(path.join(tmpdir(), 'reversals-built-'));
  for (const name of needed) await cp(path.join(repository, name), path.join(folder, name), { recursive: true });
  await symlink(path.join(repository, 'node_modules'), path.join(folder, 'node_modules'));
  const compiler = path.join(repository, 'node_modules/typescript/bin/tsc');
  await run(process.execPath, [compiler, '-p', 'tsconfig.build.json', '--noCheck', '--declaration', 'false'], {
    cwd: folder,
  });
  return {
    node: async (args, env = {}) => {
      try {
        const options = { cwd: folder, env: { ...process.env, ...env } };
        return { exitCode: 0, ...(await run(process.execPath, args, options)) };
      } catch (error) {
        const { code, stdout, stderr } = error as { code: unknown; stdout: string; stderr: string };
        return { exitCode: Number(code), stdout, stderr };
      }
    },
    stop: () => rm(folder, { recursive: true, force: true }),
  };
}
