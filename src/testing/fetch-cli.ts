import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import * as path from 'node:path';
import { cachedCli, keepCli } from './cli-cache';
import type { CliFetcher } from './cli-fetcher';
import { withFetchLock } from './fetch-lock';
import { reasonOf } from './thrown';
import type { Progress } from './temporal-server-sources';

export interface FetchCliInput {
  readonly cacheFolder: string;
  readonly fetchers: readonly CliFetcher[];
  readonly progress: Progress;
}

/** How the fetching ended: with a program, or with the reason of each way that failed, in the order of the fetchers. */
export type FetchCliResult =
  | { readonly kind: 'fetched'; readonly path: string; readonly how: string }
  | { readonly kind: 'failed'; readonly reasons: readonly string[] };

/**
 * Fetches the Temporal CLI into the cache by the first way that works. Of several runs at once, in this process or in
 * others, one fetches and the others take what it brought. Leaves nothing behind of a way that failed.
 *
 * @throws when the cache folder cannot be written
 */
export async function fetchCli({ cacheFolder, fetchers, progress }: FetchCliInput): Promise<FetchCliResult> {
  await mkdir(cacheFolder, { recursive: true });
  return withFetchLock({ file: path.join(cacheFolder, 'fetch.lock'), progress }, async () => {
    const already = await cachedCli({ cacheFolder, progress });
    if (already !== null) return { kind: 'fetched', path: already, how: 'fetched by another run' };
    const reasons: string[] = [];
    for (const fetcher of fetchers) {
      try {
        return { kind: 'fetched', path: await fetchWith({ fetcher, cacheFolder, progress }), how: fetcher.name };
      } catch (error) {
        const reason = reasonOf(error);
        reasons.push(reason);
        progress(`That did not work (${reason})`);
      }
    }
    return { kind: 'failed', reasons };
  });
}

interface FetchWithInput {
  readonly fetcher: CliFetcher;
  readonly cacheFolder: string;
  readonly progress: Progress;
}

async function fetchWith({ fetcher, cacheFolder, progress }: FetchWithInput): Promise<string> {
  const startedAtMs = Date.now();
  const folder = await mkdtemp(path.join(cacheFolder, 'fetching-'));
  try {
    const file = await fetcher.fetch({ folder, progress });
    const kept = await keepCli({ cacheFolder, file });
    progress(`The Temporal CLI is ready after ${((Date.now() - startedAtMs) / 1000).toFixed(1)} s: ${kept}`);
    return kept;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
