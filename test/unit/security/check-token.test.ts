import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decisionTerms, requestTerms, withdrawalTerms, type TokenTerms } from '../../../src/contract/token-terms';
import { makeTokenCheck } from '../../../src/security/check-token';
import type { ExpectedClaims } from '../../../src/security/check-claims';
import type { IssuerKeys, TokenRules } from '../../../src/security/token-rules';
import { forgeries } from '../../support/forged-tokens';
import { audience, claimsFor, issuer, keyPair, signed, type KeyPair } from '../../support/tokens';

const bob = { id: 'bob', onBehalfOf: null };
const amounts = { refundMinor: 50_000, voidMinor: 0, currency: 'USD' };
const decision = { requestId: 'return-1', planVersion: 2, ...amounts, destination: 'd'.repeat(64) };
const approval = decisionTerms('order-1', { decision: 'approve', ...decision });
const mayApprove = { name: 'mayApprove', claim: 'roles', anyOf: ['refund-approver'] } as const;
const key = keyPair('key-1');

function rulesWith(keys: IssuerKeys): TokenRules {
  return { issuer, audience, keys, algorithms: ['EdDSA'], clockSkewSeconds: 30, longestLifetimeMinutes: 15 };
}

/** An issuer that publishes its keys over HTTP. */
class KeyServer {
  keys: readonly KeyPair[] = [];
  fetched = 0;
  isDown = false;
  readonly #server: Server = createServer((_request, response) => {
    this.fetched += 1;
    if (this.isDown) response.writeHead(503).end();
    else response.end(JSON.stringify({ keys: this.keys.map(({ jwk }) => jwk) }));
  });

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  get rules(): TokenRules {
    const { port } = this.#server.address() as AddressInfo;
    return rulesWith({ kind: 'jwks', url: `http://127.0.0.1:${String(port)}/jwks.json` });
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

const byPem = rulesWith({ kind: 'publicKey', pem: key.pem });
const expected = (more: Partial<ExpectedClaims> = {}): ExpectedClaims => ({
  terms: approval,
  person: bob,
  role: mayApprove,
  ...more,
});
const check = makeTokenCheck();

const server = new KeyServer();
beforeAll(() => server.start());
afterAll(() => server.stop());
beforeEach(() => {
  server.keys = [key];
  server.isDown = false;
});

describe('a token for one approval is believed', () => {
  it.each([
    ['a public key in a file', () => byPem],
    ['a key set over HTTP', () => server.rules],
  ])('when its signature is of %s', async (_what, rules) => {
    const claims = claimsFor(bob, approval);
    expect(await check(signed(claims, key), expected(), rules())).toEqual({
      proven: true,
      by: bob,
      tokenId: claims['jti'],
      until: new Date((Number(claims['exp']) + 630) * 1000).toISOString(),
    });
  });

  it.each<[string, Partial<ExpectedClaims>, object]>([
    ['one of several audiences', {}, { aud: ['others', audience] }],
    ['a role as one text', {}, { roles: 'staff refund-approver' }],
    ['no role where none is asked', { role: null }, { roles: undefined }],
    ['a clock that is a little ahead', {}, { iat: Math.floor(Date.now() / 1000) + 20 }],
    [
      'a life that ended a moment ago',
      {},
      { iat: Math.floor(Date.now() / 1000) - 300, exp: Math.floor(Date.now() / 1000) - 10 },
    ],
  ])('with %s', async (_what, more, claims) => {
    const token = signed(claimsFor(bob, approval, { ...claims }), key);
    expect(await check(token, expected(more), byPem)).toMatchObject({ proven: true });
  });

  it('when it names for whom its holder acts', async () => {
    const person = { id: 'bob', onBehalfOf: 'finance' };
    expect(await check(signed(claimsFor(person, approval), key), expected({ person }), byPem)).toMatchObject({
      by: person,
    });
  });

  it.each<[string, TokenTerms]>([
    [
      'request',
      requestTerms({ requestId: 'r', operation: 'refund', amountMinor: null, payment: { paymentId: 'order-1' } }),
    ],
    ['withdrawal', withdrawalTerms('order-1', { requestId: 'return-1' })],
  ])('without any role where none is needed, for a %s', async (_what, terms) => {
    const token = signed(claimsFor(bob, terms, { roles: undefined }), key);
    expect(await check(token, expected({ terms, role: null }), byPem)).toMatchObject({ proven: true });
  });
});

describe('a token is refused for', () => {
  it.each(forgeries.map((one) => [one.name, one] as const))('%s', async (_name, { token, why }) => {
    const forged = token({ person: bob, terms: approval, key });
    for (const rules of [byPem, server.rules]) {
      const result = await check(forged, expected(), rules);
      expect(result).toEqual({ proven: false, why: expect.stringMatching(why) });
      const parts = forged.split('.').filter((part) => part.length > 1);
      expect(parts.filter((part) => JSON.stringify(result).includes(part))).toEqual([]);
    }
  });

  it('nothing at all', async () => {
    for (const token of ['', '  ', '.', '..']) {
      expect(await check(token, expected(), byPem)).toMatchObject({
        proven: false,
        why: expect.stringMatching(/empty|cut off|not a signed token/),
      });
    }
  });

  it('a key that its issuer does not publish', async () => {
    const token = signed(claimsFor(bob, approval), keyPair('key-of-another-account'));
    const why = expect.stringContaining('a key that its issuer does not publish') as string;
    expect(await check(token, expected(), server.rules)).toEqual({ proven: false, why });
  });

  it('another purpose, whichever was made and whichever is asked', async () => {
    const approve = signed(claimsFor(bob, approval), key);
    const terms = decisionTerms('order-1', { decision: 'reject', ...decision });
    const why = expect.stringContaining('another act than "reject"') as string;
    expect(await check(approve, expected({ terms }), byPem)).toEqual({ proven: false, why });
  });

  it('a borrowed name, when the message names another person on whose behalf it acts and the token does not', async () => {
    const person = { id: 'bob', onBehalfOf: 'carol' };
    const result = await check(signed(claimsFor(bob, approval), key), expected({ person }), byPem);
    expect(result).toEqual({ proven: false, why: 'the token does not let bob act for carol' });
  });
});

describe('the keys of an issuer', () => {
  it('are fetched once for many tokens', async () => {
    const fresh = makeTokenCheck();
    const before = server.fetched;
    for (let turn = 0; turn < 5; turn += 1) {
      expect(await fresh(signed(claimsFor(bob, approval), key), expected(), server.rules)).toMatchObject({
        proven: true,
      });
    }
    expect(server.fetched - before).toBe(1);
  });

  it('are fetched anew when the issuer has changed its key, and the old key is worth nothing then', async () => {
    const fresh = makeTokenCheck();
    const rotated = keyPair('key-2');
    const old = () => fresh(signed(claimsFor(bob, approval), key), expected(), server.rules);
    const renewed = () => fresh(signed(claimsFor(bob, approval), rotated), expected(), server.rules);
    expect(await old()).toMatchObject({ proven: true });
    server.keys = [rotated];
    jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 10_000);
    try {
      expect(await renewed()).toMatchObject({ proven: true });
      expect(await old()).toMatchObject({ proven: false });
    } finally {
      jest.restoreAllMocks();
    }
  });

  it('cannot be chosen by a token that names none of several', async () => {
    server.keys = [key, keyPair('key-2')];
    const token = signed(claimsFor(bob, approval), key, { kid: undefined });
    const why = expect.stringContaining('does not name its key') as string;
    expect(await makeTokenCheck()(token, expected(), server.rules)).toEqual({ proven: false, why });
  });

  it('that cannot be fetched throw, so that the token is tried again, and nothing of the token is revealed', async () => {
    server.isDown = true;
    const token = signed(claimsFor(bob, approval), key);
    const thrown: unknown = await makeTokenCheck()(token, expected(), server.rules).catch((error: unknown) => error);
    expect(thrown).toEqual(new Error(`the keys of issuer ${issuer} cannot be had now (ERR_JOSE_GENERIC)`));
    const nowhere = rulesWith({ kind: 'jwks', url: 'http://127.0.0.1:1/jwks.json' });
    await expect(makeTokenCheck()(token, expected(), nowhere)).rejects.toThrow('cannot be had now');
  });
});
