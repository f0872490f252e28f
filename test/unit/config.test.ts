import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ConfigurationError,
  environmentVariables,
  loadClientConfig,
  loadGatewayConfig,
  loadTemporalConfig,
  loadWorkerConfig,
  type Environment,
} from '../../src/config';
import { useFolder } from '../support/use-folder';

const folder = useFolder();

function fileWith(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

// No test may read the profile of the machine it runs on.
const noProfile = { TEMPORAL_CONFIG_FILE: join(folder, 'absent.toml') };
const gateway = { ...noProfile, ORCHESTRA_BASE_URL: 'https://gateway.example', ORCHESTRA_API_KEY: 'k-1' };
const noKey = { ORCHESTRA_API_KEY: undefined };

function problemsOf(load: () => unknown): ConfigurationError {
  try {
    load();
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('what a program gets', () => {
  it('gives a worker its defaults when only the gateway is named', () => {
    expect(loadWorkerConfig(gateway)).toMatchObject({
      temporal: { namespace: 'default' },
      gateway: { baseUrl: 'https://gateway.example', apiKey: 'k-1', requestTimeoutMs: 30_000 },
      taskQueue: 'payment-reversals',
      rulesPath: './reversals.rules.yaml',
      rulesPathIsDefault: true,
    });
  });

  it('takes every setting that is given', () => {
    const env = {
      ...gateway,
      ORCHESTRA_BASE_URL: 'http://127.0.0.1:8480/',
      ORCHESTRA_REQUEST_TIMEOUT_MS: '1500',
      REVERSALS_TASK_QUEUE: 'q',
      REVERSALS_RULES: '/etc/rules.yaml',
      TEMPORAL_ADDRESS: 'temporal:7233',
      TEMPORAL_NAMESPACE: 'payments',
    };
    expect(loadWorkerConfig(env)).toMatchObject({
      temporal: { namespace: 'payments', connectionOptions: { address: 'temporal:7233' } },
      gateway: { baseUrl: 'http://127.0.0.1:8480', requestTimeoutMs: 1500 },
      taskQueue: 'q',
      rulesPath: '/etc/rules.yaml',
      rulesPathIsDefault: false,
    });
  });

  it('asks a client of the ledgers for no gateway key', () => {
    expect(loadClientConfig(noProfile).taskQueue).toBe('payment-reversals');
  });

  it('counts a blank variable as not set', () => {
    const env = { ...gateway, REVERSALS_TASK_QUEUE: ' ', TEMPORAL_ADDRESS: '', ORCHESTRA_API_KEY_FILE: '' };
    expect(loadWorkerConfig(env).taskQueue).toBe('payment-reversals');
  });

  it('reads the key from a file and drops the line end', () => {
    const env = { ...gateway, ...noKey, ORCHESTRA_API_KEY_FILE: fileWith('key', 'k-2\n') };
    expect(loadGatewayConfig(env).apiKey).toBe('k-2');
  });

  it('takes address and namespace from a named Temporal profile', () => {
    const file = fileWith('temporal.toml', '[profile.staging]\naddress = "staging:7233"\nnamespace = "s"\n');
    const config = loadTemporalConfig({ TEMPORAL_CONFIG_FILE: file, TEMPORAL_PROFILE: 'staging' });
    expect(config).toMatchObject({ namespace: 's', connectionOptions: { address: 'staging:7233' } });
  });

  it('reads exactly the variables that it lists', () => {
    const read = new Set<string>();
    const env: Environment = new Proxy<Record<string, string | undefined>>(gateway, {
      get: (variables, name) => {
        read.add(String(name));
        return variables[String(name)];
      },
    });
    loadWorkerConfig(env);
    const own = [...read].filter((name) => !name.startsWith('TEMPORAL_'));
    expect(own.sort()).toEqual(Object.keys(environmentVariables).sort());
  });
});

describe('what is refused', () => {
  it.each<[string, string, Environment]>([
    ['ORCHESTRA_BASE_URL', 'is missing', { ORCHESTRA_BASE_URL: undefined }],
    ['ORCHESTRA_BASE_URL', 'has no scheme', { ORCHESTRA_BASE_URL: 'gateway.example' }],
    ['ORCHESTRA_BASE_URL', 'is not http', { ORCHESTRA_BASE_URL: 'ftp://gateway.example' }],
    ['ORCHESTRA_BASE_URL', 'holds a password', { ORCHESTRA_BASE_URL: 'https://user:secret-word@gateway.example' }],
    ['ORCHESTRA_BASE_URL', 'holds a query', { ORCHESTRA_BASE_URL: 'https://gateway.example?key=secret-word' }],
    ['ORCHESTRA_API_KEY', 'is missing', { ORCHESTRA_API_KEY: undefined }],
    ['ORCHESTRA_API_KEY', 'holds a line end', { ORCHESTRA_API_KEY: 'secret-word\nX-Other: 1' }],
    ['ORCHESTRA_API_KEY_FILE', 'names no file', { ...noKey, ORCHESTRA_API_KEY_FILE: join(folder, 'absent') }],
    ['ORCHESTRA_API_KEY_FILE', 'names an empty file', { ...noKey, ORCHESTRA_API_KEY_FILE: fileWith('empty', '\n') }],
    ['ORCHESTRA_API_KEY_FILE', 'stands next to a key', { ORCHESTRA_API_KEY_FILE: fileWith('other', 'secret-word') }],
    ['ORCHESTRA_REQUEST_TIMEOUT_MS', 'has a unit', { ORCHESTRA_REQUEST_TIMEOUT_MS: '30s' }],
    ['ORCHESTRA_REQUEST_TIMEOUT_MS', 'is zero', { ORCHESTRA_REQUEST_TIMEOUT_MS: '0' }],
    ['ORCHESTRA_REQUEST_TIMEOUT_MS', 'is over five minutes', { ORCHESTRA_REQUEST_TIMEOUT_MS: '300001' }],
    ['ORCHESTRA_REQUEST_TIMEOUT_MS', 'is not written in digits', { ORCHESTRA_REQUEST_TIMEOUT_MS: '1e3' }],
    ['REVERSALS_TASK_QUEUE', 'is over 200 characters', { REVERSALS_TASK_QUEUE: 'q'.repeat(201) }],
    ['TEMPORAL_ADDRESS', 'has a scheme', { TEMPORAL_ADDRESS: 'http://temporal:7233' }],
  ])('refuses to start when %s %s', (variable, _what, change) => {
    const error = problemsOf(() => loadWorkerConfig({ ...gateway, ...change }));
    expect(error.problems.map((problem) => problem.variable)).toEqual([variable]);
    expect(error.message).not.toContain('secret-word');
  });

  it('reports every problem at once, each with its variable and its fix', () => {
    const error = problemsOf(() =>
      loadWorkerConfig({ ...noProfile, TEMPORAL_ADDRESS: 'a b', ORCHESTRA_REQUEST_TIMEOUT_MS: 'soon' }),
    );
    expect(error.problems.map((problem) => problem.variable).sort()).toEqual([
      'ORCHESTRA_API_KEY',
      'ORCHESTRA_BASE_URL',
      'ORCHESTRA_REQUEST_TIMEOUT_MS',
      'TEMPORAL_ADDRESS',
    ]);
    for (const { variable, fix } of error.problems)
      expect(error.message).toMatch(new RegExp(`${variable}: .+; ${fix}`));
  });

  it.each([
    ['a profile that the file does not have', '[profile.default]\napi_key = "secret-word"\n'],
    ['a file that is no TOML', 'api_key = "secret-word\n'],
  ])('refuses %s without quoting the file', (_what, text) => {
    const env = { TEMPORAL_CONFIG_FILE: fileWith('bad.toml', text), TEMPORAL_PROFILE: 'staging' };
    const error = problemsOf(() => loadTemporalConfig(env));
    expect(error.problems).toHaveLength(1);
    expect(error.message).not.toContain('secret-word');
  });
});
