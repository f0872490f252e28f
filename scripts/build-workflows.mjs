// Joins the workflows into one minified module, and the history guard into another (docs/adr/0014). Run after tsc by
// npm run build. Each gets a source map, so that stack traces name the lines of our sources.
import { writeFileSync } from 'node:fs';
import { decode, encode } from '@jridgewell/sourcemap-codec';
import { build } from 'esbuild';

const { outputFiles } = await build({
  entryPoints: ['workflows/joined.ts', 'workflows/history-guard.ts'],
  outdir: 'lib/workflows',
  bundle: true,
  external: ['@temporalio/*'],
  format: 'cjs',
  platform: 'neutral',
  target: 'es2022',
  minify: true,
  // The worker's log shows the line of an error whole.
  lineLimit: 160,
  // A frozen ledger names the transition that it refused.
  keepNames: true,
  legalComments: 'none',
  sourcemap: 'linked',
  write: false,
});

for (const { path, text } of outputFiles) {
  writeFileSync(path, path.endsWith('.map') ? JSON.stringify(onlyLines(JSON.parse(text))) : text);
}

/**
 * The map without the sources and with the lines alone. The SDK puts it into every bundle: in full, it would be larger than
 * the code. An empty content says that there is nothing to read: the sources are not shipped.
 */
function onlyLines({ sources, mappings, ...map }) {
  return {
    ...map,
    names: [],
    sources,
    sourcesContent: sources.map(() => ''),
    mappings: encode(decode(mappings).map(firstOfEachLine)),
  };
}

function firstOfEachLine(segments) {
  let last = '';
  return segments.flatMap(([column, source, line, sourceColumn]) => {
    const place = `${source}:${line}`;
    if (source === undefined || place === last) return [];
    last = place;
    return [[column, source, line, sourceColumn]];
  });
}
