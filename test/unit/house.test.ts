import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { dependencies, devDependencies, scripts, version } from '../../package.json';

const repository = path.resolve(__dirname, '../..');
const read = (file: string): string => readFileSync(path.join(repository, file), 'utf8');

function filesIn(folder: string): readonly string[] {
  const files = readdirSync(path.join(repository, folder), { recursive: true, encoding: 'utf8' });
  return files.map((file) => path.posix.join(folder, file));
}

const packages = Object.entries({ ...dependencies, ...devDependencies });
const rooms = ['src', 'workflows', 'activities', 'examples', 'scripts', 'test', 'docs'];

describe('the house', () => {
  it('pins every package to one exact version', () => {
    expect(packages.filter(([, wanted]) => !/^\d+\.\d+\.\d+$/.test(wanted))).toEqual([]);
  });

  it('takes all packages of Temporal in the same version', () => {
    const ofTemporal = packages.filter(([name]) => name.startsWith('@temporalio/')).map(([, wanted]) => wanted);
    expect(new Set(ofTemporal).size).toBe(1);
  });

  it('has no file of more than 300 lines', () => {
    const texts = rooms.flatMap(filesIn).filter((file) => /\.(ts|md|cjs)$/.test(file));
    expect(texts.length).toBeGreaterThan(100);
    expect(['README.md', ...texts].filter((file) => read(file).split('\n').length > 301)).toEqual([]);
  });

  it('numbers its decisions without a gap, by file name and by title', () => {
    const decisions = filesIn('docs/adr').toSorted();
    const expected = decisions.map((_file, index) => index + 1);
    expect(decisions.map((file) => Number(path.basename(file).slice(0, 4)))).toEqual(expected);
    expect(decisions.map((file) => Number(/^# (\d+)\. /.exec(read(file))?.[1]))).toEqual(expected);
  });

  it('runs only scripts that it has, when all of it is checked', () => {
    const named = [...read('.ci/run').matchAll(/npm run --silent ([a-z:]+)/g)].map(([, name = '']) => name);
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it('has one version, in the package and in its image', () => {
    expect(read('docker-compose.yml')).toContain(`image: temporal-payment-reversals:${version}\n`);
  });
});
