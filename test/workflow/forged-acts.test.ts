import { randomUUID } from 'node:crypto';
import {
  coSignatureTerms,
  decisionTerms,
  eventTerms,
  recoveryTerms,
  requestTerms,
  resolutionTerms,
  withdrawalTerms,
  type TokenTerms,
} from '../../src/contract/token-terms';
import type { AuditedAct } from '../../src/domain/model/audit';
import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import { parseRules } from '../../src/rules/rules-file';
import { shownTerms } from '../../src/domain/views/shown-terms';
import { eventually } from '../support/eventually';
import { forgedTerms, forgeries, type Forgery } from '../support/forged-tokens';
import { ledgerWorkflow } from '../support/ledger-workflow';
import { event } from '../support/payment-events';
import { sendsFor } from '../support/sends';
import { claimsFor, keyPair, signed } from '../support/tokens';
import { identityIn, useFolder } from '../support/use-folder';
import { useWorld } from '../support/use-world';
import { refundOf, told } from '../support/world';

const key = keyPair();
const roleOf = (name: string) => ({ claim: 'roles', anyOf: [name] });
const rules = parseRules({
  approvals: { thresholds: [{ currency: 'USD', above: '100.00', approvers: 1 }] },
  identity: identityIn(useFolder(), key),
  roles: {
    mayRequest: ['alice', 'bob'],
    mayApprove: roleOf('refund-approver'),
    mayResolve: roleOf('refund-approver'),
    mayRecord: roleOf('refund-approver'),
    mayRecover: roleOf('refund-approver'),
  },
  default: { profile: 'generic' },
});
const world = useWorld({ rules, requestTimeoutMs: 500 });

const [alice, bob, dave, erin] = ['alice', 'bob', 'dave', 'erin'].map((id) => ({ id, onBehalfOf: null })) as [
  Person,
  Person,
  Person,
  Person,
];
type Person = { readonly id: string; readonly onBehalfOf: null };

const tokenFor = (person: Person, terms: TokenTerms, more = {}): string => signed(claimsFor(person, terms, more), key);

/** Those that any act could be tried with. */
const ofAnyAct = [
  'a wrong signature',
  'no signature (alg none)',
  'the public key as a shared secret (HS256)',
  'a stranger’s key under the issuer’s name',
  'a type to sign in with',
  'a life that has ended',
  'another audience',
  'no id of its own',
  'nobody',
  'a borrowed name',
  'no terms',
  'nonsense',
];

/** One act of one person: how it is tried with a token, and what is answered. */
interface Act {
  readonly person: Person;
  readonly terms: TokenTerms;
  readonly try: (token: string | null) => Promise<string | null>;
  /** Where a refused try is found. */
  readonly act: AuditedAct | 'request';
  /** The answer does not say why a co-signature is not proved: it is only missing. */
  readonly answers?: RegExp;
  /** People are named for it, so that every token of theirs has the role. */
  readonly byName?: boolean;
}

/** Tries an act with every forged token; returns how many were refused, for the reason they were made for. */
async function refused({ person, terms, try: tryWith, answers, byName }: Act, usedId: string): Promise<number> {
  const forged: readonly Forgery[] = [
    ...forgeries.filter(({ name }) => ofAnyAct.includes(name)),
    ...forgedTerms({ terms }),
  ];
  const tries = [
    ...forged.map(({ why, token }) => ({ why, token: token({ person, terms, key }) })),
    { why: /used before/, token: tokenFor(person, terms, { jti: usedId }) },
    { why: /no token/, token: null },
    ...(byName === true ? [] : [{ why: /lacks the role/, token: tokenFor(person, terms, { roles: ['clerk'] }) }]),
  ];
  for (const { why, token } of tries) {
    const answer = await tryWith(token);
    expect(answer).toMatch(why.source === 'used before' ? why : (answers ?? why));
  }
  return tries.length;
}

