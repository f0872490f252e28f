import { createHash } from 'node:crypto';
import { icon } from './icon';
import { liveScript } from './live-script';
import { stylesheet } from './stylesheet';

/** A file that every page may load. Its name changes with its content, so that browsers may keep it. */
export interface Asset {
  readonly path: string;
  readonly type: string;
  readonly content: string;
}

export const assets = {
  style: asset('console', 'css', 'text/css; charset=utf-8', stylesheet),
  script: asset('console', 'js', 'text/javascript; charset=utf-8', liveScript),
  icon: asset('icon', 'svg', 'image/svg+xml', icon),
} as const;

function asset(name: string, ending: string, type: string, content: string): Asset {
  const version = createHash('sha256').update(content).digest('hex').slice(0, 12);
  return { path: `/assets/${name}.${version}.${ending}`, type, content };
}
