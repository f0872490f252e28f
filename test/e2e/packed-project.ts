import { execFile } from 'node:child_process';
import { copyFile, cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { sharedSdkPackages } from '../../src/worker/sdk-versions';

const run = promisify(execFile);
const consumer = path.join(__dirname, 'consumer');
const repository = path.resolve(__dirname, '../..');
/** What the README has a newcomer write, from an empty folder on. */
const firstRefund = path.join(repository, 'examples/first-refund');
const packageName = 'temporal-payment-reversals';
/** A program that hangs is ended, and its test says so. */
const longestRunMs = 100_000;

const outputLimitBytes = 64 * 1024 * 1024;

/** What a checkout does not hold: it is packed as a fresh clone would be. */
const notCheckedOut: ReadonlySet<string> = new Set(['.git', 'coverage', 'lib', 'node_modules']);

/** A user's project in a temporary folder, with the packed package installed from the registry's dependencies. */
export interface PackedProject {
  readonly folder: string;
  /** The folders in which this package was written and packed: no shipped file may name them. */
  readonly builders: readonly string[];
  /** What the tarball holds: each file's path in it. */
  readonly shipped: readonly string[];
  /** The folder of the installed package. */
  readonly installed: string;
  /** Runs a file of the project with Node, far from this repository's own variables. Returns what it printed. */
  node(args: readonly string[]): Promise<string>;
  remove(): Promise<void>;
}

/**
 * Packs a copy of this repository, builds included, installs the tarball beside this version of Temporal's SDK into an
 * empty project, as a user of that version has it, and compiles the project's TypeScript with strict settings against
 * the installed types.
 */
export async function packAndInstall(sdkVersion: string): Promise<PackedProject> {
  const root = await mkdtemp(path.join(tmpdir(), 'reversals-package-'));
  try {
    return await packAndInstallIn(root, sdkVersion);
  } catch (error) {
    await rm(root, { recursive: true, force: true });
    throw error;
  }
}

async function packAndInstallIn(root: string, sdkVersion: string): Promise<PackedProject> {
  const copy = path.join(root, 'checkout');
  const folder = path.join(root, 'project');
  const installed = path.join(folder, 'node_modules', packageName);
  await checkOut(copy);
  await runSaying(['npm', 'pack', '--pack-destination', root], copy);
  await layOut(folder);
  const tarball = path.join(root, await onlyTarballIn(root));
  const sdk = sharedSdkPackages.map((sdkPackage) => `${sdkPackage}@${sdkVersion}`);
  await runSaying(['npm', 'install', ...sdk, tarball, '--prefer-offline', '--no-audit', '--no-fund'], folder);
  await compile(folder);
  const entries = await readdir(installed, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !inNestedPackages(entry.parentPath, installed));
  return {
    folder,
    builders: [repository, copy],
    shipped: files.map((entry) => path.relative(installed, path.join(entry.parentPath, entry.name))).sort(),
    installed,
    node: async (args) => {
      const { PATH = '', HOME = '' } = process.env;
      const options = { cwd: folder, env: { PATH, HOME }, timeout: longestRunMs, killSignal: 'SIGKILL' } as const;
      return (await run(process.execPath, [...args], options)).stdout;
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

async function checkOut(copy: string): Promise<void> {
  const filter = (source: string): boolean => !notCheckedOut.has(path.relative(repository, source));
  await cp(repository, copy, { recursive: true, filter });
  await symlink(path.join(repository, 'node_modules'), path.join(copy, 'node_modules'));
}

const settings = {
  target: 'es2022',
  module: 'node16',
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: true,
  types: ['node'],
} as const;

/** The files of `consumer/`, and those that ES modules also can be once more as such. */
async function layOut(folder: string): Promise<void> {
  await mkdir(folder);
  await writeFile(path.join(folder, 'package.json'), JSON.stringify({ name: 'a-shop', private: true }));
  await writeFile(path.join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: settings }));
  await cp(consumer, folder, { recursive: true });
  await cp(firstRefund, path.join(folder, 'first-refund'), { recursive: true });
  for (const name of ['refund', 'workflows']) {
    await copyFile(path.join(consumer, `${name}.ts`), path.join(folder, `${name}.mts`));
  }
}

async function onlyTarballIn(folder: string): Promise<string> {
  const [tarball, ...more] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'));
  if (tarball === undefined || more.length > 0) throw new Error('npm pack did not make one tarball');
  return tarball;
}

/** The project brings no compiler of its own: this repository's, and its types of Node, serve. */
async function compile(folder: string): Promise<void> {
  const compiler = path.join(repository, 'node_modules/typescript/bin/tsc');
  const typeRoots = path.join(repository, 'node_modules/@types');
  await runSaying([process.execPath, compiler, '-p', '.', '--typeRoots', typeRoots], folder);
}

/** A compiler prints its errors, which a failed test should show. */
async function runSaying([program = '', ...args]: readonly string[], cwd: string): Promise<void> {
  try {
    await run(program, args, { cwd, maxBuffer: outputLimitBytes });
  } catch (error) {
    const { stdout = '' } = error as { stdout?: string };
    throw new Error(`${[program, ...args].join(' ')} failed:\n${stdout}`, { cause: error });
  }
}

/** npm puts a dependency inside the package when the project holds another version of it. */
function inNestedPackages(parent: string, installed: string): boolean {
  return path.relative(installed, parent).split(path.sep).includes('node_modules');
}
