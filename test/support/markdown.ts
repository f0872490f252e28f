import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { testTitlesOf } from './test-titles';

export interface MarkdownLink {
  readonly text: string;
  /** As it is written, without what follows a `#`. */
  readonly target: string;
  /** The file or folder that it names. */
  readonly file: string;
}

/** The links of a Markdown text to files, pictures too. Links to other sites are left out. */
export function linksOf(markdownFile: string): readonly MarkdownLink[] {
  const text = readFileSync(markdownFile, 'utf8').replace(/^```[^]*?^```$/gm, '');
  return [...text.matchAll(/\[((?:[^[\]]|\[\])+)\]\(([^)#\s]+)[^)]*\)/g)]
    .map(([, words = '', target = '']) => ({ text: words.replace(/\s+/g, ' '), target }))
    .filter(({ target }) => !/^https?:/.test(target))
    .map((link) => ({ ...link, file: path.resolve(path.dirname(markdownFile), link.target) }));
}

/** Links to what is not there. */
export function brokenLinksOf(markdownFile: string): readonly string[] {
  return linksOf(markdownFile)
    .filter(({ file }) => !existsSync(file))
    .map(({ target }) => target);
}

/** A title as documents write it: what differs from case to case is an ellipsis. */
export function writtenTitlesOf(testFile: string): readonly string[] {
  return testTitlesOf(testFile).map((title) => title.replace(/%[a-z]|\$[a-z]\w*(\.\w+)*/gi, '…'));
}
