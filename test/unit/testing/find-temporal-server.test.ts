import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import type { FindTemporalServerInput } from '../../../src/testing/find-temporal-server';
import { findTemporalServer } from '../../../src/testing/find-temporal-server';
import type { TemporalServerNotFoundError } from '../../../src/testing/temporal-server-not-found-error';
import { fetcherOf, fetcherThatFails } from './fake-fetcher';
import type { TemporaryFolder } from './temporary-folder';
import { temporaryFolder } from './temporary-folder';

describe('the finder of a Temporal server', () => {
  let folder: TemporaryFolder;
  let cache: TemporaryFolder;
  let everyWay: FindTemporalServerInput;
  const lines: string[] = [];
  const progress = (line: string): void => void lines.push(line);

  beforeEach(async () => {
    lines.length = 0;
    folder = await temporaryFolder();
    cache = await temporaryFolder();
    everyWay = {
      address: 'temporal.example:7233',
      cliPath: await folder.executable('my-temporal', 'echo given'),
      pathVariable: path.dirname(await folder.executable('temporal', 'echo on path')),
      cacheFolder: cache.path,
      fetchers: [fetcherOf('first', 'the first download'), fetcherOf('second', 'the second download')],
      progress,
    };
    await findTemporalServer({ cacheFolder: cache.path, fetchers: [fetcherOf('cached')], progress });
  });
  afterEach(() => Promise.all([folder.remove(), cache.remove()]));

  it('takes the given address without looking for anything', async () => {
    expect(await findTemporalServer(everyWay)).toEqual({ kind: 'address', address: 'temporal.example:7233' });
  });

  it.each([
    { missing: 'no address', take: 'TEMPORAL_CLI_PATH', content: 'echo given', removed: {} },
    { missing: 'nor a path', take: '`temporal` on PATH', content: 'echo on path', removed: { cliPath: undefined } },
    {
      missing: 'nor a `temporal` on PATH',
      take: 'the cache',
      content: 'cached',
      removed: { cliPath: undefined, pathVariable: '' },
    },
  ])('takes $take when there is $missing', async ({ take, content, removed }) => {
    const found = await findTemporalServer({ ...everyWay, address: undefined, ...removed });
    expect(found).toMatchObject({ kind: 'binary', how: take });
    expect(await readFile((found as { path: string }).path, 'utf8')).toContain(content);
  });

  describe('with an empty cache', () => {
    let input: FindTemporalServerInput;

    beforeEach(async () => {
      await cache.remove();
      input = { ...everyWay, address: undefined, cliPath: undefined, pathVariable: undefined };
    });

    it('fetches by the first way that works, and the second time takes it from the cache', async () => {
      expect(await findTemporalServer(input)).toMatchObject({ how: 'the first download' });
      expect(await findTemporalServer(input)).toMatchObject({ how: 'the cache' });
    });

    it('continues with the next way when one fails, and logs why', async () => {
      const fetchers = [fetcherThatFails('the web is shut off'), fetcherOf('second', 'the second download')];
      expect(await findTemporalServer({ ...input, fetchers })).toMatchObject({ how: 'the second download' });
      expect(lines).toContain('That did not work (the web is shut off)');
    });

    it('lists every way with its reason, and what to do, when none leads to a server', async () => {
      const fetchers = [fetcherThatFails('no web', 'download A'), fetcherThatFails('no pip', 'download B')];
      const error = await findTemporalServer({ ...input, fetchers }).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ name: 'TemporalServerNotFoundError' });
      const { message } = error as TemporalServerNotFoundError;
      expect(message.split('\n').filter((line) => /^ {2}\d\. /.test(line))).toEqual([
        '  1. TEMPORAL_ADDRESS: not set',
        '  2. TEMPORAL_CLI_PATH: not set',
        '  3. `temporal` on PATH: not found',
        `  4. a cached program: none in ${cache.path}`,
        '  5. download A: no web',
        '  6. download B: no pip',
      ]);
      expect(message).toContain('Do one of these, then run again:');
    });

    it('leaves nothing in the cache when every way failed', async () => {
      const fetchers = [fetcherThatFails('no web')];
      await expect(findTemporalServer({ ...input, fetchers })).rejects.toThrow('No Temporal server was found');
      expect(await cache.files()).toEqual([]);
    });

    it('never shows a password that stood in an address', async () => {
      const fetchers = [fetcherThatFails('cannot reach https://user:secret@index.example/simple')];
      await expect(findTemporalServer({ ...input, fetchers })).rejects.toThrow(
        'cannot reach https://index.example/simple',
      );
    });

    it('says that the cache folder cannot be used when it cannot be written', async () => {
      const cacheFolder = await folder.executable('a-file', '');
      await expect(findTemporalServer({ ...input, cacheFolder })).rejects.toThrow('the cache folder cannot be used');
    });
  });

  it('refuses a given path that cannot be run, instead of silently taking another program', async () => {
    const cliPath = path.join(folder.path, 'missing');
    await expect(findTemporalServer({ ...everyWay, address: undefined, cliPath })).rejects.toThrow(
      `TEMPORAL_CLI_PATH names ${cliPath}, which is not a file that can be run`,
    );
  });

  it('does not take a `temporal` from PATH that is a folder or is not executable', async () => {
    const input = {
      ...everyWay,
      address: undefined,
      cliPath: undefined,
      pathVariable: `${cache.path}:relative:/nonexistent`,
    };
    expect(await findTemporalServer(input)).toMatchObject({ how: 'the cache' });
  });
});