/** 2,000.00 captured; 150.00 of it sent with unknown outcome, 500.00 waiting for approval. Returns a token id that was used. */
async function openStory() {
  const payment = await world.captured(200_000);
  const { paymentId } = payment;
  const usedId = randomUUID();
  const ask = async (requestId: string, amountMinor: number, more = {}) => {
    const request = { ...refundOf(payment, amountMinor, requestId), amountMinor };
    return world.client.request({ ...request, token: tokenFor(alice, requestTerms(request), more) });
  };
  const planOf = async (requestId: string) => {
    const view = await world.client.find(paymentId, requestId);
    const terms = view === null ? null : shownTerms(view);
    if (terms === null) throw new Error(`${requestId} has no plan`);
    return terms;
  };
  await ask('lost', 15_000, { jti: usedId });
  world.simulator.fault({ kind: 'effectThenNoAnswer', operation: 'refund', times: 1 });
  const approval = await planOf('lost');
  const token = tokenFor(bob, decisionTerms(paymentId, { ...approval, decision: 'approve' }));
  expect(await world.client.approve(paymentId, { ...approval, approver: bob, token })).toMatchObject({
    accepted: true,
  });
  const lost = await eventually(
    () => world.client.find(paymentId, 'lost'),
    (view) => view?.legs[0]?.status === 'unknown',
  );
  await ask('waiting', 50_000);
  return { payment, usedId, legId: lost?.legs[0]?.legId ?? '', waiting: await planOf('waiting') };
}

function actsOn({ payment, legId, waiting }: Awaited<ReturnType<typeof openStory>>): readonly Act[] {
  const { paymentId } = payment;
  const { client } = world;
  const request = { ...refundOf(payment, 2_000, 'small'), amountMinor: 2_000, requester: { id: 'bob' } };
  const withdrawal = { requestId: 'waiting', actor: alice, reason: 'found it' };
  const finding = { legId, outcome: 'notSent' as const, evidence: 'report 7', actor: dave };
  const capture = event('captureSucceeded', { captureId: 'c2', amountMinor: 90_000, currency: 'USD' });
  const reported = { ...capture, source: 'dave' };
  return [
    {
      ...{ act: 'request', person: bob, terms: requestTerms(request), byName: true },
      try: async (token) => (await client.request({ ...request, token })).reason?.message ?? null,
    },
    {
      ...{ act: 'approved', person: bob, terms: decisionTerms(paymentId, { ...waiting, decision: 'approve' }) },
      try: async (token) =>
        (await client.approve(paymentId, { ...waiting, approver: bob, token })).reason?.message ?? null,
    },
    {
      ...{ act: 'withdrawn', person: alice, terms: withdrawalTerms(paymentId, withdrawal), byName: true },
      try: async (token) => (await client.withdraw(paymentId, { ...withdrawal, token })).reason?.message ?? null,
    },
    {
      ...{ act: 'resolved', person: dave, terms: resolutionTerms(paymentId, finding) },
      try: async (token) => {
        const coSignedBy = [{ id: 'erin', token: tokenFor(erin, coSignatureTerms(paymentId, { legId })) }];
        return (await client.resolve(paymentId, { ...finding, token, coSignedBy })).reason;
      },
    },
    {
      ...{ act: 'resolved', person: erin, terms: coSignatureTerms(paymentId, { legId }), answers: /must co-sign/ },
      try: async (token) => {
        const own = tokenFor(dave, resolutionTerms(paymentId, finding));
        return (await client.resolve(paymentId, { ...finding, token: own, coSignedBy: [{ id: 'erin', token }] }))
          .reason;
      },
    },
    {
      ...{ act: 'recorded', person: dave, terms: eventTerms(paymentId, reported) },
      try: async (token) => (await client.record(paymentId, { ...reported, token })).reason,
    },
  ];
}

