import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';

const docs = path.resolve(__dirname, '../../docs');
const text = readFileSync(path.join(docs, 'guarantees.md'), 'utf8');
const links = [...text.matchAll(/\[([^\]]+)\]\(([^)#]+)\)/g)].map(([, words = '', target = '']) => ({ words, target }));

describe('docs/guarantees.md', () => {
  it('links only to what is there', () => {
    expect(links.filter(({ target }) => !existsSync(path.join(docs, target)))).toEqual([]);
  });

  it.each(links.filter(({ target, words }) => target.endsWith('.test.ts') && !words.startsWith('The audit')))(
    'names a test that exists: $words',
    ({ words, target }) => {
      expect(readFileSync(path.join(docs, target), 'utf8')).toContain(words);
    },
  );

  it('links every promise to the test that proves it', () => {
    const promises = text.split('\n### ').slice(1);
    expect(promises.filter((promise) => !promise.includes('**Tests.**'))).toEqual([]);
  });
});
