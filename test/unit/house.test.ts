import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { dependencies, devDependencies, scripts, version } from '../../package.json';
import { testedSdk } from '../../src/worker/sdk-versions';

const repository = path.resolve(__dirname, '../..');
const read = (file: string): string => readFileSync(path.join(repository, file), 'utf8');

function filesIn(folder: string): readonly string[] {
  const files = readdirSync(path.join(repository, folder), { recursive: true, encoding: 'utf8' });
  return files.map((file) => path.posix.join(folder, file));
}

const packages = Object.entries({ ...dependencies, ...devDependencies });
const rooms = ['src', 'workflows', 'activities', 'examples', 'scripts', 'test', 'docs'];

describe('the house', () => {
  it("pins every package to one exact version, but for Temporal's SDK, which is the user's", () => {
    const ranged = packages.filter(([, wanted]) => !/^\d+\.\d+\.\d+$/.test(wanted)).map(([name]) => name);
    expect(ranged.filter((name) => !name.startsWith('@temporalio/'))).toEqual([]);
  });

  it("is developed with one copy of each package of Temporal's SDK, all of the newest version that is tested", () => {
    const { packages: locked } = JSON.parse(read('package-lock.json')) as {
      readonly packages: Readonly<Record<string, { readonly version?: string }>>;
    };
    const ofTemporal = Object.entries(locked).filter(([folder]) => /node_modules\/@temporalio\/[^/]+$/.test(folder));
    expect(ofTemporal.map(([folder]) => folder)).toContain('node_modules/@temporalio/worker');
    expect(ofTemporal.filter(([folder]) => folder.lastIndexOf('node_modules') > 0)).toEqual([]);
    expect([...new Set(ofTemporal.map(([, { version: installed }]) => installed))]).toEqual([testedSdk.newest]);
  });

  // Prose has no limit of lines; the README has its own, in its test.
  it('has no file of code of more than 300 lines', () => {
    const texts = rooms.flatMap(filesIn).filter((file) => /\.(ts|js|cjs|mjs|css)$/.test(file));
    expect(texts.length).toBeGreaterThan(100);
    expect(texts.filter((file) => read(file).split('\n').length > 301)).toEqual([]);
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