const auditOf = async ({ paymentId }: PaymentSnapshot, act: AuditedAct) =>
  (await world.client.show(paymentId)).audit.filter((entry) => entry.act === act && entry.refused !== null);

describe('A ledger where people and services prove who they are', () => {
  it('moves and frees nothing for any forged token of any purpose, keeps each try, and takes the good ones', async () => {
    const story = await openStory();
    const { payment, usedId } = story;
    const before = (await world.client.show(payment.paymentId)).balance;
    const acts = actsOn(story);
    let tried = 0;
    for (const one of acts) {
      const sizeBefore = one.act === 'request' ? 0 : (await auditOf(payment, one.act)).length;
      const count = await refused(one, usedId);
      tried += count;
      const { refusals } = await world.client.show(payment.paymentId);
      const kept = one.act === 'request' ? refusals.length : (await auditOf(payment, one.act)).length - sizeBefore;
      expect([one.act, kept]).toEqual([one.act, count]);
    }
    expect(tried).toBeGreaterThan(120);
    const { balance } = await world.client.show(payment.paymentId);
    expect(balance).toEqual(before);
    expect(balance).toMatchObject({ capturedMinor: 200_000, unknownMinor: 15_000, reservedMinor: 50_000 });
    expect(world.returned(payment).map(told)).toEqual(['refund 15000 USD']);
    expect(sendsFor(world, payment)).toHaveLength(1);

    // The withdrawal comes last: it would take away what is approved.
    for (const one of acts
      .filter(({ act }) => act === 'request' || act === 'resolved' || act === 'approved')
      .slice(0, 3)) {
      expect(await one.try(tokenFor(one.person, one.terms))).toBeNull();
    }
    await eventually(
      () => world.client.find(payment.paymentId, 'waiting'),
      (view) => view?.phase === 'completed',
    );
    expect(world.returned(payment).map(told)).toEqual(['refund 15000 USD', 'refund 2000 USD', 'refund 50000 USD']);
  });

  it('is recovered by no forged token, and by one that names the run that is to send', async () => {
    const payment = await world.captured(10_000);
    const { paymentId } = payment;
    const request = { ...refundOf(payment, 4_000), amountMinor: 4_000 };
    await world.client.request({ ...request, token: tokenFor(alice, requestTerms(request)) });
    const ledger = ledgerWorkflow(world, payment);
    const firstRun = await ledger.runId();
    const runId = await ledger.reset(firstRun, (await ledger.completedTasks(firstRun)).at(-1) ?? '');
    await ledger.quiet();
    const asked = { actor: dave, reason: 'reset by mistake' };
    const usedId = randomUUID();
    const spent = { ...refundOf(payment, 100, 'spent'), amountMinor: 100 };
    await world.client.request({ ...spent, token: tokenFor(alice, requestTerms(spent), { jti: usedId }) });
    const recovery: Act = {
      ...{ act: 'recovered', person: dave, terms: recoveryTerms(paymentId, { runId }) },
      try: async (token) => (await world.client.recover(paymentId, { ...asked, token })).reason,
    };
    const count = await refused(recovery, usedId);
    const forFirstRun = tokenFor(dave, recoveryTerms(paymentId, { runId: firstRun }));
    expect(await recovery.try(forFirstRun)).toContain(`it has to name run ${runId}`);
    expect(await auditOf(payment, 'recovered')).toHaveLength(count + 1);
    expect(world.returned(payment).map(told)).toEqual(['refund 4000 USD']);

    const token = (run: { readonly runId: string }) => Promise.resolve(tokenFor(dave, recoveryTerms(paymentId, run)));
    expect(await world.client.recover(paymentId, { ...asked, token })).toEqual({ accepted: true, reason: null });
    await eventually(
      () => world.client.find(paymentId, 'spent'),
      (view) => view?.phase === 'completed',
    );
    expect(world.returned(payment).map(told)).toEqual(['refund 4000 USD', 'refund 100 USD']);
  });
});
