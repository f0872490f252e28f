import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultRules, loadRules, parseRules, rulesFor } from '../../../src/rules/rules-file';
import { noRoles, roleNames } from '../../../src/domain/model/roles';
import { profiles } from '../../../src/rules/profiles';
import { RulesError } from '../../../src/rules/rules-error';
import { tokenAlgorithms } from '../../../src/security/token-rules';
import { useFolder } from '../../support/use-folder';

const folder = useFolder();

function fileWith(text: string): string {
  const file = join(folder, 'rules.yaml');
  writeFileSync(file, text);
  return file;
}

function refusalOf(load: () => unknown): RulesError {
  try {
    load();
  } catch (error) {
    if (error instanceof RulesError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

const fields = (error: RulesError): string[] => error.problems.map(({ field }) => field);

describe('the rules of an account', () => {
  it('are complete when only its profile is written', () => {
    const rules = loadRules(fileWith('accounts:\n  stripe-production: { profile: stripe }\n'));
    expect(rulesFor(rules, 'stripe-production')).toEqual({
      gatewayAccount: 'stripe-production',
      profile: profiles.stripe,
      authorizationLifetimeDays: 7,
      refundWindowDays: 180,
      lateEventDays: 30,
      captureWaitMinutes: 15,
      settlementRetryMinutes: 1_440,
      sendByMs: 30_000,
      clockSkewMs: 5_000,
      requestTimeoutMs: 30_000,
      numericReferences: false,
      numericIds: false,
      approvals: null,
      identity: 'trusted',
      roles: noRoles,
      workListEnabled: false,
      version: expect.stringMatching(/^[0-9a-f]{12}$/),
    });
  });

  it('take every override, and add codes to those of the profile', () => {
    const written = {
      profile: 'stripe',
      overrides: { voidsUnsettledCharges: true, lookupDelayMs: 0, declineReasons: { odd_code: 'notSettled' } },
      authorizationLifetimeDays: 30,
      refundWindowDays: 90,
      lateEventDays: 0,
      captureWaitMinutes: 60,
      numericReferences: true,
    };
    const { overrides: _, ...told } = written;
    expect(rulesFor(parseRules({ accounts: { a: written } }), 'a')).toMatchObject({
      ...told,
      profile: {
        name: 'stripe',
        voidsUnsettledCharges: true,
        voidsRemainder: false,
        lookupDelayMs: 0,
        declineReasons: { odd_code: 'notSettled', charge_already_refunded: 'alreadyRefunded' },
      },
    });
  });

  it.each(['other', 'constructor', '__proto__', ''])('are unknown for the unlisted account %p', (account) => {
    expect(rulesFor(parseRules({ accounts: { a: { profile: 'generic' } } }), account)).toBeNull();
  });

  it('are the default’s for an unlisted account where there is one', () => {
    const rules = parseRules({
      accounts: { a: { profile: 'adyen' } },
      default: { profile: 'generic', lateEventDays: 1 },
    });
    expect(rulesFor(rules, 'a')).toMatchObject({ profile: { name: 'adyen' }, lateEventDays: 30 });
    expect(rulesFor(rules, 'b')).toMatchObject({ gatewayAccount: 'b', profile: { name: 'generic' }, lateEventDays: 1 });
  });

  it('are generic for every account where there is no rules file', () => {
    expect(rulesFor(defaultRules, 'anything')).toMatchObject({ gatewayAccount: 'anything', profile: profiles.generic });
  });

  it('change their version with every rule, and with nothing else', () => {
    const versionOf = (account: object, name = 'a'): string | undefined =>
      rulesFor(parseRules({ accounts: { [name]: account, other: { profile: 'amex' } } }), name)?.version;
    const before = versionOf({ profile: 'stripe', lateEventDays: 30, refundWindowDays: 180 });
    expect(versionOf({ refundWindowDays: 180, profile: 'stripe' })).toBe(before);
    const changed = [
      versionOf({ profile: 'generic' }),
      versionOf({ profile: 'stripe', lateEventDays: 31 }),
      versionOf({ profile: 'stripe', numericReferences: true }),
      versionOf({ profile: 'stripe', overrides: { lookupDelayMs: 1 } }),
      versionOf({ profile: 'stripe', overrides: { declineReasons: { x: 'declined' } } }),
      versionOf({ profile: 'stripe' }, 'b'),
    ];
    expect(new Set([before, ...changed]).size).toBe(changed.length + 1);
  });
});

describe('rules that cannot be used', () => {
  const account = { profile: 'generic' };

  it.each<[string, unknown, string[]]>([
    ['nothing', null, ['the rules']],
    ['a list', [], ['the rules']],
    ['no account and no default', { accounts: {} }, ['accounts']],
    ['an unknown key', { accounts: { a: account }, acounts: {} }, ['acounts']],
    ['an account without a profile', { accounts: { a: {} } }, ['accounts.a.profile']],
    ['an account that is a name', { accounts: { a: 'stripe' } }, ['accounts.a']],
    ['an account without a name', { accounts: { '': account } }, ['accounts[""]']],
    ['an unknown profile', { accounts: { a: { profile: 'Stripe' } } }, ['accounts.a.profile']],
    ['an unknown rule', { accounts: { a: { ...account, refundWindow: 1 } } }, ['accounts.a.refundWindow']],
    ['an unknown override', { default: { ...account, overrides: { name: 'x' } } }, ['default.overrides.name']],
    ['days in words', { default: { ...account, lateEventDays: '30' } }, ['default.lateEventDays']],
    ['half a day', { default: { ...account, lateEventDays: 0.5 } }, ['default.lateEventDays']],
    [
      'a hold without length',
      { default: { ...account, authorizationLifetimeDays: 0 } },
      ['default.authorizationLifetimeDays'],
    ],
    ['a window of decades', { default: { ...account, refundWindowDays: 18_000 } }, ['default.refundWindowDays']],
    ['no wait for a capture', { default: { ...account, captureWaitMinutes: 0 } }, ['default.captureWaitMinutes']],
    ['yes for true', { default: { ...account, numericReferences: 'yes' } }, ['default.numericReferences']],
    [
      'an unknown reason',
      { default: { ...account, overrides: { declineReasons: { '54': 'settled' } } } },
      ['default.overrides.declineReasons["54"]'],
    ],
    [
      'several things',
      { accounts: { a: { profile: 'x', lateEventDays: -1 }, b: { overrides: { voidsRemainder: 1 } } }, default: 1 },
      [
        'accounts.a.profile',
        'accounts.a.lateEventDays',
        'accounts.b.profile',
        'accounts.b.overrides.voidsRemainder',
        'default',
      ],
    ],
  ])('are refused for %s, each problem by its field', (_what, value, expected) => {
    const error = refusalOf(() => parseRules(value));
    expect(fields(error)).toEqual(expected);
    for (const field of expected) expect(error.message).toContain(`\n  ${field} `);
  });

  it('are refused for a card number anywhere, which is never repeated', () => {
    const card = '4111 1111 1111 1111';
    for (const value of [
      { accounts: { [card]: account } },
      { default: { profile: card } },
      { default: { ...account, overrides: { declineReasons: { [card]: 'declined' } } } },
    ]) {
      const error = refusalOf(() => parseRules(value));
      expect(error.message).toContain('card number');
      expect(JSON.stringify(error.problems) + error.message).not.toMatch(/4111|1111/);
    }
  });
});

describe('a rules file that cannot be read', () => {
  it('says how to write one when there is none', () => {
    const file = join(folder, 'absent.yaml');
    const error = refusalOf(() => loadRules(file));
    expect(error.message).toContain(`in ${file} cannot be used`);
    expect(error.message).toContain('does not exist');
    expect(error.message).toContain('profile: generic');
    expect(error.message).toContain('reversals.rules.example.yaml');
  });

  it('is named when it is a folder', () => {
    expect(refusalOf(() => loadRules(folder)).message).toContain('EISDIR');
  });

  it.each([
    ['a wrong indentation', 'accounts:\n  a:\n    profile: generic\n   secret: 1\n', 'line 4, column '],
    ['a tab', 'accounts:\n\ta: 1\n', 'line 2, column '],
    ['an open quote', 'accounts: "secret\n', 'line '],
    ['a key that stands twice', 'accounts:\n  secret: {}\n  secret: {}\n', 'line 3, column 3'],
    ['two documents', 'accounts: {}\n---\nsecret: 1\n', 'second document'],
    ['an alias to nothing', 'accounts: *secret\n', 'the file has aliases'],
  ])('says where its YAML is wrong for %s, and repeats nothing of it', (_what, text, where) => {
    const { message } = refusalOf(() => loadRules(fileWith(text)));
    expect(message).toContain(where);
    expect(message).not.toContain('secret');
  });

  it('is not expanded without bound', () => {
    const levels = Array.from({ length: 12 }, (_, level) => {
      const one = level === 0 ? 'x' : `*a${String(level - 1)}`;
      return `a${String(level)}: &a${String(level)} [${Array.from({ length: 10 }, () => one).join(', ')}]`;
    });
    expect(refusalOf(() => loadRules(fileWith(levels.join('\n')))).message).toContain('aliases');
  });

  it('is refused when it is empty', () => {
    expect(fields(refusalOf(() => loadRules(fileWith(''))))).toEqual(['the rules']);
  });
});

describe('the example file', () => {
  const operatorWords = [
    ...['thresholds', 'currency', 'above', 'approvers', 'otherCurrencies', 'claim', 'anyOf', 'none', ...roleNames],
    ...['separateRequester', 'expiresAfterHours', 'remindAfterHours', 'escalateAfterHours', 'trusted'],
    ...['issuer', 'audience', 'jwks', 'publicKeyFile', 'algorithms', 'clockSkewSeconds', 'longestLifetimeMinutes'],
    ...tokenAlgorithms,
  ];
  const example = join(__dirname, '../../../reversals.rules.example.yaml');

  it('can be used as it stands', () => {
    const rules = loadRules(example);
    expect([...rules.accounts.keys()]).toEqual(['stripe-production', 'authorize-net-eu', 'checkout-marketplace']);
    expect(rulesFor(rules, 'authorize-net-eu')).toMatchObject({ refundWindowDays: 120, numericReferences: true });
  });

  it('names every profile, every rule and every override', () => {
    const text = readFileSync(example, 'utf8');
    const { name: _, ...overrides } = profiles.generic;
    const {
      version: __,
      gatewayAccount: ___,
      requestTimeoutMs: ____,
      workListEnabled: _____,
      ...rules
    } = rulesFor(defaultRules, 'a') ?? {};
    for (const word of [...Object.keys(profiles), ...Object.keys(overrides), ...Object.keys(rules), ...operatorWords]) {
      expect(text).toMatch(new RegExp(`\\b${word}\\b`));
    }
  });
});
