import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { cardNumberProblems, type CheckOptions } from '../contract/message-check';
import { finished } from '../contract/problems';
import { isRecord } from '../contract/value-rules';
import { problemsOf } from './schema-parts';
import type { AccountRules } from '../domain/model/profile';
import type { TokenRules } from '../security/token-rules';
import { policyOf } from './approval-policy';
import { operatorProblems, trustedAccounts } from './operator-rules';
import { profiles } from './profiles';
import { rolesOf } from './roles-schema';
import { RulesError } from './rules-error';
import { rulesFileSchema, type WrittenAccount, type WrittenRules } from './rules-schema';
import { tokenRulesOf, type HttpRule } from './token-rules-of';
import { readYaml } from './yaml-text';

/** What is known of an account before its name and version are added. */
type HeldRules = Omit<AccountRules, 'gatewayAccount' | 'version'> & {
  /** The tokens that prove a person's identity; null: identities are not verified. */
  readonly tokens: TokenRules | null;
};

/** The rules of every gateway account, checked and complete. */
export interface Rules {
  readonly accounts: ReadonlyMap<string, HeldRules>;
  /** For accounts that are not listed; null: such an account is unknown. */
  readonly default: HeldRules | null;
  /** At which accounts nobody proves who they are (`identity: trusted`, or none written), in words; null: at none. */
  readonly trusted: string | null;
}

/**
 * What holds where the file is silent. All are conventions of this project, chosen to be common and not too wide: no
 * gateway documents them for every card, so look at your acquirer's contract.
 */
const defaults = {
  // SPEC authorize: the lifespan of an authorization differs by brand and bank.
  authorizationLifetimeDays: 7,
  refundWindowDays: 180,
  lateEventDays: 30,
  captureWaitMinutes: 15,
  // Gateways settle once a day.
  settlementRetryMinutes: 1_440,
  numericReferences: false,
  numericIds: false,
  sendByMs: 30_000,
  clockSkewMs: 5_000,
  // The worker's own settings take the place of these two.
  requestTimeoutMs: 30_000,
  workListEnabled: false,
} as const;

/** The rules without a file: every account is `generic`, which assumes nothing of its gateway. */
export const defaultRules: Rules = {
  accounts: new Map(),
  default: completed({ profile: 'generic' }, {}, null),
  trusted: 'every account',
};

const httpsOnly: HttpRule = { allowHttp: false };

/**
 * Reads a rules file when a worker starts. Safe to repeat.
 *
 * @throws RulesError with every problem of the file, also when it is missing
 */
export function loadRules(file: string, http: HttpRule = httpsOnly): Rules {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new RulesError([{ field: 'the file', message: whyUnreadable(error) }], file);
  }
  const yaml = readYaml(text);
  if (!yaml.ok) throw new RulesError(yaml.problems, file);
  return parseRules(yaml.value, file, http);
}

/**
 * Reads rules that are at hand as a value.
 *
 * @throws RulesError with every problem
 */
export function parseRules(value: unknown, file: string | null = null, http: HttpRule = httpsOnly): Rules {
  const parsed = rulesFileSchema.safeParse(value);
  const problems = finished([
    ...(isRecord(value) ? cardNumberProblems(value, 'the rules') : []),
    ...(parsed.success ? [] : problemsOf(parsed.error, 'the rules')),
    ...operatorProblems(value, file, http),
  ]);
  if (!parsed.success || problems.length > 0) throw new RulesError(problems, file);
  const { data } = parsed;
  const accounts = new Map(
    Object.entries(data.accounts ?? {}).map(([name, written]) => [name, completed(written, data, file)] as const),
  );
  const fallback = data.default ?? null;
  if (accounts.size === 0 && fallback === null) {
    throw new RulesError(
      [{ field: 'accounts', message: `names no gateway account, and there is no default. ${howTo}` }],
      file,
    );
  }
  const other = fallback === null ? null : completed(fallback, data, file);
  return { accounts, default: other, trusted: trustedAccounts(data) };
}

/** The rules of one gateway account; null: it is neither listed nor covered by a default, and is refused as a value. */
export function rulesFor(rules: Rules, gatewayAccount: string): AccountRules | null {
  const found = held(rules, gatewayAccount);
  if (found === null) return null;
  const { tokens: _tokens, ...account } = found;
  return { gatewayAccount, ...account, version: versionOf(gatewayAccount, found) };
}

/** What some account exempts from the search for card numbers, for a message that names no account: its ledger decides. */
export function exemptAnywhere({ accounts, default: fallback }: Rules): CheckOptions {
  const all = [...accounts.values(), ...(fallback === null ? [] : [fallback])];
  return {
    numericReferences: all.some(({ numericReferences }) => numericReferences),
    numericIds: all.some(({ numericIds }) => numericIds === true),
  };
}

/** The tokens that prove a person's identity at an account; null: it is unknown, or identities are not verified. */
export function tokenRulesFor(rules: Rules, gatewayAccount: string): TokenRules | null {
  return held(rules, gatewayAccount)?.tokens ?? null;
}

function held(rules: Rules, gatewayAccount: string): HeldRules | null {
  return rules.accounts.get(gatewayAccount) ?? rules.default;
}

/** An account's own approvals and identity take the place of those at the top. */
function completed(
  written: WrittenAccount,
  top: Pick<WrittenRules, 'approvals' | 'identity' | 'roles'>,
  file: string | null,
): HeldRules {
  const { profile: name, overrides, approvals = top.approvals, identity = top.identity, roles, ...rest } = written;
  const profile = profiles[name];
  const tokens = tokenRulesOf(identity, file);
  return {
    ...defaults,
    ...rest,
    approvals: approvals === undefined || approvals === 'none' ? null : policyOf(approvals),
    identity: tokens === null ? 'trusted' : 'tokens',
    tokens,
    roles: rolesOf(roles, top.roles),
    profile: {
      ...profile,
      ...overrides,
      lookupStates: { ...profile.lookupStates, ...overrides?.lookupStates },
      declineReasons: { ...profile.declineReasons, ...overrides?.declineReasons },
    },
  };
}

/** Twelve hex digits: enough to distinguish versions of one account's rules, short enough to be read out. */
function versionOf(gatewayAccount: string, rules: HeldRules): string {
  return createHash('sha256')
    .update(gatewayAccount + textOf(rules))
    .digest('hex')
    .slice(0, 12);
}

/** Rules do not change once they are read, and are asked for at every send. */
const texts = new WeakMap<HeldRules, string>();

function textOf(rules: HeldRules): string {
  const cached = texts.get(rules) ?? canonical(rules);
  texts.set(rules, cached);
  return cached;
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
