import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { openPromise } from 'yauzl';

export interface UnzipEntryInput {
  readonly zipFile: string;
  /** Matches the name of the one entry that is wanted. */
  readonly entryName: RegExp;
  readonly destination: string;
}

/**
 * Writes the first matching entry of a zip file to a new file, as a stream. The destination is given by the caller, so a
 * name inside the zip file can lead nowhere else.
 *
 * @throws when the zip file is not readable, has no such entry, or the destination exists
 */
export async function unzipEntry({ zipFile, entryName, destination }: UnzipEntryInput): Promise<void> {
  const zip = await openPromise(zipFile, { lazyEntries: true, autoClose: false });
  try {
    for await (const entry of zip.eachEntry()) {
      if (!entryName.test(entry.fileName)) continue;
      await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(destination, { flags: 'wx' }));
      return;
    }
    throw new Error(`the zip file has no entry ${entryName.source}`);
  } finally {
    zip.close();
  }
}
