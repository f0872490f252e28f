import { readFileSync } from 'node:fs';
import { loadClientConnectConfig, type ClientConnectConfig } from '@temporalio/envconfig';
import { z } from 'zod';
import { allowHttpHint, isPlainHttp } from './security/plain-http';

/** The variables of this project that the programs read. Temporal's own are read by `@temporalio/envconfig`. */
export const environmentVariables = {
  ORCHESTRA_BASE_URL: 'where the gateway is, for example http://127.0.0.1:8480 for the simulator',
  ORCHESTRA_API_KEY: 'the key of the gateway account',
  ORCHESTRA_API_KEY_FILE: 'a file that holds that key, instead of ORCHESTRA_API_KEY',
  ORCHESTRA_REQUEST_TIMEOUT_MS: 'how long one gateway request may take, in milliseconds (30000)',
  REVERSALS_TASK_QUEUE: 'the task queue of worker and clients (payment-reversals)',
  REVERSALS_RULES: 'the rules file (./reversals.rules.yaml)',
  REVERSALS_ALLOW_HTTP: 'true: accept http addresses of other machines, for gateway and keys (false)',
} as const;

/** A set of environment variables, as `process.env` is one. A blank value counts as not set. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** One thing that is wrong with the environment. Never holds a value that could be a secret. */
export interface ConfigurationProblem {
  readonly variable: string;
  readonly problem: string;
  readonly fix: string;
}

/** The environment cannot be used. Lists every problem at once; a program prints the message and exits with 2. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  constructor(readonly problems: readonly ConfigurationProblem[]) {
    const lines = problems.map(({ variable, problem, fix }) => `  ${variable}: ${problem}; ${fix}`);
    super(['The environment cannot be used:', ...lines].join('\n'));
  }
}

/** How to reach the Temporal server. Hand `connectionOptions` to `Connection.connect` or `NativeConnection.connect`. */
export interface TemporalConfig {
  readonly connectionOptions: ClientConnectConfig['connectionOptions'];
  readonly namespace: string;
}

/** How to reach the gateway. `apiKey` is a secret: it belongs in a request header and nowhere else. */
export interface GatewayConfig {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly requestTimeoutMs: number;
  /** Whether an http address of another machine is accepted. */
  readonly allowHttp: boolean;
}

/** What a program needs that only asks the ledgers: no gateway key. */
export interface ClientConfig {
  readonly temporal: TemporalConfig;
  readonly taskQueue: string;
}

/** Where the rules are. */
export interface RulesConfig {
  readonly rulesPath: string;
  /** True when the path is the default: only then may the file be absent. */
  readonly rulesPathIsDefault: boolean;
  /** Whether the keys of an issuer may be at an http address of another machine. */
  readonly allowHttp: boolean;
}

/** What a worker process needs. */
export interface WorkerConfig extends ClientConfig, RulesConfig {
  readonly gateway: GatewayConfig;
}

const defaultRulesPath = './reversals.rules.yaml';

const queueSettings = z.object({ REVERSALS_TASK_QUEUE: z.string().max(200).default('payment-reversals') });

const allowHttp = z
  .enum(['true', 'false'], { error: 'is not true or false' })
  .default('false')
  .transform((text) => text === 'true');

const rulesSettings = z.object({
  REVERSALS_RULES: z.string().default(defaultRulesPath),
  REVERSALS_ALLOW_HTTP: allowHttp,
});

const gatewaySettings = z.object({
  ORCHESTRA_BASE_URL: z
    .string({ error: 'is not set' })
    .refine(isBaseUrl, 'is not a plain http or https address')
    .transform((url) => url.replace(/\/+$/, '')),
  ORCHESTRA_REQUEST_TIMEOUT_MS: z
    .string()
    .default('30000')
    .refine(
      (text) => /^[1-9]\d{2,5}$/.test(text) && Number(text) <= 300_000,
      'is not a whole number from 100 to 300000',
    )
    .transform(Number),
  REVERSALS_ALLOW_HTTP: allowHttp,
});

