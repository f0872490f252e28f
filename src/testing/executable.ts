import { access, constants, stat } from 'node:fs/promises';
import * as path from 'node:path';

/** The file name of the Temporal CLI on this platform. */
export const cliFileName = process.platform === 'win32' ? 'temporal.exe' : 'temporal';

/** Whether this is a file that this user may run. */
export async function isExecutableFile(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}

/** The first `temporal` in the folders of a PATH variable, or null. Relative folders are left out: they mean another place in each process. */
export async function findCliOnPath(pathVariable: string): Promise<string | null> {
  for (const folder of pathVariable.split(path.delimiter)) {
    if (!path.isAbsolute(folder)) continue;
    const candidate = path.join(folder, cliFileName);
    if (await isExecutableFile(candidate)) return candidate;
  }
  return null;
}
