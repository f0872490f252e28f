import { existsSync, readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { parse } from 'yaml';
import { scripts } from '../../package.json';
import { exitCodes } from '../../src/cli/exit-code';
import { processIo } from '../../src/cli/io';
import { runCli } from '../../src/cli/run-cli';
import { environmentVariables } from '../../src/config';
import { reasonCodes } from '../../src/domain/model/reasons';
import { parseRules } from '../../src/rules/rules-file';

const repository = path.resolve(__dirname, '../..');
const read = (file: string): string => readFileSync(path.join(repository, file), 'utf8');
const readme = read('README.md');
const lines = readme.split('\n');

/** The text under a heading, up to the next one of the same level. */
function section(heading: string): string {
  const after = readme.split(`\n## ${heading}\n`)[1];
  if (after === undefined) throw new Error(`README.md has no section "${heading}"`);
  return after.split('\n## ')[0] ?? '';
}

/** The cells of the rows of a section's first table, without its head. */
function rowsOf(text: string): readonly (readonly string[])[] {
  const rows = text.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((row) => [...row.split('|')].slice(1, -1).map((cell) => cell.trim()));
}

/** A fence, and the comment before it that says where it comes from. */
interface Fence {
  readonly language: string;
  readonly source: string | null;
  readonly code: string;
}

function fences(): readonly Fence[] {
  const found: Fence[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const language = /^```(\w+)$/.exec(lines[at] ?? '')?.[1];
    if (language === undefined) continue;
    const end = lines.indexOf('```', at);
    const source = /^<!-- region (.+) -->$/.exec(lines[at - 2] ?? '')?.[1] ?? null;
    found.push({ language, source, code: lines.slice(at + 1, end).join('\n') });
    at = end;
  }
  return found;
}

/** `FILE` whole, or `FILE NAME`: what stands between `// #region NAME` and the next end, moved to the left. */
function region(source: string): string {
  const [file = '', name] = source.split(' ');
  const text = read(file).trimEnd();
  if (name === undefined) return text;
  const all = text.split('\n');
  const start = all.findIndex((line) => line.trim() === `// #region ${name}`);
  const end = all.findIndex((line, index) => index > start && line.trim() === '// #endregion');
  if (start < 0 || end < 0) throw new Error(`${file} has no region ${name}`);
  const inside = all.slice(start + 1, end);
  const indent = Math.min(...inside.filter((line) => line !== '').map((line) => line.search(/\S/)));
  return inside.map((line) => line.slice(indent)).join('\n');
}

const links = [...readme.matchAll(/\[([^\]]+)\]\(([^)#]+)\)/g)].map(([, text = '', target = '']) => ({ text, target }));

describe('the README', () => {
  it.each(fences().filter(({ language }) => language === 'ts'))(
    'shows code that is compiled and run: $source',
    ({ source, code }) => {
      expect(source).not.toBeNull();
      expect(code).toBe(region(source ?? ''));
    },
  );

  it('links only to what is there', () => {
    expect(links.filter(({ target }) => !existsSync(path.join(repository, target)))).toEqual([]);
  });

  it.each(links.filter(({ target }) => target.endsWith('.test.ts')))(
    'points at a test that exists: $text',
    ({ text, target }) => {
      const titles = [...read(target).matchAll(/(?:it|describe|\))[^'\n]*\((?:\n\s*)?'((?:[^'\\]|\\.)+)'/g)];
      expect(titles.map(([, title = '']) => title)).toContainEqual(expect.stringContaining(text));
    },
  );

  it('proves every guarantee and every row of its decision table by a test', () => {
    const rows = [...rowsOf(section('What it guarantees')), ...rowsOf(section('What it decides'))];
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.filter((cells) => !/\.test\.ts\)/.test(cells.at(-1) ?? ''))).toEqual([]);
  });

  it('has the rows of the decision table as the code has them, in its order, each with a test of its own', () => {
    const decide = read('src/domain/decision/decide.ts');
    const rowOf = new Map(
      [...decide.matchAll(/\/\*\* Row (\d+): [^]*?\nfunction (\w+)/g)].map(([, row, f]) => [f, row]),
    );
    const [, order = ''] = /const rows: readonly Row\[\] = \[([^\]]*)\]/.exec(decide) ?? [];
    const inCode = [...order.matchAll(/\w+/g)].map(([name]) => rowOf.get(name));
    const rows = rowsOf(section('What it decides'));
    // The last row answers what the others left, so it is in no list.
    expect(rows.map(([row]) => row)).toEqual([...inCode, rowOf.get('nothingCaptured')]);
    for (const [row, , , , proof] of rows) expect(proof).toContain(`[Row ${row ?? ''}: `);
  });

  it('says of each variable of the environment what the program says', () => {
    const told = rowsOf(section('Configuration')).map(([name, meaning]) => [name, meaning]);
    expect(told).toEqual(Object.entries(environmentVariables).map(([name, meaning]) => [`\`${name}\``, meaning]));
  });

  it('shows rules that a worker takes', () => {
    const yaml = fences().filter(({ language }) => language === 'yaml');
    expect(yaml).toHaveLength(1);
    for (const { code } of yaml) expect([...parseRules(parse(code)).accounts.keys()]).toEqual(['stripe-production']);
  });

  it('lists the commands and exit codes of the program', async () => {
    let help = '';
    const stdout = { write: (text: string) => (help += text) };
    await runCli(['--help'], { ...processIo(), stdout });
    const [, commands = ''] = help.split('\nCommands:\n');
    const ofProgram = [...commands.matchAll(/^ {2}([a-z-]+) /gm)].map(([, name]) => name);
    const listed = rowsOf(section('Command line')).flatMap(([cell = '']) => [...cell.matchAll(/`([a-z-]+)`/g)]);
    expect(listed.map(([, name]) => name).sort()).toEqual(ofProgram.filter((name) => name !== 'help').sort());

    const [, codes = ''] = /Exit codes: ([^]*?)\n\n/.exec(section('Command line')) ?? [];
    const numbers = codes.split(/;\s/).map((part) => Number.parseInt(part, 10));
    expect(numbers).toEqual(Object.values(exitCodes));
  });

  it('names only scripts that can be run', () => {
    const named = [...readme.matchAll(/npm run (?:--silent )?([a-z:]+)/g)].map(([, name = '']) => name);
    expect(named).not.toEqual([]);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it('quotes messages, phases and reasons as the program writes them', () => {
    const files = readdirSync(path.join(repository, 'src'), { recursive: true, encoding: 'utf8' });
    const sources = files.filter((file) => file.endsWith('.ts')).map((file) => read(path.join('src', file)));
    const ours = rowsOf(section('When something is wrong')).filter(([cell = '']) => !/Temporal's UI|npm/.test(cell));
    const quoted = ours.flatMap(([cell = '']) => [...cell.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text));
    const words = quoted.flatMap((text) => text.replace(' …', '').split(/^(?:waiting|stuck): /));
    const missing = words.filter((text) => !sources.some((source) => source.includes(text)));
    expect(missing).toEqual([]);
    expect(quoted.filter((text) => (reasonCodes as readonly string[]).includes(text)).length).toBeGreaterThan(3);
  });
});