const fixes: Readonly<Record<string, string>> = {
  ORCHESTRA_BASE_URL: 'give the address without user, query or fragment, like https://gateway.example',
  ORCHESTRA_REQUEST_TIMEOUT_MS: 'give milliseconds, or leave it out for 30000',
  REVERSALS_ALLOW_HTTP: 'write true, or leave it out',
  REVERSALS_TASK_QUEUE: 'give a name of at most 200 characters, or leave it out for payment-reversals',
};

/**
 * Reads Temporal's own variables and profiles (TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, TEMPORAL_PROFILE, TLS, API key).
 *
 * @throws {@link ConfigurationError}
 */
export function loadTemporalConfig(env: Environment = process.env): TemporalConfig {
  return complete((problems) => readTemporal(env, problems));
}

/**
 * Reads what a client of the ledgers needs.
 *
 * @throws {@link ConfigurationError} with every problem
 */
export function loadClientConfig(env: Environment = process.env): ClientConfig {
  return complete((problems) => readClient(env, problems));
}

/**
 * Reads what a direct caller of the gateway needs.
 *
 * @throws {@link ConfigurationError} with every problem
 */
export function loadGatewayConfig(env: Environment = process.env): GatewayConfig {
  return complete((problems) => readGateway(env, problems));
}

/**
 * Reads where the rules are.
 *
 * @throws {@link ConfigurationError}
 */
export function loadRulesConfig(env: Environment = process.env): RulesConfig {
  return complete((problems) => readRules(env, problems));
}

/**
 * Reads everything a worker needs.
 *
 * @throws {@link ConfigurationError} with every problem of every part
 */
export function loadWorkerConfig(env: Environment = process.env): WorkerConfig {
  return complete((problems) => {
    const client = readClient(env, problems);
    const gateway = readGateway(env, problems);
    const rules = readRules(env, problems);
    return client && gateway && rules ? { ...client, gateway, ...rules } : undefined;
  });
}

function readRules(env: Environment, problems: ConfigurationProblem[]): RulesConfig | undefined {
  const rules = readSettings(rulesSettings, env, problems);
  const rulesPathIsDefault = envValue(env, 'REVERSALS_RULES') === undefined;
  return rules && { rulesPath: rules.REVERSALS_RULES, rulesPathIsDefault, allowHttp: rules.REVERSALS_ALLOW_HTTP };
}

/** A part that cannot be read is undefined and has left its problems; the next part is read all the same. */
function complete<T>(read: (problems: ConfigurationProblem[]) => T | undefined): T {
  const problems: ConfigurationProblem[] = [];
  const result = read(problems);
  if (result === undefined || problems.length > 0) throw new ConfigurationError(problems);
  return result;
}

function readClient(env: Environment, problems: ConfigurationProblem[]): ClientConfig | undefined {
  const temporal = readTemporal(env, problems);
  const queue = readSettings(queueSettings, env, problems);
  return temporal && queue ? { temporal, taskQueue: queue.REVERSALS_TASK_QUEUE } : undefined;
}

function readGateway(env: Environment, problems: ConfigurationProblem[]): GatewayConfig | undefined {
  const settings = readSettings(gatewaySettings, env, problems);
  const apiKey = readApiKey(env, problems);
  if (settings === undefined || apiKey === undefined) return undefined;
  const { ORCHESTRA_BASE_URL: baseUrl, ORCHESTRA_REQUEST_TIMEOUT_MS: requestTimeoutMs } = settings;
  if (isPlainHttp(new URL(baseUrl)) && !settings.REVERSALS_ALLOW_HTTP) {
    const problem = 'is an http address of another machine, so the key and every payment would travel readable';
    problems.push({ variable: 'ORCHESTRA_BASE_URL', problem, fix: allowHttpHint });
    return undefined;
  }
  return { baseUrl, apiKey, requestTimeoutMs, allowHttp: settings.REVERSALS_ALLOW_HTTP };
}

