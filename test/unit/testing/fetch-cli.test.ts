import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, stat, utimes, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import type { CliFetcher } from '../../../src/testing/cli-fetcher';
import { findTemporalServer } from '../../../src/testing/find-temporal-server';
import { fetcherOf } from './fake-fetcher';
import type { TemporaryFolder } from './temporary-folder';
import { temporaryFolder } from './temporary-folder';

describe('the cache of the Temporal CLI', () => {
  let cache: TemporaryFolder;
  const lines: string[] = [];
  const progress = (line: string): void => void lines.push(line);

  async function find(fetcher: CliFetcher): Promise<string> {
    const found = await findTemporalServer({ cacheFolder: cache.path, fetchers: [fetcher], progress });
    if (found.kind !== 'binary') throw new Error('expected a program');
    return found.path;
  }

  beforeEach(async () => {
    lines.length = 0;
    cache = await temporaryFolder();
  });
  afterEach(() => cache.remove());

  it('keeps one file, which can be run, and no lock', async () => {
    const file = await find(fetcherOf('program'));
    expect(await cache.files()).toEqual([path.basename(file)]);
    expect((await stat(file)).mode & 0o111).toBe(0o111);
  });

  it('fetches once when several finders start at once', async () => {
    const fetcher = fetcherOf('program');
    const found = await Promise.all(Array.from({ length: 8 }, () => find(fetcher)));
    expect(new Set(found).size).toBe(1);
    expect(fetcher.fetched()).toBe(1);
    expect(lines).toContain('Another run is fetching the Temporal CLI: waiting for it');
  });

  it('lets the next finder fetch when the one before it failed', async () => {
    let calls = 0;
    const good = fetcherOf('program');
    const failsOnce: CliFetcher = {
      name: 'fails once',
      fetch: (input) => {
        calls += 1;
        return calls === 1 ? Promise.reject(new Error('interrupted')) : good.fetch(input);
      },
    };
    const results = await Promise.allSettled([find(failsOnce), find(failsOnce)]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(good.fetched()).toBe(1);
  });

  it('throws a damaged program away and fetches it again', async () => {
    const fetcher = fetcherOf('program');
    const file = await find(fetcher);
    await writeFile(file, 'prog');
    expect(await find(fetcher)).toBe(file);
    expect(await readFile(file, 'utf8')).toBe('program');
    expect(fetcher.fetched()).toBe(2);
  });

  it('takes over a lock whose process is gone', async () => {
    const child = spawn('true');
    await once(child, 'exit');
    await writeFile(path.join(cache.path, 'fetch.lock'), String(child.pid));
    await find(fetcherOf('program'));
    expect(await cache.files()).toHaveLength(1);
  });

  it('takes over a lock that a living process has not touched for a minute', async () => {
    const lock = path.join(cache.path, 'fetch.lock');
    const aMinuteAgo = new Date(Date.now() - 60_000);
    await writeFile(lock, String(process.pid));
    await utimes(lock, aMinuteAgo, aMinuteAgo);
    await find(fetcherOf('program'));
    expect(await cache.files()).toHaveLength(1);
  });
});
