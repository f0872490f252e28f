import { chmod, mkdir, readdir, rename, rm } from 'node:fs/promises';
import * as path from 'node:path';
import { sha256OfFile } from './file-digest';
import type { Progress } from './temporal-server-sources';
import { temporalWheelVersion } from './temporal-wheel-pins';

const keptName = /^temporal-([0-9a-f]{64})$/;

/** The folder of a cache that holds programs for this platform and this package's choice of version. */
export function cliFolderIn(cacheFolder: string): string {
  return path.join(cacheFolder, `temporal-cli-${temporalWheelVersion}-${process.platform}-${process.arch}`);
}

export interface CachedCliInput {
  readonly cacheFolder: string;
  readonly progress: Progress;
}

/**
 * A program that was kept before, or null. A kept file is named for its sha256 and is read whole before it is trusted
 * (0.2 seconds); one that was cut short or changed is thrown away.
 */
export async function cachedCli({ cacheFolder, progress }: CachedCliInput): Promise<string | null> {
  const folder = cliFolderIn(cacheFolder);
  const names = await readdir(folder).catch(() => []);
  for (const name of names.sort()) {
    const expectedSha256 = keptName.exec(name)?.[1];
    if (expectedSha256 === undefined) continue;
    const file = path.join(folder, name);
    if ((await sha256OfFile(file)) === expectedSha256) return file;
    progress('The cached Temporal CLI is damaged and is thrown away');
    await rm(file, { force: true });
  }
  return null;
}

export interface KeepCliInput {
  readonly cacheFolder: string;
  /** A finished file inside the cache folder; it is moved, not copied. */
  readonly file: string;
}

/** Keeps a fetched program. It appears under its final name whole or not at all. Safe to repeat with the same bytes. */
export async function keepCli({ cacheFolder, file }: KeepCliInput): Promise<string> {
  const folder = cliFolderIn(cacheFolder);
  await mkdir(folder, { recursive: true });
  const kept = path.join(folder, `temporal-${await sha256OfFile(file)}`);
  await chmod(file, 0o755);
  await rename(file, kept);
  return kept;
}
