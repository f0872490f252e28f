import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import { name, exports as doorsOfPackage } from '../../package.json';
import { testedSdk } from '../../src/worker/sdk-versions';
import { temporalAddress } from '../support/temporal';
import { packAndInstall, type PackedProject } from './packed-project';

const doors = Object.keys(doorsOfPackage)
  .filter((door) => !door.endsWith('.json'))
  .map((door) => path.posix.join(name, door));

let project: PackedProject;
beforeAll(async () => {
  project = await packAndInstall(testedSdk.newest);
}, 300_000);
afterAll(() => (project as PackedProject | undefined)?.remove());

interface DoorExports {
  readonly required: readonly string[];
  readonly imported: readonly string[];
}

describe('the packed package, installed into an empty project with the newest SDK', () => {
  it.each([
    ['CommonJS', 'refund.js', 'workflows.js'],
    ['an ES module', 'refund.mjs', 'workflows.mjs'],
  ])(
    'refunds by a client and by an order workflow of a worker that is %s',
    async (_kind, file, workflows) => {
      const printed = await project.node([file, workflows, temporalAddress(), `package-${randomUUID()}`]);
      expect(JSON.parse(printed)).toEqual({
        outcomes: ['refunded', 'refunded'],
        movements: ['authorize 10000', 'capture 10000', 'refund 2500', 'refund 1500'],
      });
    },
    120_000,
  );

  it('makes the first refunds of the README: one by a workflow, one that waits in the work list until it is approved', async () => {
    const orderId = `first-${randomUUID()}`;
    const printed = await project.node(['first-refund-story.js', temporalAddress(), `queue-${orderId}`, orderId]);
    expect(JSON.parse(printed)).toEqual({
      refunds: '25.00 USD: refunded\n60.00 USD: waiting for approval\n',
      workList: expect.stringContaining(orderId),
      approval: expect.stringMatching(/^approved\n\nrefunded {2}refund of 60\.00 USD\n/),
      moved: ['charge 10000', 'refund 2500', 'refund 6000'],
    });
  }, 120_000);

  it('opens every door to require and to import, with the same names behind it', async () => {
    const opened = JSON.parse(await project.node(['doors.js', ...doors])) as Record<string, DoorExports>;
    expect(Object.keys(opened)).toEqual(doors);
    for (const { required, imported } of Object.values(opened)) {
      expect(required).not.toEqual([]);
      expect(imported).toEqual(required);
    }
    expect(opened[`${name}/workflows`]?.required).toEqual(['cancelPayment', 'paymentLedger', 'refundPayment']);
  }, 120_000);

  it('keeps everything else shut', async () => {
    const inside = `require('${name}/lib/src/worker/plugin.js')`;
    await expect(project.node(['-e', inside])).rejects.toThrow('ERR_PACKAGE_PATH_NOT_EXPORTED');
  }, 120_000);

  it.each(['contract', 'workflow', 'workflows'])(
    'brings neither zod nor undici through the door of %s',
    async (door) => {
      const loaded = JSON.parse(await project.node(['loaded.js', `${name}/${door}`])) as readonly string[];
      expect(loaded.filter((file) => file.includes(name))).not.toEqual([]);
      expect(loaded.filter((file) => /node_modules.(zod|undici).|schemas?\.js$/.test(file))).toEqual([]);
    },
  );

  it('adds less than three tenths to the bundle of a workflow that does nothing', async () => {
    expect(JSON.parse(await project.node(['bundle-size.js']))).toBeLessThan(1.3);
  }, 120_000);

  it('refuses a prebuilt bundle that loads its code and leaves out its workflows', async () => {
    await expect(project.node(['forgotten-workflows.js'])).resolves.toContain(
      'do not export paymentLedger, cancelPayment, refundPayment',
    );
  }, 120_000);

  it('runs the program reversals', async () => {
    const program = path.join('node_modules', '.bin', 'reversals');
    await expect(project.node([program, '--help'])).resolves.toContain('refund');
  }, 120_000);

  it('ships README, licence, changelog, documents and example rules, and nothing of tests, scripts or examples', () => {
    const besideCode = project.shipped.filter((file) => !/^(lib|docs|schemas)./.test(file));
    expect(besideCode).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'SECURITY.md',
      'package.json',
      'reversals.rules.example.yaml',
    ]);
    expect(project.shipped.filter((file) => file.startsWith('docs') && !file.endsWith('.md'))).toEqual([]);
    const rooms = new Set(project.shipped.map((file) => file.split(path.sep).slice(0, 2).join('/')));
    expect([...rooms].filter((room) => room.startsWith('lib')).sort()).toEqual([
      'lib/activities',
      'lib/src',
      'lib/workflows',
    ]);
    expect(project.shipped.filter((file) => /\.test\.|\.tsbuildinfo$/.test(file))).toEqual([]);
  });

  it('ships every document that README links to', async () => {
    const readme = await readFile(path.join(project.installed, 'README.md'), 'utf8');
    const linked = [...readme.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, target = '']) => path.normalize(target));
    const documents = linked.filter((target) => /^docs.*(\.md|\/[^.]*)$|\.yaml$/.test(target));
    expect(documents).not.toEqual([]);
    const isShipped = (target: string): boolean =>
      project.shipped.some((file) => file === target || file.startsWith(`${target}/`));
    expect(documents.filter((target) => !isShipped(target))).toEqual([]);
  });

  it('ships its code once: source maps only of what is minified, without the sources', async () => {
    const minified = ['lib/workflows/history-guard.js', 'lib/workflows/joined.js'];
    const read = (file: string): Promise<string> => readFile(path.join(project.installed, file), 'utf8');
    const maps = project.shipped.filter((file) => file.endsWith('.map'));
    expect([...maps].sort()).toEqual(minified.map((file) => `${file}.map`));
    for (const map of maps) {
      const { sourcesContent } = JSON.parse(await read(map)) as { sourcesContent: string[] };
      expect(sourcesContent.join('')).toBe('');
    }
    const code = project.shipped.filter((file) => file.endsWith('.js'));
    const texts = await Promise.all(code.map(read));
    // A reference to a map that is missing makes bundlers warn at each file.
    const referring = code.filter((_file, index) => texts[index]?.includes('sourceMappingURL'));
    expect([...referring].sort()).toEqual(minified);
  });

  it('names no folder of the machine on which it was packed', async () => {
    const naming = await Promise.all(
      project.shipped.map(async (file) => {
        const text = await readFile(path.join(project.installed, file), 'utf8');
        return project.builders.some((folder) => text.includes(folder)) ? [file] : [];
      }),
    );
    expect(naming.flat()).toEqual([]);
  });
});
