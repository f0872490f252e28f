import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LedgerNotFoundError, LedgerUnavailableError, type ReversalClient } from '../../../src/client';
import { consoleApp } from '../../../src/console/app';
import type { ConsoleOptions } from '../../../src/console/options';
import { csrfToken } from '../../../src/console/sign-in/csrf';
import { demoSignIn } from '../../../src/console/sign-in/demo-sign-in';
import { proxySignIn, viewerIn } from '../../../src/console/sign-in/proxy-sign-in';
import type { SignIn } from '../../../src/console/sign-in/sign-in';
import { parseRules } from '../../../src/rules/rules-file';
import { jose } from '../../../src/security/jose';
import { ledger } from './sample-ledger';

const key = Buffer.alloc(32, 7);
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const stranger = generateKeyPairSync('ed25519').privateKey;

let issuer: Server;
let jwksUrl: string;
beforeAll(async () => {
  const jwks = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'EdDSA', use: 'sig' }] };
  issuer = createServer(({ url }, response) => {
    response.statusCode = url === '/jwks.json' ? 200 : 500;
    response.end(JSON.stringify(jwks));
  });
  await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve));
  jwksUrl = `http://127.0.0.1:${String((issuer.address() as AddressInfo).port)}/jwks.json`;
});
afterAll(() => {
  issuer.close();
});

/** The console over ledgers of which one answers, one does not, and the others are not there. */
function appWith(signIn: SignIn, hosts: ConsoleOptions['hosts'] = null, rules: ConsoleOptions['rules'] = null) {
  const show = async (paymentId: string) => {
    if (paymentId === ledger.paymentId) return ledger;
    throw paymentId === 'silent'
      ? new LedgerUnavailableError(paymentId, 'q', null)
      : new LedgerNotFoundError(paymentId);
  };
  const list = async () => ({ ledgers: [{ paymentId: ledger.paymentId }, { paymentId: 'silent' }], next: null });
  const ledgers = { show, list } as unknown as ReversalClient;
  const errors: unknown[] = [];
  const shared = { ledgers, glance: ledgers, signer: null, rules, workList: true, key, hosts };
  return { app: consoleApp({ ...shared, signIn, onError: (error) => errors.push(error) }), errors };
}

function proxied(url = jwksUrl): SignIn {
  const claims = { personClaim: 'sub', rolesClaim: 'groups' };
  return proxySignIn({
    header: 'X-Forwarded-Access-Token',
    issuer: 'https://login',
    audience: 'console',
    jwksUrl: url,
    ...claims,
  });
}

interface Claims {
  readonly iss?: string;
  readonly aud?: string;
  readonly exp?: number | null;
  readonly sub?: string;
  readonly typ?: string;
  readonly more?: object;
}

async function tokenOf(
  { iss = 'https://login', aud = 'console', exp, sub = 'alice', typ, more = {} }: Claims,
  by: KeyObject = privateKey,
) {
  const { SignJWT } = await jose();
  const token = new SignJWT({
    iss,
    aud,
    sub,
    ...more,
    ...(exp === null ? {} : { exp: exp ?? Math.floor(Date.now() / 1000) + 60 }),
  });
  return token.setProtectedHeader({ alg: 'EdDSA', kid: 'one', ...(typ === undefined ? {} : { typ }) }).sign(by);
}

const past = Math.floor(Date.now() / 1000) - 3_600;
const unsigned = (): string => {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { iss: 'https://login', aud: 'console', sub: 'alice', exp: past + 7_200 };
  return `${part({ alg: 'none' })}.${part(claims)}.`;
};

