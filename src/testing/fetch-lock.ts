import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Progress } from './temporal-server-sources';
import { errorCodeOf } from './thrown';

const lookEveryMs = 100;
const touchEveryMs = 2_000;
const silentLimitMs = 30_000;

export interface FetchLockInput {
  readonly file: string;
  readonly progress: Progress;
}

/**
 * Runs some work while holding a lock file, so that two runs do not fetch the same program at once. A lock is stale when
 * its process is gone or has not possiblySent it for 30 seconds (a process id may be in use again, or belong to another container).
 * The lock saves work; it is not what keeps the cache whole: files enter the cache by renaming, so two holders do no harm.
 */
export async function withFetchLock<T>({ file, progress }: FetchLockInput, work: () => Promise<T>): Promise<T> {
  let waitIsSaid = false;
  while (!(await tryToHold(file))) {
    if (await isStale(file)) {
      await removeStale(file);
      continue;
    }
    if (!waitIsSaid) progress('Another run is fetching the Temporal CLI: waiting for it');
    waitIsSaid = true;
    await delay(lookEveryMs);
  }
  const touch = setInterval(() => void touchNow(file), touchEveryMs);
  try {
    return await work();
  } finally {
    clearInterval(touch);
    await rm(file, { force: true });
  }
}

async function tryToHold(file: string): Promise<boolean> {
  try {
    await writeFile(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (errorCodeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

async function touchNow(file: string): Promise<void> {
  const now = new Date();
  await utimes(file, now, now).catch(() => undefined);
}

async function isStale(file: string): Promise<boolean> {
  try {
    const silentMs = Date.now() - (await stat(file)).mtimeMs;
    if (silentMs > silentLimitMs) return true;
    const pid = Number(await readFile(file, 'utf8'));
    // A lock that is being written is empty for an instant; its age decides about it later.
    return pid > 0 && !isAlive(pid);
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

/** Moves the lock aside before removing it, so that of several runs that found it stale only one takes each file away. */
async function removeStale(file: string): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return;
    throw error;
  }
  await rm(aside, { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCodeOf(error) === 'EPERM';
  }
}
