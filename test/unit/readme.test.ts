import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { parse } from 'yaml';
import { scripts } from '../../package.json';
import { environmentVariables } from '../../src/config';
import { reasonCodes } from '../../src/domain/model/reasons';
import { parseRules } from '../../src/rules/rules-file';
import { brokenLinksOf } from '../support/markdown';

const repository = path.resolve(__dirname, '../..');
const read = (file: string): string => readFileSync(path.join(repository, file), 'utf8');
const filesOf = (folder: string, ending: string): string[] =>
  readdirSync(path.join(repository, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .map((file) => path.join(folder, file));
const readme = read('README.md');
const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'SECURITY.md',
  ...filesOf('docs', '.md'),
  ...filesOf('examples', '.md'),
];
const written = documents.filter((file) => !file.startsWith('docs/reference/api/'));

interface Fence {
  readonly file: string;
  readonly language: string;
  readonly code: string;
}

/** The code of a document, without the indentation that a list gives it. */
function fencesOf(file: string): readonly Fence[] {
  return [...read(file).matchAll(/^( *)```(\w+)\n([^]*?)\n\1```$/gm)].map(
    ([, indent = '', language = '', code = '']) => ({
      file,
      language,
      code: code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    }),
  );
}

/** What is between `// #region NAME` and the next end in each file of the examples, moved to the left. */
function regionsOf(file: string): readonly string[] {
  return [...read(file).matchAll(/^ *\/\/ #region .+\n([^]*?)\n *\/\/ #endregion$/gm)].map(([, code = '']) => {
    const lines = code.split('\n');
    const indent = Math.min(...lines.filter((line) => line !== '').map((line) => line.search(/\S/)));
    return lines.map((line) => line.slice(indent)).join('\n');
  });
}

const runFiles = [
  ...filesOf('examples', '.ts'),
  ...filesOf('examples', '.yaml'),
  ...filesOf('test/e2e/consumer', '.ts'),
];

describe('The README', () => {
  it('has at most 160 lines of at most 120 columns', () => {
    const lines = readme.trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(160);
    expect(lines.filter((line) => line.length > 120)).toEqual([]);
  });

  it('shows every file of the first refund whole', () => {
    const shown = fencesOf('README.md').map(({ code }) => code);
    for (const file of filesOf('examples/first-refund', '')) expect(shown).toContain(read(file).trimEnd());
  });

  it('makes ten promises', () => {
    const [, section = ''] = readme.split('\n## Ten promises\n');
    expect((section.split('\n## ')[0] ?? '').match(/^- /gm)).toHaveLength(10);
  });
});

describe('The documents', () => {
  it.each(documents)('link only to what is there: %s', (file) => {
    expect(brokenLinksOf(path.join(repository, file))).toEqual([]);
  });

  it('show TypeScript only that is compiled and run', () => {
    const whole = runFiles.map((file) => read(file).trimEnd());
    const known = new Set([...whole, ...runFiles.flatMap((file) => regionsOf(file))]);
    const shown = written.flatMap(fencesOf).filter(({ language }) => language === 'ts');
    expect(shown.filter(({ code }) => !known.has(code))).toEqual([]);
    expect(shown.length).toBeGreaterThan(5);
  });

  it('show rules that a worker takes', () => {
    const shown = written.flatMap(fencesOf).filter(({ language }) => language === 'yaml');
    expect(shown.length).toBeGreaterThan(1);
    for (const { code } of shown) expect(parseRules(parse(code)).accounts.size).toBeGreaterThan(0);
  });

  it('name only scripts that can be run', () => {
    const named = written.flatMap((file) => [...read(file).matchAll(/npm run (?:--silent )?([a-z:-]+)/g)]);
    expect(named).not.toEqual([]);
    expect(named.map(([, name = '']) => name).filter((name) => !(name in scripts))).toEqual([]);
  });

  it('say of each variable of the environment what the program says', () => {
    const text = read('docs/reference/configuration.md').replace(/\s+/g, ' ');
    for (const [name, meaning] of Object.entries(environmentVariables)) {
      expect(text).toContain(`| \`${name}\` | ${meaning} |`);
    }
  });

  it('quote messages, phases and reasons as the program writes them', () => {
    const sources = filesOf('src', '.ts').map(read);
    const entries = [...read('docs/reference/troubleshooting.md').matchAll(/^- \*\*([^]*?)\*\*/gm)];
    const ours = entries
      .map(([, entry = '']) => entry.replace(/\s+/g, ' '))
      .filter((entry) => !/Temporal's UI|npm/.test(entry));
    const quoted = ours.flatMap((entry) => [...entry.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text));
    const words = quoted.flatMap((text) => text.replace(' …', '').split(/^(?:waiting|stuck): /));
    expect(words.filter((text) => !sources.some((source) => source.includes(text)))).toEqual([]);
    expect(quoted.filter((text) => (reasonCodes as readonly string[]).includes(text)).length).toBeGreaterThan(3);
  });
});
