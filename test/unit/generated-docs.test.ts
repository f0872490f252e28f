import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { generatedPages } from '../../scripts/docs/pages';
import { reasonHelp } from '../../src/domain/views/reason-help';

const repository = path.resolve(__dirname, '../..');

describe('A page that is made from the code', () => {
  it('is as the code is now: npm run docs makes it anew', async () => {
    const pages = await generatedPages();
    expect(pages.length).toBeGreaterThan(1);
    for (const { file, text } of pages) expect(readFileSync(path.join(repository, file), 'utf8')).toBe(text);
  });

  it('explains each reason in whole sentences', () => {
    const sentences = Object.values(reasonHelp).flatMap(({ happened, toDo }) => [happened, toDo]);
    expect(sentences.filter((text) => !/^[A-Z\w].*\.$/.test(text))).toEqual([]);
  });
});
