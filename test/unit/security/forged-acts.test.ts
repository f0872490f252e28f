import { makeCheckIdentity } from '../../../activities/check-identity';
import {
  coSignatureTerms,
  decisionTerms,
  eventTerms,
  recoveryTerms,
  requestTerms,
  resolutionTerms,
  tokenPurposes,
  withdrawalTerms,
  type TokenPurpose,
  type TokenTerms,
} from '../../../src/contract/token-terms';
import { roleNames } from '../../../src/domain/model/roles';
import { parseRules, rulesFor, tokenRulesFor } from '../../../src/rules/rules-file';
import { forgedTerms, forgeries, type Forgery } from '../../support/forged-tokens';
import { event } from '../../support/payment-events';
import { claimsFor, keyPair, signed } from '../../support/tokens';
import { identityIn, useFolder } from '../../support/use-folder';

const key = keyPair();
const bob = { id: 'bob', onBehalfOf: null };
const role = (name: string) => ({ claim: 'roles', anyOf: [name] });
const rules = parseRules({
  identity: identityIn(useFolder(), key),
  roles: Object.fromEntries(roleNames.map((name) => [name, role(name)])),
  accounts: {
    a: { profile: 'generic' },
    people: { profile: 'generic', roles: { mayRequest: ['order-service'] } },
    open: { profile: 'generic', identity: 'trusted' },
  },
});
const check = makeCheckIdentity({
  rulesOf: (account) => rulesFor(rules, account),
  tokenRulesOf: (account) => tokenRulesFor(rules, account),
});

const decision = {
  ...{ requestId: 'return-1', planVersion: 2, refundMinor: 50_000, voidMinor: 0, currency: 'USD' },
  destination: 'a'.repeat(64),
};
const disputed = event('disputeOpened', { disputeId: 'd1', captureId: 'c1', amountMinor: 900, currency: 'USD' });
const acts: Readonly<Record<TokenPurpose, TokenTerms>> = {
  request: requestTerms({ requestId: 'r', operation: 'refund', amountMinor: 500, payment: { paymentId: 'order-1' } }),
  approve: decisionTerms('order-1', { decision: 'approve', ...decision }),
  reject: decisionTerms('order-1', { decision: 'reject', ...decision }),
  withdraw: withdrawalTerms('order-1', { requestId: 'return-1' }),
  resolve: resolutionTerms('order-1', { legId: 'return-1/c1/1', outcome: 'succeeded', amountMinor: 40_000 }),
  coSign: coSignatureTerms('order-1', { legId: 'return-1/c1/1', movedMinor: 40_000 }),
  record: eventTerms('order-1', disputed),
  recover: recoveryTerms('order-1', { runId: 'run-2' }),
};
const roleOf: Readonly<Record<TokenPurpose, string>> = {
  request: 'mayRequest',
  approve: 'mayApprove',
  reject: 'mayApprove',
  withdraw: 'mayRequest',
  resolve: 'mayResolve',
  coSign: 'mayApprove',
  record: 'mayRecord',
  recover: 'mayRecover',
};

/** A token of bob, who holds every role. */
const tokenFor = (terms: TokenTerms, more: object = {}): string =>
  signed(claimsFor(bob, terms, { roles: [...roleNames], ...more }), key);

/** Those of an approval that say nothing of its own terms or role. */
const ofAnyAct: readonly Forgery[] = forgeries.filter(
  ({ why }) => !/than|does not say its|names more|holds none/.test(why.source) || /issuer|audience/.test(why.source),
);

const forged = tokenPurposes.flatMap((purpose) =>
  [...ofAnyAct, ...forgedTerms({ terms: acts[purpose] })].map((one) => [purpose, one.name, one] as const),
);

