// Shrinks the built code that runs in the workflow sandbox: every worker bundles it, with a source map of the same size
// again, and every cached workflow holds it. Names of functions stay, for stack traces. Run after tsc by npm run build.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { minifySync } from '@swc/core';

const rooms = ['workflows', 'src/domain', 'src/contract'];

for (const room of rooms) {
  for (const entry of readdirSync(join('lib', room), { recursive: true, withFileTypes: true })) {
    // A door stays as it is: Node reads its names off the text when it is imported as a module.
    if (!entry.isFile() || !entry.name.endsWith('.js') || entry.name === 'index.js') continue;
    const file = join(entry.parentPath, entry.name);
    const { code } = minifySync(readFileSync(file, 'utf8'), {
      // A module's own scope is private: what leaves it goes through `exports`.
      compress: { toplevel: true, keep_fnames: true, passes: 2 },
      mangle: { toplevel: true, keep_fnames: true, keepClassNames: true },
      format: { comments: false },
    });
    writeFileSync(file, code);
    // It would point into lines that are no more.
    rmSync(`${file}.map`, { force: true });
  }
}