function readTemporal(env: Environment, problems: ConfigurationProblem[]): TemporalConfig | undefined {
  const address = envValue(env, 'TEMPORAL_ADDRESS');
  if (address !== undefined && /[\s/@]/.test(address)) {
    problems.push({ variable: 'TEMPORAL_ADDRESS', problem: 'is not host:port', fix: 'give it without a scheme' });
    return undefined;
  }
  try {
    const { connectionOptions, namespace } = loadClientConnectConfig({ overrideEnvVars: temporalVariables(env) });
    return { connectionOptions, namespace: namespace ?? 'default' };
  } catch (error) {
    // What the parser says may quote lines of the file, and the file may hold an API key: say the kind of failure only.
    problems.push({
      variable: 'TEMPORAL_PROFILE, TEMPORAL_CONFIG_FILE or TEMPORAL_TLS_*',
      problem: `Temporal's own configuration cannot be read (${kindOf(error)})`,
      fix: 'check that the profile is in the file and that every file named exists',
    });
    return undefined;
  }
}

function readApiKey(env: Environment, problems: ConfigurationProblem[]): string | undefined {
  const inline = envValue(env, 'ORCHESTRA_API_KEY');
  const file = envValue(env, 'ORCHESTRA_API_KEY_FILE');
  const read = file === undefined ? checkedKey(inline) : inline === undefined ? keyInFile(file) : bothKeys;
  if (typeof read === 'string') return read;
  problems.push({ variable: file === undefined ? 'ORCHESTRA_API_KEY' : 'ORCHESTRA_API_KEY_FILE', ...read });
  return undefined;
}

type KeyProblem = Omit<ConfigurationProblem, 'variable'>;

const bothKeys: KeyProblem = { problem: 'is set next to ORCHESTRA_API_KEY', fix: 'set one of the two' };

function keyInFile(file: string): string | KeyProblem {
  try {
    return checkedKey(readFileSync(file, 'utf8').trim());
  } catch (error) {
    return { problem: `the file cannot be read (${kindOf(error)})`, fix: 'name a file that this program may read' };
  }
}

function checkedKey(key: string | undefined): string | KeyProblem {
  if (key === undefined) return { problem: 'is not set', fix: 'set it, or name a file in ORCHESTRA_API_KEY_FILE' };
  // It travels as a header value: anything else would fail at the first request, long after the start.
  const sendable = /^[\x21-\x7e]+$/.test(key);
  return sendable ? key : { problem: 'is empty or no header value', fix: 'give the key alone, on one line' };
}

function readSettings<T>(schema: z.ZodType<T>, env: Environment, problems: ConfigurationProblem[]): T | undefined {
  const names = Object.keys(environmentVariables);
  const parsed = schema.safeParse(Object.fromEntries(names.map((name) => [name, envValue(env, name)])));
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) {
    const variable = String(issue.path[0]);
    if (problems.some((one) => one.variable === variable && one.problem === issue.message)) continue;
    problems.push({ variable, problem: issue.message, fix: fixes[variable] ?? 'correct it' });
  }
  return undefined;
}

/** Compose and shells write "not set" as an empty value. */
function envValue(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === '' ? undefined : value;
}

/** An empty TEMPORAL_GRPC_META_* means "remove that header" to envconfig, so it is kept. */
function temporalVariables(env: Environment): Record<string, string> {
  const entries = Object.entries(env).flatMap(([name, value]) =>
    value === undefined || (value.trim() === '' && !name.startsWith('TEMPORAL_GRPC_META_'))
      ? []
      : [[name, value] as const],
  );
  return Object.fromEntries(entries);
}

function isBaseUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const plain = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  return plain && (url.protocol === 'http:' || url.protocol === 'https:');
}

function kindOf(error: unknown): string {
  if (error instanceof Error) return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return typeof error;
}
