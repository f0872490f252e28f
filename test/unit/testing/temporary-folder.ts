import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';

/** A folder that one test may fill. */
export interface TemporaryFolder {
  readonly path: string;
  /** Writes a file that can be run and gives its path. */
  executable(name: string, script: string): Promise<string>;
  /** Every file below the folder, by its relative path. */
  files(): Promise<string[]>;
  remove(): Promise<void>;
}

export async function temporaryFolder(): Promise<TemporaryFolder> {
  const folder = await mkdtemp(path.join(tmpdir(), 'temporal-finder-'));
  return {
    path: folder,
    executable: async (name, script) => {
      const file = path.join(folder, name);
      await writeFile(file, `#!/bin/sh\n${script}\n`);
      await chmod(file, 0o755);
      return file;
    },
    files: async () => {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
