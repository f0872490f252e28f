import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReversalView } from '../../src/client';
import type { DecisionInput } from '../../src/contract/decision';
import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import { decisionTerms, requestTerms, withdrawalTerms, type TokenTerms } from '../../src/contract/token-terms';
import { parseRules } from '../../src/rules/rules-file';
import { forgeries } from '../support/forged-tokens';
import { audience, claimsFor, issuer, keyPair, signed } from '../support/tokens';
import { bareEnvironment, reversals } from '../unit/cli/terminal';
import { identityIn, useFolder } from '../support/use-folder';
import { useWorld } from '../support/use-world';
import { refundOf, told } from '../support/world';

const key = keyPair();
const alice = { id: 'alice', onBehalfOf: null };
const bob = { id: 'bob', onBehalfOf: null };
const folder = useFolder();

const rules = parseRules({
  approvals: {
    thresholds: [{ currency: 'USD', above: '100.00', approvers: 1 }],
  },
  roles: { mayApprove: { claim: 'roles', anyOf: ['refund-approver'] } },
  identity: identityIn(folder, key),
  default: { profile: 'generic' },
});
const world = useWorld({ rules });

function tokenFor(person: { id: string; onBehalfOf: string | null }, terms: TokenTerms, more = {}): string {
  return signed(claimsFor(person, terms, more), key);
}

function requested(payment: PaymentSnapshot, amountMinor: number, requestId = `return-${randomUUID()}`) {
  const request = refundOf(payment, amountMinor, requestId);
  return { ...request, token: tokenFor(alice, requestTerms({ ...request, amountMinor })) };
}

async function waitingRefund(): Promise<{ payment: PaymentSnapshot; view: ReversalView; decision: Decision }> {
  const payment = await world.captured(200_000);
  const view = await world.client.request(requested(payment, 50_000));
  expect(view).toMatchObject({ phase: 'waiting', waitingFor: 'approval', balance: { reservedMinor: 50_000 } });
  const planVersion = view.plan?.version ?? 0;
  const amounts = { refundMinor: 50_000, voidMinor: 0, currency: 'USD' };
  const destination = view.plan?.destination.digest ?? '';
  const decision = { requestId: view.reversalId, planVersion, ...amounts, destination };
  return { payment, view, decision };
}

type Decision = Pick<
  DecisionInput,
  'requestId' | 'planVersion' | 'refundMinor' | 'voidMinor' | 'currency' | 'destination'
>;

const approvalOf = (payment: PaymentSnapshot, decision: Decision): TokenTerms =>
  decisionTerms(payment.paymentId, { ...decision, decision: 'approve' });

describe('A refund of 500.00 where approvers must prove above 100.00 who they are', () => {
  it('is moved by none of the forged tokens, keeps each in its audit trail, and is moved once by the good one', async () => {
    const { payment, view, decision } = await waitingRefund();
    const terms = approvalOf(payment, decision);
    const forged = forgeries.map(({ name, why, token }) => ({ name, why, token: token({ person: bob, terms, key }) }));
    for (const { why, token } of forged) {
      const answer = await world.client.approve(payment.paymentId, { ...decision, approver: bob, token });
      expect(answer).toMatchObject({
        accepted: false,
        reason: { code: 'identityUnproven', message: expect.stringMatching(why) },
      });
      expect(answer.view).toMatchObject({ phase: 'waiting', approvals: { given: [] } });
    }
    expect(world.returned(payment)).toEqual([]);
    const { audit } = await world.client.show(payment.paymentId);
    const refusals = audit
      .filter(({ act }) => act === 'approved')
      .map(({ by, refused, planVersion }) => ({ by, refused, planVersion }));
    expect(refusals).toEqual(
      forged.map(({ why }) => ({ by: bob, planVersion: decision.planVersion, refused: expect.stringMatching(why) })),
    );
    const parts = forged.flatMap(({ token }) => token.split('.')).filter((part) => part.length > 8);
    expect(parts.filter((part) => JSON.stringify(audit).includes(part))).toEqual([]);

    const good = tokenFor(bob, terms);
    const [first, second] = await Promise.all(
      [good, good].map((token) => world.client.approve(payment.paymentId, { ...decision, approver: bob, token })),
    );
    expect([first?.accepted, second?.accepted].sort()).toEqual([false, true]);
    const ended = await world.client.request(refundOf(payment, 50_000, view.reversalId));
    expect(ended).toMatchObject({ outcome: 'refunded', approvals: { needed: 1, given: [{ by: bob }] } });
    expect(world.returned(payment).map(told)).toEqual(['refund 50000 USD']);
  });

  it('is not approved by its requester, nor by a person who acts on their behalf', async () => {
    const { payment, decision } = await waitingRefund();
    const deputy = { id: 'carol', onBehalfOf: 'alice' };
    for (const approver of [alice, deputy]) {
      const token = tokenFor(approver, approvalOf(payment, decision));
      const answer = await world.client.approve(payment.paymentId, { ...decision, approver, token });
      expect(answer).toMatchObject({ accepted: false, reason: { code: 'ownRequest' } });
    }
    expect(world.returned(payment)).toEqual([]);
  });

  it('is not approved by a token that was used before', async () => {
    const { payment, decision } = await waitingRefund();
    const replayed = { jti: randomUUID() };
    const rejectedBefore = tokenFor(alice, approvalOf(payment, decision), replayed);
    await world.client.approve(payment.paymentId, { ...decision, approver: alice, token: rejectedBefore });
    const token = tokenFor(bob, approvalOf(payment, decision), replayed);
    const answer = await world.client.approve(payment.paymentId, { ...decision, approver: bob, token });
    expect(answer).toMatchObject({ accepted: false, reason: { code: 'tokenReplayed' } });
    expect(world.returned(payment)).toEqual([]);
  });

  it('is rejected by a token for that, and by no token for an approval', async () => {
    const { payment, decision } = await waitingRefund();
    const rejection = { ...decision, approver: bob, comment: 'not damaged' };
    const wrong = { ...rejection, token: tokenFor(bob, approvalOf(payment, decision)) };
    expect(await world.client.reject(payment.paymentId, wrong)).toMatchObject({
      accepted: false,
      reason: { code: 'identityUnproven', message: 'the token is for another act than "reject"' },
    });
    const right = tokenFor(bob, decisionTerms(payment.paymentId, { ...decision, decision: 'reject' }));
    const answer = await world.client.reject(payment.paymentId, { ...rejection, token: right });
    expect(answer).toMatchObject({ accepted: true, view: { outcome: 'rejected', balance: { reservedMinor: 0 } } });
    expect(world.returned(payment)).toEqual([]);
  });
});

