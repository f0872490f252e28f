import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { useFolder } from '../../support/use-folder';
import { bareEnvironment, reversals } from './terminal';

const folder = useFolder();
const file = join(folder, 'reversals.rules.yaml');
beforeEach(() => {
  writeFileSync(
    file,
    `
approvals:
  thresholds:
    - { currency: USD, above: "100.00", approvers: 1 }
    - { currency: USD, above: "5000.00", approvers: 2 }
  mayApprove: { claim: roles, anyOf: [refund-approver] }
  remindAfterHours: 0.5
  expiresAfterHours: 72
identity: { issuer: https://id.example, audience: reversals, jwks: https://id.example/jwks.json }
accounts:
  stripe-production: { profile: stripe }
  adyen-eu: { profile: adyen, refundWindowDays: 90, approvals: none }
`,
  );
});

const check = (...argv: string[]) => reversals(['rules', 'check', file, ...argv]);
const asked = (amount: string, currency: string) =>
  check('--account', 'stripe-production', '--amount', amount, '--currency', currency);

describe('rules check', () => {
  it('says that a file is right, and what it holds, in a table', async () => {
    const { code, stdout, stderr } = await check();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(
      [
        `right  ${file}`,
        '',
        'ACCOUNT            PROFILE  REFUNDS FOR  IDENTITY                      APPROVALS',
        'stripe-production  stripe      180 days  tokens of https://id.example  USD above 100.00: 1, USD above 5000.00: 2, others: 2',
        'adyen-eu           adyen        90 days  tokens of https://id.example  none',
        '',
      ].join('\n'),
    );
  });

  it('explains for an amount whom it would ask, by what, and until when', async () => {
    const { code, stdout } = await asked('250.00', 'USD');
    expect(code).toBe(0);
    expect(stdout).toContain(
      [
        'a refund of 250.00 USD of stripe-production',
        'asks       one person, as it is above 100.00 USD',
        'who        whoever\'s claim "roles" holds refund-approver, but not the requester nor anybody who acts for the same person',
        'proved by  a token of https://id.example for reversals, of at most 15 minutes',
        'reminder   after 30 minutes',
        'expires    after 72 hours: then it counts as rejected, and the amount is free again',
      ].join('\n'),
    );
  });

  it.each([
    ['100.00', 'USD', 'nobody, as it is not above 100.00 USD: it is sent at once'],
    ['100.01', 'USD', 'one person, as it is above 100.00 USD'],
    ['5000.01', 'USD', '2 people, as it is above 5000.00 USD'],
    ['0.01', 'EUR', '2 people, as no threshold names EUR'],
  ])('explains for %s %s: %s', async (amount, currency, told) => {
    expect(/^asks +(.*)$/m.exec((await asked(amount, currency)).stdout)?.[1]).toBe(told);
  });

  it('prints the same in one JSON document', async () => {
    const { code, stdout } = await check('--amount', '250.00', '--currency', 'USD', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      file,
      accounts: [
        {
          account: 'stripe-production',
          identity: { issuer: 'https://id.example', longestLifetimeMinutes: 15 },
          approvals: { approversOtherwise: 2, expiresAfterMinutes: 4_320 },
          approvers: 1,
        },
        { account: 'adyen-eu', approvals: null, approvers: 0 },
      ],
    });
  });

  it('reports all problems of a file at once, and ends with 2', async () => {
    writeFileSync(
      file,
      'approvals: { thresholds: [{ currency: USD, above: 100 }] }\naccounts: { a: { profile: x } }\n',
    );
    const { code, stdout, stderr } = await check();
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    for (const field of [
      'accounts.a.profile',
      'thresholds[0].above',
      'thresholds[0].approvers',
      'identity is missing',
    ]) {
      expect(stderr).toContain(field);
    }
  });

  it('warns of identities that are not verified', async () => {
    writeFileSync(file, 'approvals: { otherCurrencies: 1 }\nidentity: trusted\ndefault: { profile: generic }\n');
    const { stdout } = await check();
    expect(stdout).toMatch(/^any other +generic +180 days +trusted +all: 1$/m);
    expect(stdout).toContain('identity: trusted takes everybody at their word, and is for development only');
  });

  it('reports that there is no rules file', async () => {
    const env = { ...bareEnvironment, REVERSALS_RULES: undefined };
    const { code, stdout } = await reversals(['rules', 'check'], { env });
    expect(code).toBe(0);
    expect(stdout).toContain('no rules file: every account is generic');
  });

  it.each([
    [['--account', 'other'], '--account is not known to the rules'],
    [['--amount', '5.001', '--currency', 'USD'], '--amount has more decimals'],
    [['--amount', '5.00'], '--currency is missing'],
    [['--currency', 'USD'], '--amount is missing'],
  ])('refuses %p', async (argv, told) => {
    const { code, stderr } = await check(...argv);
    expect(code).toBe(2);
    expect(stderr).toContain(told);
  });
});
