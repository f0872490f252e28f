import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';

/** The version of this package, from the nearest `package.json` above this file, compiled or not. */
export function packageVersion(folder: string = __dirname): string {
  const file = path.join(folder, 'package.json');
  if (!existsSync(file)) return packageVersion(path.dirname(folder));
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string };
  return version;
}
