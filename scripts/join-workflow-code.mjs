// Joins the built code that runs in the workflow sandbox into one file: every worker bundles it, with a source map of
// twice its size, and loads it module by module. One module without comments and spaces costs the least of all that.
// Run after tsc by npm run build.
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const room = join('lib', 'workflows');
const joined = 'index.js';

await build({
  entryPoints: ['workflows/index.ts'],
  outfile: join(room, joined),
  bundle: true,
  external: ['@temporalio/*'],
  format: 'cjs',
  // So that it names its exports in a way that Node reads off the text, for those who import it as an ES module.
  platform: 'node',
  target: 'es2022',
  minify: true,
  // For stack traces.
  keepNames: true,
  legalComments: 'none',
});

for (const entry of readdirSync(room, { recursive: true, withFileTypes: true })) {
  const isCode = entry.isFile() && /\.js(\.map)?$/.test(entry.name);
  if (isCode && join(entry.parentPath, entry.name) !== join(room, joined)) rmSync(join(entry.parentPath, entry.name));
}
