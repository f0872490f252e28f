// Copies the console's style sheets, script and icon beside its built code: tsc writes what it compiles and nothing else.
// Run after tsc by npm run build.
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const folder = join('src', 'console', 'assets');
const target = join('lib', folder);

mkdirSync(target, { recursive: true });
for (const file of readdirSync(folder)) {
  if (!file.endsWith('.ts')) copyFileSync(join(folder, file), join(target, file));
}