describe('Behind a proxy, the console', () => {
  const ask = async (token: string | null, path = '/payment?id=order-1001'): Promise<Response> => {
    const headers: Record<string, string> = token === null ? {} : { 'X-Forwarded-Access-Token': token };
    return appWith(proxied()).app.request(path, { headers });
  };

  it('lets in whom a token of the issuer names, with or without "Bearer" before it', async () => {
    const token = await tokenOf({});
    for (const header of [token, `Bearer ${token}`]) {
      const answer = await ask(header);
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain('<strong>alice</strong>');
    }
  });

  it.each([
    ['no token', async () => null],
    ['nonsense', async () => 'x.y.z'],
    ['another issuer', () => tokenOf({ iss: 'https://elsewhere' })],
    ['another audience', () => tokenOf({ aud: 'shop' })],
    ['a token that has expired', () => tokenOf({ exp: past })],
    ['a token that never expires', () => tokenOf({ exp: null })],
    ['a key of somebody else', () => tokenOf({}, stranger)],
    ['no signature', async () => unsigned()],
    ['nobody', () => tokenOf({ sub: '' })],
    ['a token for one act', () => tokenOf({ typ: 'reversal-act+jwt' })],
    ['a token for one act, its type in full', () => tokenOf({ typ: 'application/Reversal-Act+JWT' })],
    [
      'the terms of an act, whatever the type',
      () => tokenOf({ typ: 'JWT', more: { reversal: { purpose: 'approve' } } }),
    ],
    ['an actor without a name', () => tokenOf({ more: { act: {} } })],
  ])('lets nobody in with %s, and shows nothing', async (_what, make) => {
    const answer = await ask(await make());
    expect(answer.status).toBe(401);
    expect(await answer.text()).not.toContain('order-1001');
  });

  it('shows a payment, its audit and its line in the work list only to who may view the account', async () => {
    const rules = parseRules({
      roles: { mayView: { claim: 'groups', anyOf: ['support'] } },
      default: { profile: 'generic' },
    });
    const paths = [
      '/payment?id=order-1001',
      '/payment/audit.csv?id=order-1001',
      '/payment/audit.json?id=order-1001',
      '/new?id=order-1001',
    ];
    for (const [groups, status] of [
      [['support'], 200],
      [['finance'], 403],
      [undefined, 403],
    ] as const) {
      const headers = { 'X-Forwarded-Access-Token': await tokenOf({ more: { groups } }) };
      const { app } = appWith(proxied(), null, rules);
      for (const path of paths) {
        const answer = await app.request(path, { headers });
        expect(answer.status).toBe(status);
        if (status === 403) expect(await answer.text()).toContain('the role mayView of account stripe-production');
      }
      const list = await (await app.request('/?queue=all', { headers })).text();
      expect(list.includes('order-1001')).toBe(status === 200);
    }
  });

  it('knows for whom somebody acts from the sign-in alone', async () => {
    const claims = { personClaim: 'sub', rolesClaim: 'groups' };
    expect(viewerIn({ sub: 'carol', act: { sub: 'alice' } }, claims)?.person).toEqual({
      id: 'alice',
      onBehalfOf: 'carol',
    });
    expect(viewerIn({ sub: 'alice' }, claims)?.person).toEqual({ id: 'alice', onBehalfOf: null });
  });

  it('takes nobody’s word for whom they act, and asks no ledger', async () => {
    const headers = { 'X-Forwarded-Access-Token': await tokenOf({}) };
    const form = { paymentId: 'order-1001', operation: 'refund', amount: '1.00', reason: 'broken', requestId: 'r-9' };
    const csrf = csrfToken(key, 'alice', Date.now());
    for (const path of ['/preview', '/request']) {
      const body = new URLSearchParams({ ...form, csrf, onBehalfOf: 'bob' });
      const answer = await appWith(proxied()).app.request(path, { method: 'POST', headers, body });
      expect(answer.status).toBe(422);
      expect(await answer.text()).toContain('is read from your sign-in');
    }
  });

  it('says that something is wrong, and not what, when the keys cannot be had', async () => {
    const { app, errors } = appWith(proxied(jwksUrl.replace('jwks', 'broken')));
    const answer = await app.request('/', { headers: { 'X-Forwarded-Access-Token': await tokenOf({}) } });
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('127.0.0.1');
    expect(errors).toHaveLength(1);
  });

  it('has no sign-in of its own', async () => {
    expect((await ask(null, '/sign-in')).status).toBe(401);
  });

  it('distinguishes a ledger that does not answer from one that does not exist', async () => {
    const token = await tokenOf({});
    expect((await ask(token, '/payment?id=silent')).status).toBe(503);
    expect((await ask(token, '/payment?id=unheard-of')).status).toBe(404);
    expect(await (await ask(token, '/?queue=all')).text()).toContain('Not responding');
  });

  it('repeats no card number', async () => {
    const answer = await ask(await tokenOf({}), '/search?id=4111111111111111');
    expect(answer.status).toBe(404);
    expect(await answer.text()).not.toContain('4111');
  });
});

describe('With the demo sign-in, the console', () => {
  it.each([
    ['127.0.0.1:8080', 200],
    ['localhost:8080', 200],
    ['[::1]:8080', 200],
    ['evil.example', 421],
    ['evil.example:8080', 421],
  ])('asked as %s answers %i', async (host, status) => {
    const { app } = appWith(demoSignIn(key), ['localhost', '127.0.0.1', '[::1]']);
    expect((await app.request('/sign-in', { headers: { host } })).status).toBe(status);
  });

  it('believes no cookie that it has not made itself', async () => {
    const { app } = appWith(demoSignIn(key));
    const viewer = { person: { id: 'alice', onBehalfOf: null }, name: 'alice', roles: [] };
    const content = Buffer.from(JSON.stringify(viewer)).toString('base64url');
    for (const value of [content, `${content}.`, `${content}.AAAA`, '', '.']) {
      const answer = await app.request('/', { headers: { cookie: `reversals_demo_person=${value}` } });
      expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sign-in?next=%2F']);
    }
  });

  it.each(['//evil.example', '/\\evil.example', 'https://evil.example', '/sign-out'])(
    'leads nobody to %s after the sign-in',
    async (next) => {
      const { app } = appWith(demoSignIn(key));
      const page = await (await app.request(`/sign-in?next=${encodeURIComponent(next)}`)).text();
      expect(page).toContain('name="next" value="/"');
    },
  );
});
