import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { approversNeeded, type ApprovalPolicy } from '../../../src/domain/model/approval';
import { RulesError } from '../../../src/rules/rules-error';
import { defaultRules, loadRules, parseRules, rulesFor, tokenRulesFor } from '../../../src/rules/rules-file';
import { useFolder } from '../../support/use-folder';

const folder = useFolder();
const { publicKey, privateKey } = generateKeyPairSync('ed25519');
writeFileSync(join(folder, 'public.pem'), publicKey.export({ type: 'spki', format: 'pem' }));
writeFileSync(join(folder, 'private.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
writeFileSync(join(folder, 'nonsense.pem'), 'nonsense');

const account = { profile: 'generic' };
const usd = (above: string, approvers = 1) => ({ currency: 'USD', above, approvers });
const jwks = { issuer: 'https://id.example', audience: 'reversals', jwks: 'https://id.example/jwks.json' };
const withPolicy = (approvals: unknown) => ({ approvals, identity: jwks, accounts: { a: account } });

function policyOf(value: unknown, name = 'a'): ApprovalPolicy | null | undefined {
  return rulesFor(parseRules(value), name)?.approvals;
}

function problemsOf(value: unknown): readonly string[] {
  try {
    parseRules(value, join(folder, 'reversals.rules.yaml'));
  } catch (error) {
    if (error instanceof RulesError) return error.problems.map(({ field, message }) => `${field} ${message}`);
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('an approval policy', () => {
  it('counts amounts as people write them, exactly, in the units of their currency', () => {
    const thresholds = [usd('100.10'), { currency: 'JPY', above: '1500', approvers: 2 }, usd('0'), usd('0.00', 3)];
    const read = policyOf(withPolicy({ thresholds: thresholds.slice(0, 3) }))?.thresholds;
    expect(read).toEqual([
      { currency: 'USD', aboveMinor: 10_010, approvers: 1 },
      { currency: 'JPY', aboveMinor: 1_500, approvers: 2 },
      { currency: 'USD', aboveMinor: 0, approvers: 1 },
    ]);
  });

  it('is complete when only a threshold is written: strict about requesters and about other currencies', () => {
    expect(policyOf(withPolicy({ thresholds: [usd('100.00'), usd('5000.00', 2)] }))).toEqual({
      thresholds: [
        { currency: 'USD', aboveMinor: 10_000, approvers: 1 },
        { currency: 'USD', aboveMinor: 500_000, approvers: 2 },
      ],
      approversOtherwise: 2,
      separateRequester: true,
      captureSources: [],
      expiresAfterMinutes: null,
      remindAfterMinutes: null,
      escalateAfterMinutes: null,
    });
  });

  it('takes every rule, and hours in fractions', () => {
    const written = {
      otherCurrencies: 0,
      separateRequester: false,
      captureSources: ['order-service'],
    };
    const hours = { remindAfterHours: 0.5, escalateAfterHours: 24, expiresAfterHours: 72 };
    const { otherCurrencies, ...same } = written;
    expect(policyOf(withPolicy({ ...written, ...hours, thresholds: [usd('1.00')] }))).toMatchObject({
      ...same,
      approversOtherwise: otherCurrencies,
      remindAfterMinutes: 30,
      escalateAfterMinutes: 1_440,
      expiresAfterMinutes: 4_320,
    });
  });

  it('of an account takes the place of the one at the top, and none switches it off', () => {
    const top = { thresholds: [usd('100.00')] };
    const value = {
      approvals: top,
      identity: jwks,
      accounts: {
        a: account,
        own: { ...account, approvals: { otherCurrencies: 3 } },
        off: { ...account, approvals: 'none' },
      },
      default: account,
    };
    const asked = (name: string) => approversNeeded(policyOf(value, name) ?? null, 'USD', 20_000);
    expect(['a', 'own', 'off', 'anything'].map(asked)).toEqual([1, 3, 0, 1]);
  });

  it.each<[string, unknown, string]>([
    [
      'a number for an amount',
      { thresholds: [{ ...usd(''), above: 100.1 }] },
      'thresholds[0].above is a number: write the amount in quotes',
    ],
    ['cents of cents', { thresholds: [usd('1.001')] }, 'thresholds[0].above has more decimals than USD has'],
    [
      'half a yen',
      { thresholds: [{ ...usd('0.5'), currency: 'JPY' }] },
      'thresholds[0].above has decimals, but JPY has none',
    ],
    ['a thousands separator', { thresholds: [usd('1,000.00')] }, 'thresholds[0].above is not an amount'],
    ['a negative amount', { thresholds: [usd('-1.00')] }, 'thresholds[0].above has a sign'],
    [
      'an unknown currency',
      { thresholds: [{ ...usd('1'), currency: 'ABC' }] },
      'thresholds[0].currency is not a current',
    ],
    [
      'nobody to approve',
      { thresholds: [usd('1.00', 0)] },
      'thresholds[0].approvers is not a whole number from 1 to 10',
    ],
    [
      'the same amount twice',
      { thresholds: [usd('1.00'), usd('1', 2)] },
      'thresholds[1] names the amount of a threshold before it',
    ],
    ['no amount', {}, 'thresholds names no amount'],
    ['nothing', null, ' is no approval policy'],
    ['another word', 'off', ' is no approval policy: write one with thresholds, or none'],
    [
      'an unknown rule',
      { otherCurrencies: 1, treshold: [] },
      'treshold is not a known field: did you mean thresholds?',
    ],
    ['a service by its name', { otherCurrencies: 1, services: ['order-service'] }, 'services is not a known field'],
    ['no time', { otherCurrencies: 1, expiresAfterHours: 0 }, 'expiresAfterHours is not a number of hours'],
    [
      'a reminder after the end',
      { otherCurrencies: 1, remindAfterHours: 3, expiresAfterHours: 2 },
      'remindAfterHours is not before expiresAfterHours',
    ],
  ])('is refused for %s', (_what, approvals, told) => {
    expect(problemsOf(withPolicy(approvals))).toEqual([
      expect.stringContaining(`approvals${told.startsWith(' ') ? '' : '.'}${told}`),
    ]);
    const own = { identity: jwks, accounts: { a: { ...account, approvals } } };
    expect(problemsOf(own)).toEqual([expect.stringContaining('accounts.a.approvals')]);
  });

  it('is refused with all its problems at once', () => {
    const value = {
      approvals: { thresholds: [{ ...usd('1.001'), approvers: 'two' }], separateRequester: 'all' },
      accounts: { a: { profile: 'x', approvals: { otherCurrencies: -1 } } },
    };
    expect(problemsOf(value).map((problem) => problem.split(' ')[0])).toEqual([
      'accounts.a.profile',
      'accounts.a.approvals.otherCurrencies',
      'approvals.thresholds[0].approvers',
      'approvals.separateRequester',
      'approvals.thresholds[0].above',
      'identity',
    ]);
  });

  it('without an identity is refused, with both ways out', () => {
    for (const value of [
      { approvals: { otherCurrencies: 1 }, accounts: { a: account } },
      { accounts: { a: { ...account, approvals: { otherCurrencies: 1 } } } },
      { approvals: { otherCurrencies: 1 }, accounts: { a: { ...account, identity: 'trusted' } }, default: account },
    ]) {
      const [problem = '', ...others] = problemsOf(value);
      expect(others).toEqual([]);
      expect(problem).toMatch(/^identity is missing.*issuer.*identity: trusted.*development only$/);
    }
    const trusted = { approvals: { otherCurrencies: 1 }, identity: 'trusted', accounts: { a: account } };
    expect(rulesFor(parseRules(trusted), 'a')).toMatchObject({
      identity: 'trusted',
      approvals: { approversOtherwise: 1 },
    });
  });
});

describe('an identity', () => {
  it('is of tokens that are checked with what is written, or with careful defaults', () => {
    const rules = parseRules({ identity: { ...jwks, clockSkewSeconds: 0 }, accounts: { a: account } });
    expect(rulesFor(rules, 'a')).toMatchObject({ identity: 'tokens', approvals: null });
    expect(tokenRulesFor(rules, 'a')).toEqual({
      issuer: jwks.issuer,
      audience: jwks.audience,
      keys: { kind: 'jwks', url: jwks.jwks },
      algorithms: ['EdDSA', 'Ed25519', 'ES256', 'PS256', 'RS256'],
      clockSkewSeconds: 0,
      longestLifetimeMinutes: 15,
    });
    expect(tokenRulesFor(rules, 'unknown')).toBeNull();
  });

  it('finds its public key beside the rules file, and takes the algorithms that fit the key', () => {
    const file = join(folder, 'reversals.rules.yaml');
    writeFileSync(
      file,
      'accounts: { a: { profile: generic } }\nidentity: { issuer: i, audience: b, publicKeyFile: public.pem }\n',
    );
    expect(tokenRulesFor(loadRules(file), 'a')).toMatchObject({
      keys: { kind: 'publicKey', pem: expect.stringContaining('PUBLIC KEY') },
      algorithms: ['EdDSA', 'Ed25519'],
    });
  });

  it('changes the version of the rules with every word of it', () => {
    const versionOf = (identity: object) => rulesFor(parseRules({ identity, accounts: { a: account } }), 'a')?.version;
    const versions = [jwks, { ...jwks, audience: 'others' }, { ...jwks, longestLifetimeMinutes: 5 }].map(versionOf);
    expect(new Set(versions).size).toBe(3);
  });

  it('names the accounts for which identities are not verified', () => {
    const trustedIn = (value: object) => parseRules({ accounts: { a: account, b: account }, ...value }).trusted;
    const own = { accounts: { a: { ...account, identity: 'trusted' }, b: account } };
    expect(trustedIn({})).toBe('every account');
    expect(trustedIn({ identity: jwks })).toBeNull();
    expect(trustedIn({ identity: 'trusted' })).toBe('every account');
    expect(trustedIn({ ...own, identity: jwks })).toBe('a');
    expect(defaultRules.trusted).toBe('every account');
    expect(trustedIn({ accounts: { a: { ...account, identity: jwks } }, default: account, identity: 'trusted' })).toBe(
      'every account that is not listed',
    );
  });

  const { jwks: _, ...noKeys } = jwks;
  it.each<[string, unknown, string]>([
    ['another word', 'trust', 'identity is neither trusted nor an object'],
    ['no issuer', { ...jwks, issuer: undefined }, 'identity.issuer is missing'],
    ['no keys', noKeys, 'identity.jwks is missing: say where the keys are'],
    [
      'keys in two places',
      { ...jwks, publicKeyFile: 'public.pem' },
      'identity.publicKeyFile is given together with jwks',
    ],
    [
      'keys over an open line',
      { ...jwks, jwks: 'http://id.example/jwks.json' },
      'identity.jwks is an http address of another machine',
    ],
    ['no signature', { ...jwks, algorithms: ['none'] }, 'identity.algorithms[0] is "none", which is no signature'],
    ['a shared secret', { ...jwks, algorithms: ['EdDSA', 'HS256'] }, 'identity.algorithms[1] is a shared secret'],
    ['an unknown signature', { ...jwks, algorithms: ['RS1'] }, 'identity.algorithms[0] is not one of EdDSA'],
    ['no algorithm', { ...jwks, algorithms: [] }, 'identity.algorithms is empty'],
    [
      'a token for days',
      { ...jwks, longestLifetimeMinutes: 10_000 },
      'identity.longestLifetimeMinutes is not a whole number',
    ],
    [
      'a key that is not there',
      { ...noKeys, publicKeyFile: 'absent.pem' },
      'identity.publicKeyFile names a file that cannot be read (ENOENT)',
    ],
    ['a private key', { ...noKeys, publicKeyFile: 'private.pem' }, 'identity.publicKeyFile names a private key'],
    [
      'a file without a key',
      { ...noKeys, publicKeyFile: 'nonsense.pem' },
      'identity.publicKeyFile names a file without a readable key',
    ],
    [
      'a key of another kind',
      { ...noKeys, publicKeyFile: 'public.pem', algorithms: ['RS256'] },
      'identity.algorithms names none that the key is for: EdDSA, Ed25519',
    ],
  ])('is refused for %s', (_what, identity, told) => {
    expect(problemsOf({ identity, accounts: { a: account } })).toEqual([expect.stringContaining(told)]);
  });
});
