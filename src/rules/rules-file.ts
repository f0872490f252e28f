import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { cardNumberProblems } from '../contract/consistency';
import { finished } from '../contract/problems';
import { problemsOf } from '../contract/schema-parts';
import { isRecord } from '../contract/value-rules';
import type { AccountRules } from '../domain/profile';
import { profiles } from './profiles';
import { RulesError } from './rules-error';
import { rulesFileSchema, type WrittenAccount } from './rules-schema';
import { readYaml } from './yaml-text';

type CommonRules = Omit<AccountRules, 'gatewayAccount' | 'version'>;

/** The rules of every gateway account, checked and complete. */
export interface Rules {
  readonly accounts: ReadonlyMap<string, CommonRules>;
  /** For accounts that are not listed; null: such an account is unknown. */
  readonly default: CommonRules | null;
}

/**
 * What holds where the file is silent. All are conventions of this project, chosen to be common and not too wide: no
 * gateway documents them for every card, so look at your acquirer's contract.
 */
const defaults = {
  // SPEC authorize: the lifespan of an authorization differs by brand and bank.
  authorizationLifetimeDays: 7,
  refundWindowDays: 180,
  watchDays: 30,
  captureWaitMinutes: 15,
  numericReferences: false,
  sendByMs: 30_000,
  clockSkewMs: 5_000,
  // The worker's own setting takes its place.
  requestTimeoutMs: 30_000,
  approvals: null,
  identity: 'trusted',
} as const;

/** The rules where nobody wrote any: every account is `generic`, which assumes nothing of its gateway. */
export const defaultRules: Rules = { accounts: new Map(), default: completed({ profile: 'generic' }) };

/**
 * Reads a rules file when a worker starts. Safe to repeat.
 *
 * @throws RulesError with every problem of the file, also when it is missing
 */
export function loadRules(file: string): Rules {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new RulesError([{ field: 'the file', message: whyUnreadable(error) }], file);
  }
  const yaml = readYaml(text);
  if (!yaml.ok) throw new RulesError(yaml.problems, file);
  return parseRules(yaml.value, file);
}

/**
 * Reads rules that are at hand as a value.
 *
 * @throws RulesError with every problem
 */
export function parseRules(value: unknown, file: string | null = null): Rules {
  const parsed = rulesFileSchema.safeParse(value);
  const problems = finished([
    ...(isRecord(value) ? cardNumberProblems(value, 'the rules', 0) : []),
    ...(parsed.success ? [] : problemsOf(parsed.error, 'the rules')),
  ]);
  if (!parsed.success || problems.length > 0) throw new RulesError(problems, file);
  const accounts = new Map(
    Object.entries(parsed.data.accounts ?? {}).map(([name, written]) => [name, completed(written)] as const),
  );
  const fallback = parsed.data.default ?? null;
  if (accounts.size === 0 && fallback === null) {
    throw new RulesError(
      [{ field: 'accounts', message: `names no gateway account, and there is no default. ${howTo}` }],
      file,
    );
  }
  return { accounts, default: fallback === null ? null : completed(fallback) };
}

/** The rules of one gateway account; null: it is neither listed nor covered by a default, and is refused as a value. */
export function rulesFor(rules: Rules, gatewayAccount: string): AccountRules | null {
  const found = rules.accounts.get(gatewayAccount) ?? rules.default;
  if (found === null) return null;
  const account = { gatewayAccount, ...found };
  return { ...account, version: versionOf(account) };
}

function completed(written: WrittenAccount): CommonRules {
  const { profile: name, overrides, ...told } = written;
  const profile = profiles[name];
  return {
    ...defaults,
    ...told,
    profile: {
      ...profile,
      ...overrides,
      lookUpStates: { ...profile.lookUpStates, ...overrides?.lookUpStates },
      rejectionReasons: { ...profile.rejectionReasons, ...overrides?.rejectionReasons },
    },
  };
}

/** Twelve hex digits: enough to tell any two versions of one account's rules apart, short enough to be read out. */
function versionOf(rules: Omit<AccountRules, 'version'>): string {
  return createHash('sha256').update(canonical(rules)).digest('hex').slice(0, 12);
}

/** JSON with its keys in one order, so that only a changed rule changes it. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, held: unknown) =>
    isRecord(held) ? Object.fromEntries(Object.entries(held).sort(([one], [other]) => (one < other ? -1 : 1))) : held,
  );
}

const howTo =
  'Write at least the two lines "accounts:" and "  <your gateway account>: { profile: generic }", or copy ' +
  'reversals.rules.example.yaml';

function whyUnreadable(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown error';
  return code === 'ENOENT'
    ? `does not exist. ${howTo}`
    : `cannot be read (${code}): name a file that this program may read`;
}