describe('Where people prove who they are', () => {
  it('a request without a token is refused, nor is another amount asked with it, and with its own it is admitted', async () => {
    const payment = await world.captured(200_000);
    const unproven = { phase: 'completed', outcome: 'refused', reason: { code: 'identityUnproven' } };
    expect(await world.client.request(refundOf(payment, 50_000, 'return-1'))).toMatchObject(unproven);
    const { token } = requested(payment, 5_000, 'return-1');
    expect(await world.client.request({ ...refundOf(payment, 50_000, 'return-1'), token })).toMatchObject(unproven);
    expect(await world.client.request({ ...refundOf(payment, 5_000, 'return-2'), token })).toMatchObject(unproven);
    expect(world.returned(payment)).toEqual([]);
    expect(await world.client.request({ ...refundOf(payment, 5_000, 'return-1'), token })).toMatchObject({
      outcome: 'refunded',
    });
    expect(world.returned(payment).map(told)).toEqual(['refund 5000 USD']);
  });

  it('a service asks with a token of its own, and with none but its own', async () => {
    const payment = await world.captured(200_000);
    const service = { id: 'order-service', onBehalfOf: null };
    const request = { ...refundOf(payment, 5_000), amountMinor: 5_000, requester: { id: 'order-service' } };
    const terms = requestTerms(request);
    for (const token of [null, tokenFor(alice, terms)]) {
      expect(await world.client.request({ ...request, token })).toMatchObject({
        outcome: 'refused',
        reason: { code: 'identityUnproven' },
      });
    }
    expect(world.returned(payment)).toEqual([]);
    const token = tokenFor(service, terms, { roles: [] });
    expect(await world.client.request({ ...request, token })).toMatchObject({
      outcome: 'refunded',
      requester: service,
    });
    expect(world.returned(payment).map(told)).toEqual(['refund 5000 USD']);
  });

  it('a request is withdrawn by no other person in the name of its requester', async () => {
    const { payment, decision } = await waitingRefund();
    const { requestId } = decision;
    const withdrawal = { requestId, actor: alice, reason: 'found it' };
    const terms = withdrawalTerms(payment.paymentId, withdrawal);
    for (const token of [null, tokenFor(bob, terms), tokenFor(alice, approvalOf(payment, decision))]) {
      const answer = await world.client.withdraw(payment.paymentId, { ...withdrawal, token });
      expect(answer).toMatchObject({
        accepted: false,
        reason: { code: 'identityUnproven' },
        view: { phase: 'waiting' },
      });
    }
    const answer = await world.client.withdraw(payment.paymentId, { ...withdrawal, token: tokenFor(alice, terms) });
    expect(answer).toMatchObject({ accepted: true, view: { outcome: 'withdrawn' } });
  });

  it('a token made by the command line for the plan as it is now approves it', async () => {
    const { payment, decision } = await waitingRefund();
    const keyFile = join(folder, 'private.pem');
    writeFileSync(keyFile, key.privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
    const { code, stdout } = await reversals(
      [
        ...[
          'token',
          payment.paymentId,
          decision.requestId,
          '--key',
          keyFile,
          '--issuer',
          issuer,
          '--audience',
          audience,
          '--person',
          'bob',
        ],
        ...['--role', 'refund-approver', '--purpose', 'approve', '--from-show'],
      ],
      {
        env: { ...bareEnvironment, TEMPORAL_ADDRESS: world.connections.address, REVERSALS_TASK_QUEUE: world.taskQueue },
      },
    );
    expect(code).toBe(0);
    const token = stdout.trim();
    const answer = await world.client.approve(payment.paymentId, { ...decision, approver: bob, token });
    expect(answer).toMatchObject({ accepted: true });
  });
});
