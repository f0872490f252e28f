import { mkdir, readdir, stat } from 'node:fs/promises';
import * as path from 'node:path';
import type { CliFetch, CliFetcher } from './cli-fetcher';
import { runProgram } from './run-program';
import { messageOf } from './thrown';

const downloadLimitMs = 600_000;
const stallLimitMs = 20_000;
const lookEveryMs = 500;
const reportEveryBytes = 25_000_000;

/**
 * Runs in a process of its own: starting the SDK's native runtime here would install its signal handlers in the caller's
 * process, and a download that hangs could not be ended.
 */
const program = `
const [, testingModule, downloadDir] = process.argv;
const { TestWorkflowEnvironment } = require(testingModule);
const server = { executable: { type: 'cached-download', downloadDir }, log: { format: 'pretty', level: 'error' } };
TestWorkflowEnvironment.createLocal({ server }).then((environment) => environment.teardown()).catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});`;

/** Fetches the Temporal CLI with the downloader of Temporal's own SDK, which starts the server once to prove that it runs. */
export function sdkDownload(): CliFetcher {
  return { name: "the SDK's own download", fetch };
}

async function fetch({ folder, progress }: CliFetch): Promise<string> {
  const downloads = path.join(folder, 'sdk');
  await mkdir(downloads);
  progress("Fetching the Temporal CLI with the SDK's own download");
  const stalled = new AbortController();
  const watch = watchGrowth({ folder: downloads, progress, stalled });
  try {
    await runProgram({
      command: process.execPath,
      args: ['-e', program, require.resolve('@temporalio/testing'), downloads],
      signal: AbortSignal.any([stalled.signal, AbortSignal.timeout(downloadLimitMs)]),
    });
  } catch (error) {
    throw new Error(innermostReason(error), { cause: error });
  } finally {
    clearInterval(watch);
  }
  const files = await readdir(downloads);
  const [file] = files.filter((name) => !name.endsWith('.downloading'));
  if (file === undefined) throw new Error('the SDK left no program');
  return path.join(downloads, file);
}

interface WatchGrowthInput {
  readonly folder: string;
  readonly progress: CliFetch['progress'];
  readonly stalled: AbortController;
}

/** Reports how much has arrived, and gives up when nothing arrives: a closed network may swallow the connection silently. */
function watchGrowth({ folder, progress, stalled }: WatchGrowthInput): NodeJS.Timeout {
  let bytes = 0;
  let reportedBytes = 0;
  let grewAtMs = Date.now();
  const look = async (): Promise<void> => {
    const now = await bytesIn(folder);
    if (now > bytes) grewAtMs = Date.now();
    bytes = now;
    if (bytes - reportedBytes >= reportEveryBytes) {
      reportedBytes = bytes;
      progress(`Still fetching, ${String(Math.round(bytes / 1e6))} MB unpacked`);
    }
    if (Date.now() - grewAtMs > stallLimitMs) {
      stalled.abort(new Error(`nothing arrived for ${String(stallLimitMs / 1000)} seconds`));
    }
  };
  return setInterval(() => void look(), lookEveryMs);
}

async function bytesIn(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  const sizes = await Promise.all(
    names.map((name) =>
      stat(path.join(folder, name)).then(
        (found) => found.size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** The SDK wraps the cause in its address, twice: what a person needs is the text after the last one. */
function innermostReason(thrown: unknown): string {
  const text = messageOf(thrown).trim();
  return text.split('): ').at(-1) ?? text;
}
