import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';

/** A file that every page may load. Its name changes with its content, so that browsers may keep it. */
export interface Asset {
  readonly path: string;
  readonly type: string;
  readonly content: string;
}

/** The parts of the one style sheet, in the order in which they apply. */
const styles = ['colours.css', 'page.css', 'status.css', 'table.css', 'money.css', 'form.css', 'reversal.css'];

// The files are beside this one, in the sources and in the build, which copies them.
const read = (file: string): string => readFileSync(path.join(__dirname, file), 'utf8');

export const assets = {
  style: asset('console', 'css', 'text/css; charset=utf-8', styles.map(read).join('')),
  script: asset('console', 'js', 'text/javascript; charset=utf-8', read('live.js')),
  icon: asset('icon', 'svg', 'image/svg+xml', read('icon.svg')),
} as const;

function asset(name: string, ending: string, type: string, content: string): Asset {
  const version = createHash('sha256').update(content).digest('hex').slice(0, 12);
  return { path: `/assets/${name}.${version}.${ending}`, type, content };
}
