import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { transform } from 'esbuild';
import { assets } from '../../../src/console/assets/assets';
import { consoleApp } from '../../../src/console/app';
import type { ConsoleOptions } from '../../../src/console/options';
import { demoSignIn } from '../../../src/console/sign-in/demo-sign-in';

const folder = path.resolve(__dirname, '../../../src/console');
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' });
const style = assets.style.content.replaceAll(/\/\*.*?\*\//gs, '');
const all = (pattern: RegExp, text: string): readonly string[] =>
  [...new Set([...text.matchAll(pattern)].map(([, name = '']) => name))].toSorted();

describe('The style sheet of the console', () => {
  it('holds every CSS file', () => {
    const files = sources.filter((file) => file.endsWith('.css'));
    expect(files.length).toBeGreaterThan(3);
    expect(
      files.filter((file) => !assets.style.content.includes(readFileSync(path.join(folder, file), 'utf8'))),
    ).toEqual([]);
  });

  it('has no fault that a CSS parser reports', async () => {
    expect((await transform(style, { loader: 'css' })).warnings).toEqual([]);
    expect((await transform('a { color red }', { loader: 'css' })).warnings).toHaveLength(1);
  });

  it('defines every colour that it uses, in both schemes', () => {
    const [light = '', dark = ''] = [...style.matchAll(/:root \{([^}]*)\}/g)].map(([, block]) => block);
    expect(all(/(--[a-z-]+):/g, light)).toEqual(all(/var\((--[a-z-]+)\)/g, style));
    expect(all(/(--[a-z-]+):/g, dark)).toEqual(all(/(--[a-z-]+):/g, light));
  });

  it('has no rule for a class that no page has', () => {
    const code = sources
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(path.join(folder, file), 'utf8'));
    const words = new Set(
      [...code, readFileSync(path.join(folder, '../domain/views/status-words.ts'), 'utf8')]
        .join(' ')
        .split(/[^A-Za-z-]+/),
    );
    const made = /^(bar|t)-/;
    const unused = all(/\.([a-z][a-z-]*)/g, style).filter((name) => !words.has(name.replace(made, '')));
    expect(unused).toEqual([]);
  });
});

describe('The files of the console', () => {
  const key = Buffer.alloc(32, 7);
  const app = consoleApp({ signIn: demoSignIn(key), key, hosts: null } as unknown as ConsoleOptions);

  it.each(Object.entries(assets))(
    'are served to everybody and kept by browsers for a year: %s',
    async (_name, asset) => {
      const answer = await app.request(asset.path);
      expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([
        200,
        asset.type,
        'public, max-age=31536000, immutable',
      ]);
      expect(await answer.text()).toBe(asset.content);
      expect(asset.content.length).toBeGreaterThan(100);
    },
  );
});
