// Joins the built code that runs in the workflow sandbox into one file: every worker bundles it, with a source map of
// twice its size, and loads it module by module. One module without comments and spaces costs the least of all that.
// Run after tsc by npm run build.
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const room = join('lib', 'workflows');
const joined = 'joined.js';

await build({
  entryPoints: ['workflows/joined.ts'],
  outfile: join(room, joined),
  bundle: true,
  external: ['@temporalio/*'],
  format: 'cjs',
  platform: 'neutral',
  target: 'es2022',
  minify: true,
  // For stack traces.
  keepNames: true,
  legalComments: 'none',
});

for (const entry of readdirSync(room, { recursive: true, withFileTypes: true })) {
  const isCode = entry.isFile() && /\.js(\.map)?$/.test(entry.name);
  if (isCode && entry.name !== joined) rmSync(join(entry.parentPath, entry.name));
}

// What workflows/joined.ts calls them, and what they are called. Written out one by one: Node reads the names of a
// module's exports off its text.
const workflows = { cancel: 'cancelPayment', ledger: 'paymentLedger', refund: 'refundPayment' };
const door = [
  '"use strict";',
  'Object.defineProperty(exports, "__esModule", { value: true });',
  'const joined = require("./joined");',
  ...Object.entries(workflows).map(([inside, type]) => `exports.${type} = joined.${inside};`),
];
writeFileSync(join(room, 'index.js'), `${door.join('\n')}\n`);