describe('a token is refused', () => {
  it('in hundreds of ways', () => {
    expect(forged.length).toBeGreaterThan(300);
  });

  it.each(forged)('to %s with %s, and nothing of it is repeated', async (purpose, _name, { token, why }) => {
    const terms = acts[purpose];
    const made = token({ person: bob, terms, key });
    const result = await check({ gatewayAccount: 'a', terms, person: bob, token: made });
    expect(result).toEqual({ proven: false, why: expect.stringMatching(why) });
    const parts = made.split('.').filter((part) => part.length > 8);
    expect(parts.filter((part) => JSON.stringify(result).includes(part))).toEqual([]);
  });

  it.each(tokenPurposes)('to %s without the role for it, which is named', async (purpose) => {
    const terms = acts[purpose];
    const others = roleNames.filter((name) => name !== roleOf[purpose]);
    for (const roles of [others, undefined, roleOf[purpose].toUpperCase(), { 0: roleOf[purpose] }]) {
      const result = await check({ gatewayAccount: 'a', terms, person: bob, token: tokenFor(terms, { roles }) });
      const why = `bob lacks the role ${roleOf[purpose]} of the rules: the token's claim "roles" holds none of ${roleOf[purpose]}`;
      expect(result).toEqual({ proven: false, why });
    }
  });

  it.each(tokenPurposes)('to %s on behalf of somebody whom only the message names', async (purpose) => {
    const terms = acts[purpose];
    const person = { id: 'bob', onBehalfOf: 'carol' };
    const result = await check({ gatewayAccount: 'a', terms, person, token: tokenFor(terms) });
    expect(result).toEqual({ proven: false, why: 'the token does not let bob act for carol' });
  });

  it('to request in the name of a service by whoever is not it', async () => {
    const terms = acts.request;
    const person = { id: 'order-service', onBehalfOf: null };
    const asked = { gatewayAccount: 'people', terms, person };
    expect(await check({ ...asked, token: null })).toEqual({ proven: false, why: 'order-service gave no token' });
    expect(await check({ ...asked, token: tokenFor(terms) })).toEqual({
      proven: false,
      why: 'the token belongs to another person, not to order-service',
    });
    expect(await check({ gatewayAccount: 'people', terms, person: bob, token: tokenFor(terms) })).toMatchObject({
      proven: false,
      why: expect.stringContaining('bob lacks the role mayRequest') as unknown,
    });
  });

  it('where the account believes no tokens', async () => {
    const terms = acts.request;
    const result = await check({ gatewayAccount: 'open', terms, person: bob, token: tokenFor(terms) });
    expect(result).toEqual({ proven: false, why: "this worker's rules check no tokens of open" });
  });
});

describe('a token is believed', () => {
  it.each(tokenPurposes)('to %s when it says so word by word and its holder has the role', async (purpose) => {
    const terms = acts[purpose];
    const token = tokenFor(terms, { roles: `staff ${roleOf[purpose]}` });
    expect(await check({ gatewayAccount: 'a', terms, person: bob, token })).toMatchObject({ proven: true, by: bob });
  });

  it('of a service whose own it is', async () => {
    const service = { id: 'order-service', onBehalfOf: null };
    const token = signed(claimsFor(service, acts.request), key);
    const asked = { gatewayAccount: 'people', terms: acts.request, person: service, token };
    expect(await check(asked)).toMatchObject({ proven: true, by: service });
  });

  it('of whoever it lets act for another person, by their own role', async () => {
    const deputy = { id: 'order-service', onBehalfOf: 'carol' };
    const token = signed(claimsFor(deputy, acts.request), key);
    const asked = { gatewayAccount: 'people', terms: acts.request, person: deputy, token };
    expect(await check(asked)).toMatchObject({ proven: true, by: deputy });
  });
});

describe('the token of an event', () => {
  it('names all that the event says, and none of its proofs', () => {
    const told = {
      ...event('refundFailed', { legId: 'l', evidence: 'report' }),
      token: 't',
      coSignedBy: [{ id: 'c' }],
    };
    expect(Object.keys(eventTerms('order-1', told)).sort()).toEqual(
      ['at', 'eventId', 'evidence', 'kind', 'legId', 'paymentId', 'purpose', 'source'].sort(),
    );
  });

  it('is the same for instants that are equal', () => {
    const [one, other] = ['2026-11-20T10:00:00Z', '2026-11-20T11:00:00+01:00'].map((at) =>
      eventTerms('order-1', { ...disputed, at }),
    );
    expect(one).toEqual(other);
  });
});
