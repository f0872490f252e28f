import { createPublicKey } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  coSignatureTerms,
  decisionTerms,
  requestTerms,
  resolutionTerms,
  withdrawalTerms,
  type TokenTerms,
} from '../../../src/contract/token-terms';
import { makeTokenCheck } from '../../../src/security/check-token';
import type { TokenRules } from '../../../src/security/token-rules';
import { useFolder } from '../../support/use-folder';
import { reversals } from './terminal';

const folder = useFolder();
const keys = join(folder, 'keys');
const privateFile = join(keys, 'private-key.jwk.json');
const publicFile = join(keys, 'public-key.pem');
beforeAll(async () => {
  const { code } = await reversals(['keys', 'new', '--out', keys]);
  expect(code).toBe(0);
});

describe('keys new', () => {
  it('writes a private key for its owner alone and a public one, and prints nothing of the private one', async () => {
    const out = join(folder, 'others', 'deep');
    const { code, stdout, stderr } = await reversals(['keys', 'new', '--out', out, '--json']);
    const { kid, privateKeyFile, publicKeyFile } = JSON.parse(stdout) as Record<string, string>;
    expect(code).toBe(0);
    expect(readdirSync(out).sort()).toEqual(['private-key.jwk.json', 'public-key.pem']);
    expect(statSync(privateKeyFile ?? '').mode & 0o777).toBe(0o600);
    expect(createPublicKey(readFileSync(publicKeyFile ?? '')).asymmetricKeyType).toBe('ed25519');
    const jwk = JSON.parse(readFileSync(privateKeyFile ?? '', 'utf8')) as Record<string, string>;
    expect(jwk).toMatchObject({ kid, kty: 'OKP', crv: 'Ed25519' });
    expect(stdout + stderr).not.toContain(jwk['d']);
  });

  it('never overwrites keys', async () => {
    const before = [privateFile, publicFile].map((file) => readFileSync(file, 'utf8'));
    const { code, stderr } = await reversals(['keys', 'new', '--out', keys]);
    expect(code).toBe(2);
    expect(stderr).toContain('keys are never overwritten');
    expect([privateFile, publicFile].map((file) => readFileSync(file, 'utf8'))).toEqual(before);
    rmSync(join(folder, 'half'), { recursive: true, force: true });
    await reversals(['keys', 'new', '--out', join(folder, 'half')]);
    rmSync(join(folder, 'half', 'public-key.pem'));
    expect((await reversals(['keys', 'new', '--out', join(folder, 'half')])).stderr).toContain('never overwritten');
    expect(readdirSync(join(folder, 'half'))).toEqual(['private-key.jwk.json']);
  });

  it('says what is wrong with the folder', async () => {
    expect((await reversals(['keys', 'new'])).stderr).toContain('--out is missing');
    writeFileSync(join(folder, 'file'), '');
    expect((await reversals(['keys', 'new', '--out', join(folder, 'file')])).stderr).toMatch(
      /--out (already contains|cannot be)/,
    );
  });
});

const who = ['--key', privateFile, '--issuer', 'me', '--audience', 'reversals', '--person', 'bob'];
const destination = 'd'.repeat(64);
const amounts = { refundMinor: 50_000, voidMinor: 0, currency: 'USD' };
const decision = { requestId: 'return-1', planVersion: 2, ...amounts, destination };
const sentTo = ['--destination', destination];
const named = ['return-1', '--plan-version', '2', '--refund', '500.00', '--currency', 'USD', ...sentTo];

const rules = (): TokenRules => ({
  issuer: 'me',
  audience: 'reversals',
  keys: { kind: 'publicKey', pem: readFileSync(publicFile, 'utf8') },
  algorithms: ['EdDSA'],
  clockSkewSeconds: 0,
  longestLifetimeMinutes: 15,
});

const approver = { name: 'mayApprove', claim: 'roles', anyOf: ['refund-approver'] } as const;
const approving = ['approve', 'reject', 'coSign'];

const believed = (token: string, terms: TokenTerms, onBehalfOf: string | null = null) =>
  makeTokenCheck()(
    token.trim(),
    { terms, person: { id: 'bob', onBehalfOf }, role: approving.includes(terms.purpose) ? approver : null },
    rules(),
  );

