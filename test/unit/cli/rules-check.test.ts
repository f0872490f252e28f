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
  remindAfterHours: 0.5
  expiresAfterHours: 72
identity: { issuer: https://id.example, audience: reversals, jwks: https://id.example/jwks.json }
roles: { mayApprove: { claim: roles, anyOf: [refund-approver] } }
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
  it('says that a file is valid, and lists its accounts in a table', async () => {
    const { code, stdout, stderr } = await check();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(
      [
        `valid  ${file}`,
        '',
        'ACCOUNT            PROFILE  REFUNDS FOR  IDENTITY                      APPROVALS',
        'stripe-production  stripe      180 days  tokens of https://id.example  USD above 100.00: 1, USD above 5000.00: 2, others: 2',
        'adyen-eu           adyen        90 days  tokens of https://id.example  none',
        '',
      ].join('\n'),
    );
  });

  it('explains which approvals an amount needs, their proof and their time limits', async () => {
    const { code, stdout } = await asked('250.00', 'USD');
    expect(code).toBe(0);
    expect(stdout).toContain(
      [
        'a refund of 250.00 USD of stripe-production',
        'approvals  1 person, because it is above 100.00 USD',
        'approvers  people whose claim "roles" contains refund-approver, except the requester and anyone who acts for the same person',
        'proved by  a token of https://id.example for reversals, valid for at most 15 minutes',
        'reminder   after 30 minutes',
        'expires    after 72 hours: it then counts as rejected, and its amount is released',
      ].join('\n'),
    );
  });

  it.each([
    ['100.00', 'USD', 'none, because it is not above 100.00 USD: it is sent at once'],
    ['100.01', 'USD', '1 person, because it is above 100.00 USD'],
    ['5000.01', 'USD', '2 people, because it is above 5000.00 USD'],
    ['0.01', 'EUR', '2 people, because no threshold names EUR'],
  ])('shows for %s %s: %s', async (amount, currency, needed) => {
    expect(/^approvals +(.*)$/m.exec((await asked(amount, currency)).stdout)?.[1]).toBe(needed);
  });

  it('prints the same as one document with --json', async () => {
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

  it('lists every problem of a file, and ends with 2', async () => {
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
    expect(stdout).toContain('identity: trusted does not verify identities; development only');
  });

  it('reports that there is no rules file', async () => {
    const env = { ...bareEnvironment, REVERSALS_RULES: undefined };
    const { code, stdout } = await reversals(['rules', 'check'], { env });
    expect(code).toBe(0);
    expect(stdout).toContain('no rules file: every account is generic');
  });

  it.each([
    [['--account', 'other'], '--account is not in the rules'],
    [['--amount', '5.001', '--currency', 'USD'], '--amount has more decimals'],
    [['--amount', '5.00'], '--currency is missing'],
    [['--currency', 'USD'], '--amount is missing'],
  ])('refuses %p', async (argv, says) => {
    const { code, stderr } = await check(...argv);
    expect(code).toBe(2);
    expect(stderr).toContain(says);
  });
});