describe('token', () => {
  it.each<[string, readonly string[], TokenTerms]>([
    ['approve', named, decisionTerms('order-1', { ...decision, decision: 'approve' })],
    ['reject', named, decisionTerms('order-1', { ...decision, decision: 'reject' })],
    [
      'approve',
      ['return-1', '--plan-version', '2', '--void', '1500', '--currency', 'JPY', ...sentTo],
      decisionTerms('order-1', { ...decision, decision: 'approve', refundMinor: 0, voidMinor: 1_500, currency: 'JPY' }),
    ],
    ['withdraw', ['return-1'], withdrawalTerms('order-1', { requestId: 'return-1' })],
    [
      'resolve',
      ['--leg', 'return-1/c1/1', '--outcome', 'notSent'],
      resolutionTerms('order-1', { legId: 'return-1/c1/1', outcome: 'notSent' }),
    ],
    ['coSign', ['--leg', 'return-1/c1/1'], coSignatureTerms('order-1', { legId: 'return-1/c1/1' })],
    [
      'request',
      ['return-1', '--operation', 'refund', '--amount', '500.00', '--currency', 'USD'],
      requestTerms({
        requestId: 'return-1',
        operation: 'refund',
        amountMinor: 50_000,
        payment: { paymentId: 'order-1' },
      }),
    ],
    [
      'request',
      ['return-1', '--operation', 'cancel'],
      requestTerms({
        requestId: 'return-1',
        operation: 'cancel',
        amountMinor: null,
        payment: { paymentId: 'order-1' },
      }),
    ],
  ])('prints one that a ledger believes, to %s %p', async (purpose, terms, expected) => {
    const argv = ['token', 'order-1', ...terms, ...who, '--role', 'refund-approver', '--purpose', purpose];
    const { code, stdout, stderr } = await reversals(argv);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect(await believed(stdout, expected)).toMatchObject({ proven: true, by: { id: 'bob' } });
  });

  it('names the person they act for, and when it expires', async () => {
    const more = ['--on-behalf-of', 'finance', '--expires-in', '90s', '--json'];
    const { stdout } = await reversals(['token', 'order-1', 'r', ...who, ...more, '--purpose', 'withdraw']);
    const { token = '', expiresAt = '' } = JSON.parse(stdout) as Record<string, string>;
    expect(Math.abs(Date.parse(expiresAt) - Date.now() - 90_000)).toBeLessThan(5_000);
    expect(await believed(token, withdrawalTerms('order-1', { requestId: 'r' }), 'finance')).toMatchObject({
      proven: true,
    });
  });

  it.each<[string, readonly string[], readonly string[]]>([
    ['nothing', ['order-1'], ['--key', '--issuer', '--audience', '--person', '--purpose']],
    ['no payment', who, ["missing required argument 'payment-id'"]],
    ['no terms', ['p', ...who, '--purpose', 'approve'], ['<request-id>', '--currency', '--plan-version']],
    ['an unknown purpose', [...who, '--purpose', 'steal'], ["argument 'steal' is invalid"]],
    ['a life without end', [...who, '--expires-in', '9999h'], ['at most a day']],
    ['a fraction of a cent', ['order-1', ...named, ...who, '--purpose', 'approve', '--void', '0.001'], ['--void']],
    [
      'an amount of a cancel',
      [
        ...['order-1', 'r', ...who, '--purpose', 'request'],
        ...['--operation', 'cancel', '--amount', '5', '--currency', 'USD'],
      ],
      ['--amount is given with a cancel'],
    ],
    [
      'terms beside --from-show',
      ['order-1', ...named, ...who, '--purpose', 'approve', '--from-show'],
      ['--from-show is given together with terms'],
    ],
    [
      '--from-show of a withdrawal',
      ['order-1', 'r', ...who, '--purpose', 'withdraw', '--from-show'],
      ['--from-show is for approve and reject'],
    ],
  ])('is refused for %s', async (_what, argv, says) => {
    const { code, stdout, stderr } = await reversals(['token', ...argv]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    for (const text of says) expect(stderr).toContain(text);
  });

  it('quotes nothing of a key that cannot be used', async () => {
    const bad = join(folder, 'bad.json');
    for (const text of ['{"kty":"OKP","d":"secret-part"}', '-----BEGIN PRIVATE KEY-----\nsecret-part', '']) {
      writeFileSync(bad, text);
      const { code, stderr } = await reversals([
        'token',
        'order-1',
        '--key',
        bad,
        ...who.slice(2),
        '--purpose',
        'coSign',
      ]);
      expect(code).toBe(2);
      expect(stderr).toContain('--key');
      expect(stderr).not.toContain('secret-part');
    }
  });
});
